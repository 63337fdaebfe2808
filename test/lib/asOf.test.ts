import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asOf, type Former, formerAfter } from '../../src/lib/asOf.ts'
import '../support/laws.ts'

type Facts = { title: string; name: string }
type Remembered = Facts & { former: Former<Facts>[] }
type Change = { next: Partial<Facts>; at: number }

const word = fc.constantFrom('', 'A', 'B', 'C')
const changes = fc
  .array(
    fc.record({
      next: fc.record({ title: word, name: word }, { requiredKeys: [] }),
      at: fc.integer({ min: 0, max: 50 }),
    }),
    { maxLength: 8 },
  )
  .map(all => all.toSorted((a, b) => a.at - b.at))

const moment = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 60_000)
const blank: Remembered = { title: '', name: 'A', former: [] }
const after = (present: Remembered, { next, at }: Change, wasAlwaysSo = false): Remembered => ({
  ...present,
  ...next,
  former: formerAfter<Facts>(present, next, { at: moment(at), wasAlwaysSo }),
})
const history = (all: readonly Change[]) => all.reduce((now, change) => after(now, change), blank)
const factsOf = ({ title, name }: Facts) => ({ title, name })
const at = (of: Remembered, minute: number) => factsOf(asOf(of, moment(minute)))

test('a change leaves every moment before it as it was, and holds from its own', () => {
  fc.assert(
    fc.property(changes, fc.record({ title: word, name: word }), (all, next) => {
      const before = history(all)
      const changed = after(before, { next, at: 60 })
      for (let minute = 0; minute < 60; minute++)
        expect(at(changed, minute)).toEqual(at(before, minute))
      expect(at(changed, 60)).toEqual(next)
      expect(factsOf(asOf(changed, null))).toEqual(next)
    }),
  )
})

test('at each moment that counts which was said last until then', () => {
  fc.assert(
    fc.property(changes, fc.integer({ min: 0, max: 60 }), (all, minute) => {
      const said = all.filter(change => change.at <= minute)
      expect(at(history(all), minute)).toEqual(factsOf(history(said)))
    }),
  )
})

test('a corrected slip reads right at every moment at which it stood, and changes nothing else', () => {
  fc.assert(
    fc.property(changes, word, (all, right) => {
      const before = history(all)
      const corrected = after(before, { next: { name: right }, at: 60 }, true)
      expect(corrected.former).toHaveLength(before.former.length)
      for (let minute = 0; minute <= 60; minute++) {
        const { title, name } = at(before, minute)
        expect(at(corrected, minute)).toEqual({ title, name: name === before.name ? right : name })
      }
    }),
  )
})

test('what is said again is no change', () => {
  fc.assert(
    fc.property(changes, all => {
      const before = history(all)
      expect(after(before, { next: factsOf(before), at: 60 })).toEqual(before)
    }),
  )
})
