import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MeetingWindow } from '../../../src/attendance/contract.ts'
import { modes } from '../../../src/lib/modes.ts'
import {
  deskStay,
  leftLast,
  neverConnected,
  presenceFrom,
  presentNow,
} from '../../../src/attendance/rules/presence.ts'
import { settings, signal, told, video } from '../support.ts'
import type { Signal } from '../../../src/meetings/contract/signal.ts'

const closedAfter = (s: number): MeetingWindow => ({ openedAtMs: 0, closedAtMs: s * 1000 })
const open: MeetingWindow = { openedAtMs: 0, closedAtMs: null }
const stays = (
  signals: Signal[],
  { window = closedAfter(3600), untilS = 3600, mergeGapS = 120 } = {},
) =>
  told(
    presenceFrom(signals, { window, untilMs: untilS * 1000, settings: { ...settings, mergeGapS } }),
  )

describe('who left', () => {
  const left = (signals: Signal[]) =>
    Object.fromEntries(
      [...leftLast(signals, { nowMs: 3_600_000, settings })].map(([id, ms]) => [
        id.slice(4),
        ms / 1000,
      ]),
    )

  test('is known before the opening too, and forgotten by who came back in whatever mode', () => {
    const signals = [
      signal('gone', 'in', -900),
      signal('gone', 'out', -600),
      signal('back', 'in', -900),
      signal('back', 'out', -600),
      signal('back', 'in', 60, video()),
      signal('there', 'in', -60),
    ]
    expect(left(signals)).toEqual({ gone: -600 })
  })

  test('a coming that was taken back leaves nobody gone', () => {
    expect(left([signal('a', 'in', 10), signal('a', 'out', 10), signal('b', 'out', 20)])).toEqual(
      {},
    )
  })
})

describe('virtual by a report', () => {
  const reported = signal('a', 'in', 10, {
    mode: 'video',
    stay: deskStay('video'),
    source: 'selfReported',
  })
  const joined = signal('a', 'in', 300, video())
  const parted = signal('a', 'out', 900, video())

  test('lasts until the connection comes, and is no second stay beside it', () => {
    expect(stays([reported])).toEqual(['a video 10-3600'])
    expect(stays([reported, joined])).toEqual(['a video 10-3600'])
    expect(stays([parted, joined, reported])).toEqual(['a video 10-900'])
  })

  test('is named as long as no connection came', () => {
    const reading = { window: closedAfter(3600), untilMs: 3_600_000, settings }
    const never = (signals: Signal[]) => [...neverConnected(presenceFrom(signals, reading))]
    expect(never([reported])).toEqual(['att_a'])
    expect(never([reported, joined, parted])).toEqual([])
    expect(never([signal('b', 'in', 5)])).toEqual([])
  })
})

describe('corrections', () => {
  const came = signal('a', 'in', 100)
  const later = signal('a', 'in', 40, { replacesId: came.id })

  test('a corrected time counts instead of the one entered first, in whatever order they arrive', () => {
    const all = [came, later, signal('a', 'out', 900)]
    expect(stays(all)).toEqual(['a onSite 40-900'])
    expect(stays(all.toReversed())).toEqual(['a onSite 40-900'])
  })

  test('what was taken back counts no more, a going as little as a coming', () => {
    const void_ = (of: Signal) => signal('a', 'void', of.atMs / 1000, { replacesId: of.id })
    expect(stays([came, void_(came)])).toEqual([])
    expect(stays([came, later, void_(later)])).toEqual([])
    const went = signal('a', 'out', 900)
    expect(stays([came, went, void_(went)])).toEqual(['a onSite 100-3600'])
  })

  test('an entry moved behind the moment of asking counts then', () => {
    const moved = signal('a', 'in', 3_000, { replacesId: came.id })
    expect(stays([came, moved], { window: open, untilS: 2_000 })).toEqual([])
  })
})

