import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinSpans, lengthOf, withoutSpan, type Span } from '../../src/lib/spans.ts'

const runs = { numRuns: 500 }
const span = fc
  .tuple(fc.nat(100), fc.integer({ min: 1, max: 20 }))
  .map(([fromMs, length]): Span => ({ fromMs, untilMs: fromMs + length }))
const spans = fc.array(span)
/** every whole moment that lies in one of them, counted by walking through time */
const momentsOf = (list: readonly Span[]) =>
  Array.from({ length: 130 }, (_, ms) => ms).filter(ms =>
    list.some(each => each.fromMs <= ms && ms < each.untilMs),
  )

describe('joined spans', () => {
  test('are in order and apart, hold each span in one, and joining them again changes nothing', () => {
    fc.assert(
      fc.property(spans, fc.nat(5), (list, gapMs) => {
        const joined = joinSpans(list, gapMs)
        joined
          .slice(1)
          .forEach((each, i) => expect(each.fromMs - joined[i]!.untilMs).toBeGreaterThan(gapMs))
        for (const each of list)
          expect(
            joined.filter(one => one.fromMs <= each.fromMs && each.untilMs <= one.untilMs),
          ).toHaveLength(1)
        expect(joinSpans(joined, gapMs)).toEqual(joined)
      }),
      runs,
    )
  })

  test('without a gap hold the same moments as before, each once, whatever the order', () => {
    fc.assert(
      fc.property(spans, list => {
        const joined = joinSpans(list)
        expect(momentsOf(joined)).toEqual(momentsOf(list))
        expect(lengthOf(joined)).toBe(momentsOf(list).length)
        expect(joinSpans(list.toReversed())).toEqual(joined)
      }),
      runs,
    )
  })

  test('leave what they were given as it was', () => {
    const given = [
      { fromMs: 5, untilMs: 9 },
      { fromMs: 0, untilMs: 6 },
    ]
    joinSpans(given)
    expect(given).toEqual([
      { fromMs: 5, untilMs: 9 },
      { fromMs: 0, untilMs: 6 },
    ])
  })
})

test('what is left of a span without another are its moments outside it', () => {
  fc.assert(
    fc.property(span, span, (one, taken) => {
      const left = withoutSpan(one, taken)
      const outside = momentsOf([one]).filter(ms => !momentsOf([taken]).includes(ms))
      expect(momentsOf(left)).toEqual(outside)
      expect(lengthOf(left)).toBe(outside.length)
    }),
    runs,
  )
})
