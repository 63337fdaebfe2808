import { describe, expect, test } from 'vitest'
import { isEnoughToFind, matches } from '../../src/lib/search.ts'

describe('searching a person by typing', () => {
  test('finds names by letters that a German keyboard has', () => {
    expect(matches('Yildiz', 'Yıldız, Murat')).toBe(true)
    expect(matches('petrovic', 'Petrović, Dr. Nadja')).toBe(true)
    expect(matches('lukasik', 'Łukasik, Karl')).toBe(true)
    expect(matches('reznicek', 'Řezníček, Jana')).toBe(true)
    expect(matches('YILDIZ', 'Yıldız, Murat')).toBe(true)
  })

  test('takes umlauts and ß as typed, left out, or written in two letters', () => {
    for (const typed of ['müller', 'muller', 'mueller', 'Mueller'])
      expect(matches(typed, 'Müller, Uwe')).toBe(true)
    for (const typed of ['weiß', 'weiss', 'Weis']) expect(matches(typed, 'Weiß, Beate')).toBe(true)
    expect(matches('oezdemir', 'Köhler-Özdemir, Dr. Sabine')).toBe(true)
    expect(matches('mu\u0308ller', 'Müller, Uwe')).toBe(true)
  })

  test('every typed word begins a word, in any order, across name and function', () => {
    expect(matches('sab köh', 'Köhler-Özdemir, Dr. Sabine', 'Leiter des Krisenstabes')).toBe(true)
    expect(matches('köhler, sabine', 'Köhler-Özdemir, Dr. Sabine')).toBe(true)
    expect(matches('köhler-öz', 'Köhler-Özdemir, Dr. Sabine')).toBe(true)
    expect(matches('sms umw', 'Lindqvist, Hannes', 'SMS Umwelt')).toBe(true)
    expect(matches('öhler', 'Köhler-Özdemir, Dr. Sabine')).toBe(false)
    expect(matches('sabine brandt', 'Köhler-Özdemir, Dr. Sabine')).toBe(false)
  })

  test('nothing typed finds everybody', () => {
    expect(matches('  ', 'Brandt, Jonas')).toBe(true)
  })
})

test('three letters tell people apart, and a letter that only begins another word is none', () => {
  for (const typed of ['mül', 'Weiß', 'an li', 'a b c', "o'b r"])
    expect(isEnoughToFind(typed), typed).toBe(true)
  for (const typed of ['', '  ', 'mü', 'mu m', 'm m m', '12345', '---', '%_%'])
    expect(isEnoughToFind(typed), typed).toBe(false)
})
