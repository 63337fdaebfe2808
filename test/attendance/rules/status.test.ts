import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AttendanceStatus } from '../../../src/attendance/contract.ts'
import { modes } from '../../../src/lib/modes.ts'
import { presenceFrom } from '../../../src/attendance/rules/presence.ts'
import { attendanceOf, representativeOf } from '../../../src/attendance/rules/status.ts'
import { attendeeId, declined, plan, settings, signal, told, video } from '../support.ts'
import type { AttendeePlan } from '../../../src/meetings/contract/plan.ts'
import type { Signal } from '../../../src/meetings/contract/signal.ts'

const hour = { window: { openedAtMs: 0, closedAtMs: 3_600_000 }, untilMs: 3_600_000, settings }
const statuses = (attendees: AttendeePlan[], signals: Signal[], reading = hour) =>
  Object.fromEntries(
    attendanceOf(attendees, { signals, ...reading }).map(one => [
      one.attendeeId.slice(4),
      one.representedBy ? `${one.status} by ${one.representedBy.slice(4)}` : one.status,
    ]),
  )
const statusOf = (attendee: Parameters<typeof plan>[1], signals: Signal[]) =>
  statuses([plan('a', attendee)], signals)['a']

test('a deputy on two devices represents, and every second counts once', () => {
  const attendees = [
    plan('lead'),
    plan('buma', { plan: declined, deputyId: attendeeId('buma2') }),
    plan('buma2', { plan: 'video', deputyFor: attendeeId('buma') }),
  ]
  const signals = [
    signal('lead', 'in', 1),
    signal('buma2', 'in', 2, video('PA_laptop')),
    signal('buma2', 'in', 6, video('PA_phone')),
    signal('buma2', 'out', 9, video('PA_laptop')),
    signal('buma2', 'out', 14, video('PA_phone')),
  ]
  const reading = {
    window: { openedAtMs: 0, closedAtMs: 20_000 },
    untilMs: 20_000,
    settings: { mergeGapS: 2, partlyAfterS: 300 },
  }
  const [lead, buma, buma2] = attendanceOf(attendees, { signals, ...reading })
  expect(lead).toMatchObject({
    status: 'present',
    msByMode: { onSite: 19_000, video: 0, phone: 0 },
    totalMs: 19_000,
    mainMode: 'onSite',
  })
  expect(buma).toMatchObject({
    status: 'represented',
    representedBy: 'att_buma2',
    stays: [],
    totalMs: 0,
    mainMode: null,
  })
  expect(buma2).toMatchObject({
    status: 'present',
    msByMode: { onSite: 0, video: 12_000, phone: 0 },
    totalMs: 12_000,
    representedBy: null,
  })
})

describe('who was there', () => {
  test('five minutes late, early or away are anwesend, a second more is zeitweise', () => {
    const away = (fromS: number, untilS: number) => [
      signal('a', 'in', 0),
      signal('a', 'out', fromS),
      ...(untilS < 3600 ? [signal('a', 'in', untilS)] : []),
    ]
    expect(statusOf({}, [signal('a', 'in', 300)])).toBe('present')
    expect(statusOf({}, [signal('a', 'in', 300.4)])).toBe('present')
    expect(statusOf({}, [signal('a', 'in', 300.6)])).toBe('partlyPresent')
    expect(statusOf({}, away(3300, 3600))).toBe('present')
    expect(statusOf({}, away(3299.4, 3600))).toBe('partlyPresent')
    expect(statusOf({}, away(1000, 1300))).toBe('present')
    expect(statusOf({}, away(1000, 1300.6))).toBe('partlyPresent')
  })

  test('several short absences are not one long one', () => {
    const signals = [0, 1000, 2000].flatMap(s => [
      signal('a', 'in', s),
      signal('a', 'out', s + 760),
    ])
    expect(statusOf({}, [...signals, signal('a', 'in', 3000)])).toBe('present')
  })

  test('changing the mode is no absence', () => {
    const signals = [
      signal('a', 'in', 0, video()),
      signal('a', 'out', 1800, video()),
      signal('a', 'in', 1700),
    ]
    const [one] = attendanceOf([plan('a')], { signals, ...hour })
    expect(one).toMatchObject({
      status: 'present',
      msByMode: { onSite: 1_900_000, video: 1_800_000, phone: 0 },
      totalMs: 3_600_000,
      mainMode: 'onSite',
    })
  })

  test('equal times in two modes are told in the order of the modes', () => {
    const signals = [
      signal('a', 'in', 0, video()),
      signal('a', 'out', 1800, video()),
      signal('a', 'in', 1800),
    ]
    expect(attendanceOf([plan('a')], { signals, ...hour })[0]?.mainMode).toBe('onSite')
  })

  test('who declined, or promised another mode, may still come', () => {
    expect(statusOf({ plan: declined }, [signal('a', 'in', 0)])).toBe('present')
    expect(statusOf({ plan: 'onSite' }, [signal('a', 'in', 0, video())])).toBe('present')
  })

  test('a principal who came is present, whoever else was to come', () => {
    const attendees = [
      plan('a', { plan: declined, deputyId: attendeeId('b') }),
      plan('b', { plan: 'video', deputyFor: attendeeId('a') }),
    ]
    expect(statuses(attendees, [signal('a', 'in', 0), signal('b', 'in', 0, video())])).toEqual({
      a: 'present',
      b: 'present',
    })
  })

  test('a visitor who came for a while is zeitweise there, and one who was never there in the meeting is left out', () => {
    const attendees = [plan('v', { isVisitor: true }), plan('w', { isVisitor: true })]
    expect(
      statuses(attendees, [
        signal('v', 'in', 3000),
        signal('w', 'in', -600),
        signal('w', 'out', -60),
      ]),
    ).toEqual({ v: 'partlyPresent' })
  })

  test('while the meeting runs, only the time so far is judged', () => {
    const running = { window: { openedAtMs: 0, closedAtMs: null }, untilMs: 600_000, settings }
    const signals = [signal('a', 'in', 0), signal('b', 'in', 0), signal('b', 'out', 200)]
    expect(statuses([plan('a'), plan('b')], signals, running as unknown as typeof hour)).toEqual({
      a: 'present',
      b: 'partlyPresent',
    })
  })
})

