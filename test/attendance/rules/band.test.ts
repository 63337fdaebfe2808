import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MeetingWindow } from '../../../src/attendance/contract.ts'
import { modes } from '../../../src/lib/modes.ts'
import { sayIn } from '../../../src/words/say.ts'
import { type BandPerson, bandRows } from '../../../src/attendance/rules/band.ts'
import { coverageOf } from '../../../src/attendance/rules/coverage.ts'
import { presenceFrom } from '../../../src/attendance/rules/presence.ts'
import { functionId, plan, settings, signal, video } from '../support.ts'
import type { Signal } from '../../../src/meetings/contract/signal.ts'

const hour: MeetingWindow = { openedAtMs: 0, closedAtMs: 3_600_000 }
const functions = [
  { functionId: functionId('lead'), label: 'Leiter', block: 'Leitung', isRequired: true },
  { functionId: functionId('buma'), label: 'BuMA', block: 'BuMA', isRequired: true },
  { functionId: functionId('sms'), label: 'SMS Schulen', block: 'SMS', isRequired: false },
]
const person = (key: string, ...holds: string[]): BandPerson => ({
  ...plan(key, { functionIds: holds.map(functionId) }),
  name: key.toUpperCase(),
})
const people = [
  person('kohl', 'lead'),
  person('vogt', 'buma'),
  person('brandt', 'buma'),
  person('gast'),
]

type At = {
  window?: MeetingWindow
  untilS?: number
  nowS?: number
  lang?: 'de' | 'en'
  who?: BandPerson[]
}
function rows(
  signals: Signal[],
  { window = hour, untilS = 3600, nowS = 3600, lang = 'de', who = people }: At = {},
) {
  const reading = { window, untilMs: untilS * 1000, settings }
  const stays = presenceFrom(signals, reading)
  const gaps = coverageOf(
    functions.filter(fn => fn.isRequired).map(fn => fn.functionId),
    { attendees: who, stays, ...reading },
  )
  return bandRows({
    functions,
    people: who,
    stays,
    gaps,
    window,
    nowMs: nowS * 1000,
    say: sayIn(lang),
    time: ms => `${ms / 1000}s`,
  })
}

describe('the Anwesenheitsband', () => {
  const signals = [
    signal('gast', 'in', 100),
    signal('kohl', 'in', 0),
    signal('brandt', 'in', 0),
    signal('brandt', 'out', 1920),
    signal('vogt', 'in', 2340, video()),
  ]

  test('has a row per person in their function, by coming, and people without a function last', () => {
    expect(rows(signals).map(row => `${row.label}: ${row.text}`)).toEqual([
      'Leiter · KOHL: vor Ort 0s–3600s',
      'BuMA · BRANDT: vor Ort 0s–1920s, unbesetzt 1920s–2340s',
      'BuMA · VOGT: virtuell zugeschaltet 2340s–3600s',
      'GAST: vor Ort 100s–3600s',
    ])
    expect(rows(signals, { lang: 'en' })[1]?.text).toBe('on site 0s–1920s, unfilled 1920s–2340s')
  })

  test('says which function, block and person a row speaks of', () => {
    const [lead, , , guest] = rows(signals)
    expect(lead).toMatchObject({
      functionId: 'fun_lead',
      attendeeId: 'att_kohl',
      functionLabel: 'Leiter',
      name: 'KOHL',
      block: 'Leitung',
    })
    expect(guest).toMatchObject({
      functionId: null,
      attendeeId: 'att_gast',
      functionLabel: null,
      name: 'GAST',
      block: '',
      label: 'GAST',
    })
  })

  test('a required function that nobody came for has a row of its own, another has none', () => {
    const [lead, buma, ...more] = rows([signal('kohl', 'in', 0)])
    expect(more).toEqual([])
    expect(lead?.attendeeId).toBe('att_kohl')
    expect(buma).toMatchObject({
      label: 'BuMA',
      attendeeId: null,
      bars: [{ kind: 'unfilled', fromMs: 0, untilMs: 3_600_000 }],
    })
  })

  test('a required function without any measured time says so', () => {
    const [lead] = bandRows({
      functions,
      people: [],
      stays: [],
      gaps: [],
      window: hour,
      nowMs: 0,
      say: sayIn('de'),
      time: String,
    })
    expect(lead?.text).toBe('keine Zeiten')
  })

  test('who acts for two functions has a row in each', () => {
    const two = rows([signal('both', 'in', 0)], { who: [person('both', 'lead', 'buma')] })
    expect(two.map(row => row.label)).toEqual(['Leiter · BOTH', 'BuMA · BOTH'])
  })

  test('open bars grow up to now, and never past the closing', () => {
    const running = { openedAtMs: 0, closedAtMs: null }
    const live = rows(signals.slice(1, 4), { window: running, untilS: 2000, nowS: 2030 })
    expect(live.map(row => row.text)).toEqual([
      'vor Ort seit 0s',
      'vor Ort 0s–1920s, unbesetzt seit 1920s',
    ])
    expect(live.map(row => row.bars.at(-1)?.untilMs)).toEqual([2_030_000, 2_030_000])
    const closedSince = { openedAtMs: 0, closedAtMs: 2_010_000 }
    const late = rows(signals.slice(1, 4), { window: closedSince, untilS: 2000, nowS: 2030 })
    expect(late.map(row => row.bars.at(-1)?.untilMs)).toEqual([2_010_000, 2_010_000])
  })

  test('two modes at once are drawn as one bar, in the room before the device', () => {
    const both = [
      signal('kohl', 'in', 600),
      signal('kohl', 'out', 1200),
      signal('kohl', 'in', 0, video()),
      signal('kohl', 'out', 1800, video()),
    ]
    expect(rows(both)[0]?.text).toBe(
      'virtuell zugeschaltet 0s–600s, vor Ort 600s–1200s, virtuell zugeschaltet 1200s–1800s, unbesetzt 1800s–3600s',
    )
  })

  test('of an open stay that another mode cuts in two, only the last bar is open', () => {
    const both = [
      signal('kohl', 'in', 0, video()),
      signal('kohl', 'in', 600),
      signal('kohl', 'out', 1200),
    ]
    expect(rows(both, { window: { openedAtMs: 0, closedAtMs: null } })[0]?.text).toBe(
      'virtuell zugeschaltet 0s–600s, vor Ort 600s–1200s, virtuell zugeschaltet seit 1200s',
    )
  })

  test('bars of one row never overlap and all have a length', () => {
    const any = fc.array(
      fc
        .tuple(
          fc.constantFrom('kohl', 'vogt', 'brandt', 'gast'),
          fc.constantFrom<Signal['edge'][]>('in', 'out'),
          fc.integer({ min: -60, max: 4000 }),
          fc.constantFrom(...modes),
        )
        .map(([who, edge, atS, mode]) => signal(who, edge, atS, { mode, stay: `desk:${mode}` })),
    )
    fc.assert(
      fc.property(any, fc.boolean(), (all, isOpen) => {
        const at = isOpen
          ? { window: { openedAtMs: 0, closedAtMs: null }, untilS: 3000, nowS: 3100 }
          : {}
        const drawn = rows(all, at)
        expect(new Set(drawn.map(row => row.id)).size).toBe(drawn.length)
        for (const { bars } of drawn) {
          bars
            .slice(1)
            .forEach((bar, i) => expect(bar.fromMs).toBeGreaterThanOrEqual(bars[i]!.untilMs))
          for (const bar of bars) expect(bar.untilMs).toBeGreaterThan(bar.fromMs)
        }
      }),
    )
  })
})
