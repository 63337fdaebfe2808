import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MeetingWindow } from '../../../src/attendance/contract.ts'
import {
  countsByMode,
  coverageOf,
  missingNow,
  principalsOf,
  whoFills,
} from '../../../src/attendance/rules/coverage.ts'
import { presenceFrom, presentNow } from '../../../src/attendance/rules/presence.ts'
import { attendeeId, declined, functionId, plan, settings, signal, video } from '../support.ts'
import type { AttendeePlan } from '../../../src/meetings/contract/plan.ts'
import type { Signal } from '../../../src/meetings/contract/signal.ts'

const hour: MeetingWindow = { openedAtMs: 0, closedAtMs: 3_600_000 }
const running: MeetingWindow = { openedAtMs: 0, closedAtMs: null }
const buma = functionId('buma')
const lead = functionId('lead')
const brandt = plan('brandt', { functionIds: [buma], plan: 'onSite' })
const vogt = plan('vogt', { functionIds: [buma], deputyFor: attendeeId('brandt'), plan: 'video' })

type At = {
  window?: MeetingWindow
  untilS?: number
  required?: (typeof buma)[]
  attendees?: AttendeePlan[]
}
function gaps(
  signals: Signal[],
  { window = hour, untilS = 3600, required = [buma], attendees = [brandt, vogt] }: At = {},
): string[] {
  const reading = { window, untilMs: untilS * 1000, settings }
  return coverageOf(required, { attendees, stays: presenceFrom(signals, reading), ...reading }).map(
    gap =>
      `${gap.functionId.slice(4)} ${gap.fromMs / 1000}-${gap.untilMs / 1000}${gap.isOpen ? '+' : ''}`,
  )
}

describe('gaps in coverage', () => {
  test('a function is filled by anyone acting for it, in any mode', () => {
    const handedOver = [
      signal('brandt', 'in', 0),
      signal('brandt', 'out', 1920),
      signal('vogt', 'in', 2340, video()),
    ]
    expect(gaps(handedOver)).toEqual(['buma 1920-2340'])
    expect(gaps([...handedOver, signal('other', 'in', 0)])).toEqual(['buma 1920-2340'])
    expect(
      gaps([
        signal('brandt', 'in', 0),
        signal('brandt', 'out', 2000),
        signal('vogt', 'in', 1000, video()),
      ]),
    ).toEqual([])
  })

  test('a hole up to the merge gap is none at the start and while handing over', () => {
    const signals = (s: number) => [
      signal('brandt', 'in', s),
      signal('brandt', 'out', 1000),
      signal('vogt', 'in', 1000 + s, video()),
    ]
    expect(gaps(signals(120))).toEqual([])
    expect(gaps(signals(121))).toEqual(['buma 0-121', 'buma 1000-1121'])
  })

  test('nobody at all is a gap however short the meeting was', () => {
    const short = { openedAtMs: 0, closedAtMs: 20_000 }
    expect(gaps([signal('other', 'in', 0)], { window: short })).toEqual(['buma 0-20'])
  })

  test('an open gap is shown at once, and says that it is open', () => {
    const left = [signal('brandt', 'in', 0), signal('brandt', 'out', 1000)]
    expect(gaps(left, { window: running, untilS: 1010 })).toEqual(['buma 1000-1010+'])
    // the board showed it until the closing, and nobody returned
    expect(gaps(left, { window: { openedAtMs: 0, closedAtMs: 1_010_000 }, untilS: 1010 })).toEqual([
      'buma 1000-1010',
    ])
    expect(gaps([], { window: running, untilS: 5 })).toEqual(['buma 0-5+'])
    expect(gaps([], { window: hour })).toEqual(['buma 0-3600'])
  })

  test('each required function is looked at on its own, in the order given', () => {
    const both = plan('both', { functionIds: [lead, buma] })
    const signals = [signal('both', 'in', 600)]
    expect(gaps(signals, { required: [lead, buma], attendees: [both] })).toEqual([
      'lead 0-600',
      'buma 0-600',
    ])
    expect(gaps(signals, { required: [], attendees: [both] })).toEqual([])
  })

  test('what is unfilled on the board at the closing is unfilled until the end in the minutes', () => {
    const signals = fc.array(
      fc
        .tuple(
          fc.constantFrom('brandt', 'vogt'),
          fc.constantFrom<Signal['edge'][]>('in', 'out'),
          fc.integer({ min: -60, max: 700 }),
        )
        .map(([who, edge, atS]) => signal(who, edge, atS)),
    )
    fc.assert(
      fc.property(signals, fc.integer({ min: 1, max: 600 }), (all, closedAtS) => {
        const nowMs = closedAtS * 1000 - 1
        const attendees = [brandt, vogt]
        const present = presentNow(
          all.filter(each => each.atMs <= nowMs),
          { nowMs, settings },
        )
        const isUnfilled = whoFills(buma, { attendees, present }).length === 0
        const closedAtMs = closedAtS * 1000
        const reading = {
          window: { openedAtMs: 0, closedAtMs },
          untilMs: closedAtMs + 60_000,
          settings,
        }
        const stays = presenceFrom(
          all.filter(each => each.atMs <= nowMs),
          reading,
        )
        const found = coverageOf([buma], { attendees, stays, ...reading })
        expect(found.some(gap => gap.untilMs === closedAtMs)).toBe(isUnfilled)
      }),
    )
  })

  test('whatever happens, a gap never overlaps a stay of someone acting for the function', () => {
    const signals = fc.array(
      fc
        .tuple(
          fc.constantFrom('brandt', 'vogt'),
          fc.constantFrom<Signal['edge'][]>('in', 'out'),
          fc.integer({ min: -60, max: 4000 }),
        )
        .map(([who, edge, atS]) => signal(who, edge, atS)),
    )
    fc.assert(
      fc.property(signals, all => {
        const reading = { window: hour, untilMs: 3_600_000, settings }
        const stays = presenceFrom(all, reading)
        for (const gap of coverageOf([buma], { attendees: [brandt, vogt], stays, ...reading })) {
          expect(gap.untilMs).toBeGreaterThan(gap.fromMs)
          expect(
            stays.filter(stay => stay.fromMs < gap.untilMs && gap.fromMs < stay.untilMs),
          ).toEqual([])
        }
      }),
    )
  })
})

