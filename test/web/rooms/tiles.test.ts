import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsFor, inOrder } from '../../../web/src/rooms/tiles.ts'

const at = (second: number) => new Date(1_795_600_000_000 + second * 1_000)
const me = { identity: 'me', isLocal: true, joinedAt: at(0) }
const early = { identity: 'early', isLocal: false, joinedAt: at(1) }
const late = { identity: 'late', isLocal: false, joinedAt: at(9) }
const connecting = { identity: 'new', isLocal: false }

describe('the tiles of the room', () => {
  test('who spoke last comes first, oneself last, the others as they came', () => {
    expect(inOrder([me, connecting, late, early], 'late').map(p => p.identity)).toEqual([
      'late',
      'early',
      'new',
      'me',
    ])
    expect(inOrder([me, connecting, late, early], null).map(p => p.identity)).toEqual([
      'early',
      'late',
      'new',
      'me',
    ])
  })

  test('the order does not depend on the order in which they were reported', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([me, early, late, connecting], { minLength: 4 }),
        reported => {
          expect(inOrder(reported, 'early')).toEqual([early, late, connecting, me])
        },
      ),
    )
  })

  test('there are never fewer places in a square than tiles, up to sixteen', () => {
    for (let count = 1; count <= 16; count++)
      expect(columnsFor(count) ** 2).toBeGreaterThanOrEqual(count)
  })
})