describe('stays', () => {
  test('two devices of one person are one stay, and a cut one ends nothing while the other is there', () => {
    const signals = [
      signal('lead', 'in', 1),
      signal('buma2', 'in', 2, video('PA_laptop')),
      signal('buma2', 'in', 6, video('PA_phone')),
      signal('buma2', 'out', 9, video('PA_laptop')),
      signal('buma2', 'out', 14, video('PA_phone')),
    ]
    expect(stays(signals, { window: closedAfter(20), mergeGapS: 2 })).toEqual([
      'lead onSite 1-20',
      'buma2 video 2-14',
    ])
  })

  test('the end of an old connection that arrives after the new one began takes nothing away', () => {
    const signals = [
      signal('a', 'in', 200, video('PA_new')),
      signal('a', 'in', 10, video('PA_old')),
      signal('a', 'out', 210, video('PA_old')),
    ]
    expect(stays(signals)).toEqual(['a video 10-3600'])
  })

  test('a connection whose end is dated before its beginning leaves no ghost', () => {
    expect(stays([signal('a', 'out', 9.5, video()), signal('a', 'in', 10, video())])).toEqual([])
  })

  test('of several reports on one connection the least uncertain counts, then the earliest coming and the latest leaving', () => {
    const guess = { ...video(), uncertaintyMs: 15_000 }
    const signals = [
      signal('a', 'in', 5, guess),
      signal('a', 'in', 12, video()),
      signal('a', 'in', 11, video()),
      signal('a', 'out', 1000, video()),
      signal('a', 'out', 1001, video()),
      signal('a', 'out', 1015, guess),
    ]
    expect(stays(signals)).toEqual(['a video 11-1001'])
  })

  test('at the desk people come and go under one key', () => {
    const signals = [
      signal('a', 'in', 0),
      signal('a', 'out', 600),
      signal('a', 'in', 1200),
      signal('a', 'out', 1800),
    ]
    expect(stays(signals)).toEqual(['a onSite 0-600', 'a onSite 1200-1800'])
  })

  test('a second check-in keeps the first time, a second check-out the first end', () => {
    const signals = [
      signal('a', 'in', 10),
      signal('a', 'in', 50, { source: 'self' }),
      signal('a', 'out', 600),
      signal('a', 'out', 700),
    ]
    expect(stays(signals)).toEqual(['a onSite 10-600'])
  })

  test('coming and leaving in the same millisecond changes nothing', () => {
    expect(stays([signal('a', 'in', 10), signal('a', 'out', 10)])).toEqual([])
    expect(stays([signal('a', 'in', 0), signal('a', 'out', 10), signal('a', 'in', 10)])).toEqual([
      'a onSite 0-3600',
    ])
    expect(stays([signal('a', 'out', 10, video()), signal('a', 'in', 10, video())])).toEqual([])
  })

  test('leaving without having come, and an attempt that never connected, are no stay', () => {
    expect(
      stays([
        signal('a', 'out', 10),
        signal('b', 'out', 10, video()),
        signal('c', 'aborted', 10, video()),
      ]),
    ).toEqual([])
  })

  test('a failed attempt to connect ends no stay and is no source of one', () => {
    const signals = [
      signal('a', 'in', 0, video()),
      signal('a', 'aborted', 10, { ...video(), source: 'self' }),
      signal('b', 'in', 0),
      signal('b', 'aborted', 10),
    ]
    expect(stays(signals)).toEqual(['a video 0-3600', 'b onSite 0-3600'])
    expect(presenceFrom(signals, { window: open, untilMs: 60_000, settings })[0]?.sources).toEqual([
      'mediaServer',
    ])
  })

  test('one moment reported by two sources names the same one in any order', () => {
    const twice = [
      signal('a', 'in', 10, { source: 'self' }),
      signal('a', 'in', 10, { source: 'desk' }),
    ]
    const sources = (list: Signal[]) =>
      presenceFrom(list, { window: open, untilMs: 60_000, settings })[0]?.sources
    expect(sources(twice)).toEqual(['desk'])
    expect(sources(twice.reverse())).toEqual(['desk'])
  })

  test('a gap up to the merge gap is part of the stay, a longer one is not', () => {
    const away = (s: number) => [
      signal('a', 'in', 0, video('PA_1')),
      signal('a', 'out', 1000, video('PA_1')),
      signal('a', 'in', 1000 + s, video('PA_2')),
    ]
    expect(stays(away(120))).toEqual(['a video 0-3600'])
    expect(stays(away(120.001))).toEqual(['a video 0-1000', 'a video 1120.001-3600'])
  })

  test('a stay of no length does not bridge two others', () => {
    const signals = [signal('a', 'in', 0), signal('a', 'out', 100), signal('a', 'in', 300)]
    const blip = [signal('a', 'in', 200, video('PA_9')), signal('a', 'out', 200, video('PA_9'))]
    expect(stays([...signals, ...blip.map(one => ({ ...one, mode: 'onSite' as const }))])).toEqual([
      'a onSite 0-100',
      'a onSite 300-3600',
    ])
  })

  test('modes stay separate, also when they overlap', () => {
    const signals = [
      signal('a', 'in', 100),
      signal('a', 'in', 50, video()),
      signal('a', 'out', 500, video()),
    ]
    expect(stays(signals)).toEqual(['a video 50-500', 'a onSite 100-3600'])
  })

  test('only the time between opening and closing counts, and who came back over the opening counts from it', () => {
    const signals = [
      signal('early', 'in', -900),
      signal('gone', 'in', -900, video('PA_1')),
      signal('gone', 'out', -10, video('PA_1')),
      signal('back', 'in', -900, video('PA_2')),
      signal('back', 'out', -30, video('PA_2')),
      signal('back', 'in', 60, video('PA_3')),
      signal('late', 'in', 3600.5, video('PA_4')),
    ]
    expect(stays(signals, { untilS: 4000 })).toEqual(['back video 0-3600', 'early onSite 0-3600'])
  })

  test('coming back after the closing does not lengthen the stay', () => {
    const signals = [
      signal('a', 'in', 0, video()),
      signal('a', 'out', 3570, video()),
      signal('a', 'in', 3610, video('PA_2')),
    ]
    expect(stays(signals, { untilS: 4000 })).toEqual(['a video 0-3570'])
  })

  test('a stay is open only while the person is there and the meeting runs', () => {
    const signals = [signal('a', 'in', 10), signal('b', 'in', 10), signal('b', 'out', 500)]
    expect(stays(signals, { window: open, untilS: 600 })).toEqual([
      'a onSite 10-600+',
      'b onSite 10-500',
    ])
    expect(stays(signals, { window: open, untilS: 400 })).toEqual([
      'a onSite 10-400+',
      'b onSite 10-400+',
    ])
    expect(stays(signals, { window: open, untilS: 500 })).toEqual([
      'a onSite 10-500+',
      'b onSite 10-500',
    ])
    expect(stays(signals, { window: closedAfter(600), untilS: 600 })).toEqual([
      'a onSite 10-600',
      'b onSite 10-500',
    ])
    expect(stays(signals, { window: closedAfter(600), untilS: 550 })).toEqual([
      'a onSite 10-550+',
      'b onSite 10-500',
    ])
  })

  test('a stay names every source it rests on', () => {
    const signals = [
      signal('a', 'in', 0, { source: 'self' }),
      signal('a', 'out', 60, { source: 'desk' }),
      signal('a', 'in', 100, { source: 'self' }),
    ]
    const [stay] = presenceFrom(signals, { window: closedAfter(600), untilMs: 600_000, settings })
    expect(stay?.sources).toEqual(['desk', 'self'])
  })

  test('sources of another stay are not mixed in', () => {
    const signals = [
      signal('a', 'in', 0, { source: 'self' }),
      signal('a', 'out', 60),
      signal('a', 'in', 1000),
    ]
    const both = presenceFrom(signals, { window: closedAfter(3600), untilMs: 3_600_000, settings })
    expect(both.map(stay => stay.sources)).toEqual([['desk', 'self'], ['desk']])
  })
})

