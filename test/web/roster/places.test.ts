import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../../../src/lib/time.ts'
import type { MemberId } from '../../../src/lib/ids.ts'
import {
  addEntry,
  entriesOf,
  hasBegun,
  movePlace,
  placesOf,
  placesProblem,
  removeEntry,
  wantedFrom,
  type Entry,
} from '../../../web/src/roster/places.ts'

const today = '2026-11-25'
const entry = (name: string, rank: number, more: Partial<Entry> = {}): Entry => ({
  key: name,
  memberId: name as MemberId,
  name,
  rank,
  from: '2026-01-01',
  until: '',
  stored: { rank, from: '2026-01-01' },
  ...more,
})
const read = (entries: readonly Entry[]) =>
  placesOf(entries).map(place => [place.rank, ...place.entries.map(each => each.name)])
const add = (entries: readonly Entry[], name: string, as: 'holder' | 'deputy') =>
  addEntry(entries, {
    key: name,
    memberId: name as MemberId,
    name,
    as,
    dayAfter: day => addDays(day, 1),
  })

test('what is stored and untouched is asked for as it is', () => {
  const holders = [
    {
      holderId: 'h1',
      memberId: 'a',
      name: 'A',
      organisation: '',
      rank: 0,
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
    },
    {
      holderId: 'h2',
      memberId: 'b',
      name: 'B',
      organisation: '',
      rank: 0,
      validFrom: '2027-01-01',
      validUntil: null,
    },
    {
      holderId: 'h3',
      memberId: 'c',
      name: 'C',
      organisation: '',
      rank: 3,
      validFrom: '2026-11-25',
      validUntil: null,
    },
  ] as never
  expect(wantedFrom(entriesOf(holders), today)).toEqual([
    { memberId: 'a', rank: 0, validFrom: '2026-01-01', validUntil: '2026-12-31' },
    { memberId: 'b', rank: 0, validFrom: '2027-01-01', validUntil: null },
    { memberId: 'c', rank: 3, validFrom: '2026-11-25', validUntil: null },
  ])
  expect(placesProblem(entriesOf(holders), today)).toBe(null)
})

test('a deputy moved up changes places with the one before, and both begin in the new place today', () => {
  const moved = movePlace([entry('A', 0), entry('B', 1), entry('C', 2)], { rank: 1, by: -1 })
  expect(read(moved)).toEqual([
    [0, 'B'],
    [1, 'A'],
    [2, 'C'],
  ])
  expect(wantedFrom(moved, today).map(each => [each.memberId, each.rank, each.validFrom])).toEqual([
    ['A', 1, today],
    ['B', 0, today],
    ['C', 2, '2026-01-01'],
  ])
  expect(moved.map(each => hasBegun(each, today))).toEqual([false, false, true])
  expect(placesProblem(moved, today)).toBe(null)
})

test('when the holder goes nobody becomes holder by it; deputies close up among themselves', () => {
  expect(read(removeEntry([entry('A', 0), entry('B', 1), entry('C', 2)], 'A'))).toEqual([
    [0],
    [1, 'B'],
    [2, 'C'],
  ])
  expect(read(removeEntry([entry('A', 0), entry('B', 1), entry('C', 2)], 'B'))).toEqual([
    [0, 'A'],
    [1, 'C'],
  ])
})

test('the first deputy moves up into a place that nobody holds', () => {
  expect(read(movePlace([entry('B', 1), entry('C', 2)], { rank: 1, by: -1 }))).toEqual([
    [0, 'B'],
    [1, 'C'],
  ])
})

test('a second holder begins the day after the first ends, and is refused while no end is known', () => {
  const known = add([entry('A', 0, { until: '2026-12-31' })], 'B', 'holder')
  expect(known.at(-1)).toMatchObject({ rank: 0, from: '2027-01-01' })
  expect(placesProblem(known, today)).toBe(null)
  expect(placesProblem(add([entry('A', 0)], 'B', 'holder'), today)).toEqual({
    key: 'B',
    field: 'from',
    problem: 'rankTaken',
  })
})

test('days that are over, an end before the beginning and a person twice are named at their row', () => {
  const fresh = { stored: null }
  expect(placesProblem([entry('A', 0, { ...fresh, from: '2026-11-24' })], today)).toEqual({
    key: 'A',
    field: 'from',
    problem: 'over',
  })
  expect(placesProblem([entry('A', 0, { until: '2026-11-24' })], today)).toEqual({
    key: 'A',
    field: 'until',
    problem: 'over',
  })
  expect(
    placesProblem([entry('A', 0, { ...fresh, from: '2026-12-02', until: '2026-12-01' })], today),
  ).toMatchObject({
    problem: 'endsBeforeItBegins',
  })
  expect(
    placesProblem([entry('A', 0), entry('A2', 1, { memberId: 'A' as MemberId })], today),
  ).toEqual({
    key: 'A2',
    field: 'person',
    problem: 'twice',
  })
})

test('however places are moved, added and taken away, everybody keeps one place and deputies have no gaps', () => {
  const step = fc.oneof(
    fc.record({
      do: fc.constant('move' as const),
      rank: fc.nat(5),
      by: fc.constantFrom(-1 as const, 1 as const),
    }),
    fc.record({
      do: fc.constant('add' as const),
      as: fc.constantFrom('holder' as const, 'deputy' as const),
    }),
    fc.record({ do: fc.constant('remove' as const), index: fc.nat(8) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), steps => {
      let entries: Entry[] = []
      let count = 0
      for (const each of steps) {
        const before = entries.length
        if (each.do === 'move') entries = movePlace(entries, each)
        else if (each.do === 'add') entries = add(entries, `P${count++}`, each.as)
        else entries = removeEntry(entries, entries[each.index]?.key ?? '')
        if (each.do === 'move') expect(entries).toHaveLength(before)
        const deputies = placesOf(entries).map(place => place.rank)
        expect(deputies).toEqual(deputies.map((_, i) => i))
        expect(new Set(entries.map(one => one.key)).size).toBe(entries.length)
      }
    }),
  )
})
