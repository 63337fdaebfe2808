import { expect, test } from 'vitest'
import { formatSpoken } from '../../../src/lib/timeWords.ts'
import { inSentence, momentOf, untilParts } from '../../../web/src/overview/moments.ts'

const startsAt = '2026-11-25T07:30:00Z'
const at = (time: string) => Date.parse(`2026-11-25T${time}Z`)
const planned = { state: 'convened', startsAt, openedAt: null, pausedSince: null } as const

test('before the beginning the time until it, after it the delay, and once opened the time since then', () => {
  expect(momentOf(planned, at('07:00:00'))).toEqual({ kind: 'before', ms: 30 * 60_000 })
  expect(momentOf(planned, at('07:30:00'))).toEqual({ kind: 'late', ms: 0 })
  expect(momentOf(planned, at('07:33:00'))).toEqual({ kind: 'late', ms: 3 * 60_000 })
  const open = { ...planned, state: 'open', openedAt: '2026-11-25T07:31:00Z' } as const
  expect(momentOf(open, at('07:41:00'))).toEqual({ kind: 'running', ms: 10 * 60_000 })
  const paused = { ...open, state: 'paused', pausedSince: '2026-11-25T07:40:00Z' } as const
  expect(momentOf(paused, at('07:41:00'))).toEqual({ kind: 'paused', ms: 60_000 })
})

test('an early opening counts, and a slow device clock makes no negative time', () => {
  const early = { ...planned, state: 'open', openedAt: '2026-11-25T07:20:00Z' } as const
  expect(momentOf(early, at('07:25:00'))).toEqual({ kind: 'running', ms: 5 * 60_000 })
  expect(momentOf(early, at('07:19:00'))).toEqual({ kind: 'running', ms: 0 })
})

test('the time until it never says less than there is, and becomes days from two days on', () => {
  expect(untilParts(60_000)).toEqual({ unit: 'soon' })
  expect(untilParts(60_001)).toEqual({ unit: 'time', ms: 120_000 })
  expect(untilParts(2 * 86_400_000 - 1)).toEqual({ unit: 'time', ms: 2 * 86_400_000 })
  expect(untilParts(3.9 * 86_400_000)).toEqual({ unit: 'days', days: 3 })
})

test('a spoken time stands in a sentence, whatever commas its date has', () => {
  const spoken = (now: string) => formatSpoken(startsAt, now, 'Europe/Berlin', 'de')
  expect(inSentence(spoken('2026-11-24T10:00:00Z'), ' um ')).toBe('morgen um 08:30 Uhr')
  expect(inSentence(spoken('2026-10-01T10:00:00Z'), ' um ')).toBe('Mi, 25. November um 08:30 Uhr')
  expect(inSentence(formatSpoken(startsAt, startsAt, 'Europe/Berlin', 'en'), ' at ')).toBe(
    'today at 08:30',
  )
})