describe('who is there now', () => {
  const now = (signals: Signal[], nowS: number) =>
    presentNow(signals, { nowMs: nowS * 1000, settings }).map(
      ({ attendeeId, mode, sinceMs }) => `${attendeeId.slice(4)} ${mode} ${sinceMs / 1000}`,
    )

  test('the true start is shown, also before the opening', () => {
    expect(now([signal('a', 'in', -420)], -60)).toEqual(['a onSite -420'])
    expect(now([signal('a', 'in', -420)], 60)).toEqual(['a onSite -420'])
  })

  test('a short break does not start the time anew, and during it the person is not there', () => {
    const signals = [
      signal('a', 'in', 0, video('PA_1')),
      signal('a', 'out', 100, video('PA_1')),
      signal('a', 'in', 150, video('PA_2')),
    ]
    expect(now(signals, 120)).toEqual([])
    expect(now(signals, 160)).toEqual(['a video 0'])
  })

  test('who is in the room and has a device open is counted once, in the room', () => {
    const signals = [
      signal('a', 'in', 10, { mode: 'phone', stay: 'desk:phone' }),
      signal('a', 'in', 20, video()),
      signal('a', 'in', 30),
    ]
    expect(now(signals, 60)).toEqual(['a onSite 30'])
    expect(now(signals, 25)).toEqual(['a video 20'])
  })

  test('people are listed by when they came', () => {
    expect(now([signal('z', 'in', 5), signal('b', 'in', 9), signal('a', 'in', 9)], 60)).toEqual([
      'z onSite 5',
      'a onSite 9',
      'b onSite 9',
    ])
  })
})

