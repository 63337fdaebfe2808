import fc from 'fast-check'
import { expect, test } from 'vitest'
import { merge } from '../../../web/src/ui/merge.ts'

const fields = fc.record({
  title: fc.constantFrom('', 'Lage', 'Deiche'),
  place: fc.constantFrom('', 'Kreishaus', 'Rathaus'),
  taker: fc.constantFrom(null, 'mem_1', 'mem_2'),
})

test('what only one of both changed holds, and what nobody changed stays', () => {
  fc.assert(
    fc.property(fields, fields, (before, changed) => {
      expect(merge({ before, mine: before, theirs: changed })).toEqual({
        fields: changed,
        changes: {},
        clashes: [],
      })
      const { fields: mine, clashes } = merge({ before, mine: changed, theirs: before })
      expect([mine, clashes]).toEqual([changed, []])
    }),
  )
})

test('a clash is a field that both changed and not to the same; all other fields stand together', () => {
  fc.assert(
    fc.property(fields, fields, fields, (before, mine, theirs) => {
      const merged = merge({ before, mine, theirs })
      for (const field of ['title', 'place', 'taker'] as const) {
        const isMine = mine[field] !== before[field]
        const isTheirs = theirs[field] !== before[field]
        expect(merged.clashes.includes(field)).toBe(
          isMine && isTheirs && mine[field] !== theirs[field],
        )
        expect(merged.fields[field]).toBe(isMine ? mine[field] : theirs[field])
      }
      expect({ ...theirs, ...merged.changes }).toEqual(merged.fields)
    }),
  )
})

test('blanks around a text are no change', () => {
  const before = { title: 'Lage' }
  expect(merge({ before, mine: { title: 'Lage ' }, theirs: { title: 'Deiche' } })).toMatchObject({
    fields: { title: 'Deiche' },
    clashes: [],
  })
})
