import { describe, expect, test } from 'vitest'
import { phrase } from '../../src/words/phrase.ts'

const texts = {
  greeting: 'Guten Morgen, {{name}}',
  people_zero: 'niemand',
  people_one: '{{count}} Person',
  people_other: '{{count}} Personen',
  mails_one: 'eine Mail',
  mails_other: '{{count}} Mails',
  open: '{{count}} offen',
  deep: { deeper: { word: 'Wort' } },
}
const say = (key: string, values?: Record<string, string | number>) =>
  phrase(texts, key, { lang: 'de', values })

describe('a text of the page', () => {
  test('is found by its dotted key, and takes what is handed in', () => {
    expect(say('deep.deeper.word')).toBe('Wort')
    expect(say('greeting', { name: 'Łukasz' })).toBe('Guten Morgen, Łukasz')
  })

  test('takes the form of its number, and its own word for none where there is one', () => {
    expect([0, 1, 2].map(count => say('people', { count }))).toEqual([
      'niemand',
      '1 Person',
      '2 Personen',
    ])
    expect([0, 1].map(count => say('mails', { count }))).toEqual(['0 Mails', 'eine Mail'])
    expect(say('open', { count: 1 })).toBe('1 offen')
  })

  test('takes a value as it is, whatever stands in it', () => {
    expect(say('greeting', { name: '$& {{count}} <b>' })).toBe('Guten Morgen, $& {{count}} <b>')
  })

  test('shows what is missing instead of nothing', () => {
    expect(say('greeting')).toBe('Guten Morgen, name')
    expect(say('deep.unknown')).toBe('deep.unknown')
    expect(say('deep')).toBe('deep')
  })
})