describe('who was represented', () => {
  const chain = [
    plan('a', { plan: declined, deputyId: attendeeId('b') }),
    plan('b', { plan: declined, deputyId: attendeeId('c'), deputyFor: attendeeId('a') }),
    plan('c', { plan: 'video', deputyFor: attendeeId('b') }),
  ]

  test('down the chain, by who finally came', () => {
    expect(statuses(chain, [signal('c', 'in', 0, video())])).toEqual({
      a: 'represented by c',
      b: 'represented by c',
      c: 'present',
    })
  })

  test('when nobody of the chain came, those who declined are excused', () => {
    expect(statuses(chain, [])).toEqual({ a: 'excused', b: 'excused', c: 'absentAfterAccepting' })
  })

  test('by the nearest of several who came', () => {
    expect(statuses(chain, [signal('b', 'in', 0), signal('c', 'in', 0, video())])).toMatchObject({
      a: 'represented by b',
    })
  })

  test('also when the deputy took over without being named', () => {
    const attendees = [
      plan('a', { plan: 'onSite' }),
      plan('b', { plan: 'phone', deputyFor: attendeeId('a') }),
    ]
    expect(statuses(attendees, [signal('b', 'in', 0, video())])).toEqual({
      a: 'represented by b',
      b: 'present',
    })
  })

  test('by the deputy named before one who took over besides, and by that one when the named one did not come', () => {
    const attendees = [
      plan('a', { plan: declined, deputyId: attendeeId('c') }),
      plan('b', { plan: 'video', deputyFor: attendeeId('a') }),
      plan('c'),
    ]
    expect(statuses(attendees, [signal('b', 'in', 0), signal('c', 'in', 0)])).toMatchObject({
      a: 'represented by c',
    })
    expect(statuses(attendees, [signal('b', 'in', 0)])).toMatchObject({ a: 'represented by b' })
  })

  test('a deputy whose principal came is not represented by anyone', () => {
    expect(statuses(chain, [signal('a', 'in', 0)])).toEqual({
      a: 'present',
      b: 'excused',
      c: 'absentAfterAccepting',
    })
  })

  test('a chain that closes on itself ends', () => {
    const circle = [
      plan('a', { plan: declined, deputyId: attendeeId('b') }),
      plan('b', { plan: declined, deputyId: attendeeId('a') }),
    ]
    expect(statuses(circle, [])).toEqual({ a: 'excused', b: 'excused' })
    expect(
      representativeOf(attendeeId('a'), { attendees: circle, came: new Set([attendeeId('a')]) }),
    ).toBeNull()
  })
})