describe('laws', () => {
  const signals = fc.array(
    fc
      .record({
        who: fc.constantFrom('a', 'b', 'c'),
        edge: fc.constantFrom<Signal['edge'][]>('in', 'in', 'out', 'out', 'aborted'),
        atS: fc.integer({ min: -20, max: 120 }),
        stay: fc.constantFrom('PA_1', 'PA_2', 'PA_3', ...modes.map(deskStay)),
        mode: fc.constantFrom(...modes),
        source: fc.constantFrom<Signal['source'][]>('mediaServer', 'desk', 'self'),
        uncertaintyMs: fc.constantFrom(0, 0, 15_000),
      })
      .map(({ who, edge, atS, ...more }) => signal(who, edge, atS, more)),
    { maxLength: 30 },
  )
  const readings = fc
    .record({
      closedS: fc.option(fc.integer({ min: 1, max: 110 })),
      untilS: fc.integer({ min: 0, max: 130 }),
      mergeGapS: fc.integer({ min: 0, max: 15 }),
    })
    .map(({ closedS, untilS, mergeGapS }) => ({
      window: { openedAtMs: 0, closedAtMs: closedS === null ? null : closedS * 1000 },
      untilMs: untilS * 1000,
      settings: { mergeGapS, partlyAfterS: 20 },
    }))
  const runs = { numRuns: 500 }

  test('order and repetition of signals do not matter', () => {
    const shuffled = signals.chain(all =>
      fc
        .tuple(
          fc.constant(all),
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.subarray(all),
        )
        .map(([list, other, again]) => ({ list, other: [...other, ...again] })),
    )
    fc.assert(
      fc.property(shuffled, readings, ({ list, other }, reading) => {
        expect(presenceFrom(other, reading)).toEqual(presenceFrom(list, reading))
        expect(presentNow(other, { nowMs: reading.untilMs, ...reading })).toEqual(
          presentNow(list, { nowMs: reading.untilMs, ...reading }),
        )
      }),
      runs,
    )
  })

  test('stays of one person in one mode never overlap and lie more than the merge gap apart', () => {
    fc.assert(
      fc.property(signals, readings, (all, reading) => {
        const groups = Map.groupBy(
          presenceFrom(all, reading),
          stay => `${stay.attendeeId} ${stay.mode}`,
        )
        for (const own of groups.values()) {
          own
            .slice(1)
            .forEach((stay, i) =>
              expect(stay.fromMs - own[i]!.untilMs).toBeGreaterThan(
                reading.settings.mergeGapS * 1000,
              ),
            )
        }
      }),
      runs,
    )
  })

  test('every stay has a length, lies in the window and rests on a source', () => {
    fc.assert(
      fc.property(signals, readings, (all, reading) => {
        const endMs = Math.min(reading.untilMs, reading.window.closedAtMs ?? Infinity)
        for (const stay of presenceFrom(all, reading)) {
          expect(stay.fromMs).toBeGreaterThanOrEqual(reading.window.openedAtMs)
          expect(stay.untilMs).toBeGreaterThan(stay.fromMs)
          expect(stay.untilMs).toBeLessThanOrEqual(endMs)
          expect(stay.sources.length).toBeGreaterThan(0)
          if (stay.isOpen) expect(stay.untilMs).toBe(reading.untilMs)
        }
      }),
      runs,
    )
  })

  test('signals of another person, and those after the moment of asking, change nothing', () => {
    fc.assert(
      fc.property(signals, readings, (all, reading) => {
        const endMs = Math.min(reading.untilMs, reading.window.closedAtMs ?? Infinity)
        const ofA = (list: Signal[]) =>
          presenceFrom(list, reading).filter(stay => stay.attendeeId === 'att_a')
        expect(ofA(all.filter(one => one.attendeeId === 'att_a'))).toEqual(ofA(all))
        expect(
          presenceFrom(
            all.filter(one => one.atMs <= endMs),
            reading,
          ),
        ).toEqual(presenceFrom(all, reading))
      }),
      runs,
    )
  })

  test('reading stays as signals again gives the same stays', () => {
    fc.assert(
      fc.property(signals, readings, (all, reading) => {
        const once = presenceFrom(all, reading)
        const again = once.flatMap((stay, i) => {
          const base = {
            ...signal('a', 'in', 0, { mode: stay.mode, stay: `PA_${i}`, source: 'desk' }),
            attendeeId: stay.attendeeId,
          }
          const begin = { ...base, atMs: stay.fromMs }
          return stay.isOpen
            ? [begin]
            : [begin, { ...base, edge: 'out' as const, atMs: stay.untilMs }]
        })
        const spans = (list: typeof once) => list.map(({ sources: _, ...span }) => span)
        expect(spans(presenceFrom(again, reading))).toEqual(spans(once))
      }),
      runs,
    )
  })

  test('whoever has an open stay is there now, and nobody else', () => {
    fc.assert(
      fc.property(signals, readings, (all, reading) => {
        fc.pre(reading.window.closedAtMs === null && reading.untilMs > 0)
        const openStays = new Set(
          presenceFrom(all, reading)
            .filter(stay => stay.isOpen)
            .map(stay => stay.attendeeId),
        )
        const there = presentNow(all, { nowMs: reading.untilMs - 1, ...reading }).map(
          person => person.attendeeId,
        )
        const settled = all.every(one => one.atMs !== reading.untilMs)
        if (settled) expect(new Set(there)).toEqual(openStays)
      }),
      runs,
    )
  })
})