test('who fills a function are those there who act for it, in the order of the attendees', () => {
  const present = presentNow(
    [signal('vogt', 'in', 0, video()), signal('brandt', 'in', 10), signal('x', 'in', 5)],
    {
      nowMs: 60_000,
      settings,
    },
  )
  expect(
    whoFills(buma, { attendees: [brandt, vogt, plan('x')], present }).map(one => one.attendeeId),
  ).toEqual(['att_brandt', 'att_vogt'])
  expect(whoFills(lead, { attendees: [brandt, vogt], present })).toEqual([])
})

test('everyone counts once by mode, who was never there not at all', () => {
  expect(countsByMode(['onSite', 'video', 'onSite', null, 'phone'])).toEqual({
    onSite: 2,
    video: 1,
    phone: 1,
  })
  expect(countsByMode([])).toEqual({ onSite: 0, video: 0, phone: 0 })
})

describe('noch fehlen', () => {
  const missing = (attendees: AttendeePlan[], ...there: string[]) =>
    missingNow(
      attendees,
      there.map(key => ({ attendeeId: attendeeId(key), mode: 'video' as const, sinceMs: 0 })),
    ).map(one => one.attendeeId.slice(4))

  test('those who promised first, then those without a reply; nobody who declined, is there or only visits', () => {
    const attendees = [
      plan('silent'),
      plan('away', { plan: declined }),
      plan('promised', { plan: 'video' }),
      plan('here', { plan: 'onSite' }),
      plan('visitor', { isVisitor: true }),
    ]
    expect(missing(attendees, 'here')).toEqual(['promised', 'silent'])
  })

  test('nobody is missed whose deputy is there, also down the chain', () => {
    const attendees = [
      plan('a', { plan: 'onSite' }),
      plan('b', { plan: declined, deputyFor: attendeeId('a') }),
      plan('c', { plan: 'video', deputyFor: attendeeId('b') }),
    ]
    expect(missing(attendees, 'c')).toEqual([])
    expect(missing(attendees)).toEqual(['a', 'c'])
  })

  test('a deputy is not missed while the principal is there, unless a function of their own calls them', () => {
    const principal = plan('brandt', { functionIds: [buma] })
    const deputy = plan('vogt', {
      functionIds: [buma],
      deputyFor: attendeeId('brandt'),
      plan: 'video',
    })
    expect(missing([principal, deputy], 'brandt')).toEqual([])
    expect(missing([principal, { ...deputy, functionIds: [lead, buma] }], 'brandt')).toEqual([
      'vogt',
    ])
    expect(missing([principal, deputy])).toEqual(['vogt', 'brandt'])
  })

  test('principals are told from the nearest to the first invited, and a circle ends', () => {
    const a = plan('a', { deputyFor: attendeeId('c') })
    const b = plan('b', { deputyFor: attendeeId('a') })
    const c = plan('c', { deputyFor: attendeeId('b') })
    expect(principalsOf(c, [a, b, c]).map(one => one.attendeeId)).toEqual(['att_b', 'att_a'])
    expect(principalsOf(plan('x'), [a, b, c])).toEqual([])
    expect(
      principalsOf(plan('x', { deputyFor: attendeeId('c') }), [a, b, c]).map(one => one.attendeeId),
    ).toEqual(['att_c', 'att_b', 'att_a'])
  })

  test('one deputy may stand in for several, whether named by them or having taken over', () => {
    const a = plan('a', { deputyId: attendeeId('d') })
    const b = plan('b', { deputyId: attendeeId('d') })
    const d = plan('d', { deputyFor: attendeeId('a') })
    expect(principalsOf(d, [a, b, d]).map(one => one.attendeeId)).toEqual(['att_a', 'att_b'])
  })
})