describe('who was not there', () => {
  const desk = signal('z', 'in', 0)
  const tried = signal('a', 'aborted', 100, video())

  test('declined is entschuldigt, also after an attempt to connect', () => {
    expect(statusOf({ plan: declined }, [desk, tried])).toBe('excused')
  })

  test('a connection that never came about is technisch verhindert, whatever was promised', () => {
    expect(statusOf({ plan: 'video' }, [tried])).toBe('technicallyPrevented')
    expect(statusOf({ plan: 'onSite' }, [tried])).toBe('technicallyPrevented')
    expect(statusOf({}, [tried])).toBe('technicallyPrevented')
    expect(statusOf({ plan: 'video' }, [signal('a', 'aborted', 3601, video())])).toBe(
      'absentAfterAccepting',
    )
    expect(statusOf({ plan: 'video' }, [signal('b', 'aborted', 100, video())])).toBe(
      'absentAfterAccepting',
    )
  })

  test('promised vor Ort and nobody checked in at all is nicht erfasst', () => {
    expect(statusOf({ plan: 'onSite' }, [signal('b', 'in', 0, video())])).toBe('notRecorded')
    expect(statusOf({ plan: 'onSite' }, [desk])).toBe('absentAfterAccepting')
    expect(statusOf({ plan: 'onSite' }, [{ ...desk, source: 'self' }])).toBe('absentAfterAccepting')
    expect(statusOf({ plan: 'video' }, [])).toBe('absentAfterAccepting')
    expect(
      statusOf({ plan: 'onSite' }, [signal('z', 'in', 0, { mode: 'phone', stay: 'desk:phone' })]),
    ).toBe('notRecorded')
    expect(statusOf({ plan: 'onSite' }, [signal('z', 'in', 4000)])).toBe('notRecorded')
    expect(statusOf({ plan: 'onSite' }, [signal('z', 'in', -900), signal('z', 'out', -60)])).toBe(
      'absentAfterAccepting',
    )
    const takenBack = signal('z', 'out', 0)
    expect(statusOf({ plan: 'onSite' }, [desk, takenBack])).toBe('notRecorded')
  })

  test('without a reply is said as such', () => {
    expect(statusOf({}, [])).toBe('absentWithoutReply')
  })
})

describe('laws', () => {
  const keys = ['a', 'b', 'c', 'd']
  const attendees = fc.tuple(
    ...keys.map(key =>
      fc
        .record({
          plan: fc.constantFrom<AttendeePlan['plan'][]>(
            { kind: 'none' },
            { kind: 'declined' },
            ...modes.map(mode => ({ kind: 'accepted' as const, mode })),
          ),
          deputyId: fc.option(fc.constantFrom(...keys).map(attendeeId)),
          deputyFor: fc.option(fc.constantFrom(...keys).map(attendeeId)),
          isVisitor: fc.constantFrom(false, false, false, true),
        })
        .map(more => plan(key, more)),
    ),
  )
  const signals = fc.array(
    fc
      .tuple(
        fc.constantFrom(...keys),
        fc.constantFrom<Signal['edge'][]>('in', 'in', 'out', 'aborted'),
        fc.integer({ min: -60, max: 700 }),
        fc.constantFrom(...modes),
      )
      .map(([who, edge, atS, mode]) =>
        signal(who, edge, atS, mode === 'onSite' ? {} : { mode, stay: `PA_${who}${atS % 3}` }),
      ),
    { maxLength: 16 },
  )
  const reading = {
    window: { openedAtMs: 0, closedAtMs: 600_000 },
    untilMs: 700_000,
    settings: { mergeGapS: 20, partlyAfterS: 60 },
  }
  const runs = { numRuns: 500 }

  test('the union is at most the window, at least the longest mode and at most all modes together', () => {
    fc.assert(
      fc.property(attendees, signals, (people, all) => {
        for (const { msByMode, totalMs, mainMode } of attendanceOf(people, {
          signals: all,
          ...reading,
        })) {
          const times = modes.map(mode => msByMode[mode])
          expect(totalMs).toBeLessThanOrEqual(600_000)
          expect(totalMs).toBeGreaterThanOrEqual(Math.max(...times))
          expect(totalMs).toBeLessThanOrEqual(times.reduce((a, b) => a + b))
          expect(mainMode ? msByMode[mainMode] : 0).toBe(Math.max(...times))
        }
      }),
      runs,
    )
  })

  test('everyone invited has exactly one status, and it agrees with the stays', () => {
    fc.assert(
      fc.property(attendees, signals, (people, all) => {
        const result = attendanceOf(people, { signals: all, ...reading })
        const came = new Set(presenceFrom(all, reading).map(stay => stay.attendeeId))
        expect(result.map(one => one.attendeeId)).toEqual(
          people
            .filter(one => !one.isVisitor || came.has(one.attendeeId))
            .map(one => one.attendeeId),
        )
        for (const { attendeeId: id, status, stays, representedBy } of result) {
          expect(AttendanceStatus.options).toContain(status)
          expect(status === 'present' || status === 'partlyPresent').toBe(came.has(id))
          expect(status === 'represented').toBe(representedBy !== null)
          if (representedBy) expect(came.has(representedBy) && representedBy !== id).toBe(true)
          expect(told(stays)).toEqual(
            told(presenceFrom(all, reading).filter(stay => stay.attendeeId === id)),
          )
        }
      }),
      runs,
    )
  })
})
