import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupsOf, moveBlock, moveFunction } from '../../../web/src/roster/order.ts'

const list = (...labels: string[]) =>
  labels.map(label => ({ functionId: label, block: label[0] ?? '' }))
const read = (functions: readonly { functionId: string }[]) =>
  functions.map(fn => fn.functionId).join(' ')

test('a function moves within its block and stays at its ends', () => {
  const functions = list('A1', 'A2', 'B1', 'B2', 'B3')
  expect(read(moveFunction(functions, { functionId: 'B2', by: -1 }))).toBe('A1 A2 B2 B1 B3')
  expect(read(moveFunction(functions, { functionId: 'B1', by: -1 }))).toBe('A1 A2 B1 B2 B3')
  expect(read(moveFunction(functions, { functionId: 'B3', by: 1 }))).toBe('A1 A2 B1 B2 B3')
})

test('a block moves with everything under it', () => {
  const functions = list('A1', 'A2', 'B1', 'C1')
  expect(read(moveBlock(functions, { block: 'B', by: -1 }))).toBe('B1 A1 A2 C1')
  expect(read(moveBlock(functions, { block: 'A', by: 1 }))).toBe('B1 A1 A2 C1')
  expect(read(moveBlock(functions, { block: 'C', by: 1 }))).toBe('A1 A2 B1 C1')
})

test('a heading whose functions stand apart is one group where the first stands', () => {
  expect(
    groupsOf(list('A1', 'B1', 'A2')).map(group => [group.block, read(group.functions)]),
  ).toEqual([
    ['A', 'A1 A2'],
    ['B', 'B1'],
  ])
})

test('no move loses or doubles a function, and a move and its opposite undo each other', () => {
  const functions = list('A1', 'A2', 'A3', 'B1', 'B2', 'C1')
  const move = fc.record({
    functionId: fc.constantFrom(...functions.map(fn => fn.functionId)),
    by: fc.constantFrom(-1 as const, 1 as const),
  })
  fc.assert(
    fc.property(fc.array(move), move, (moves, last) => {
      const before = moves.reduce((order, each) => moveFunction(order, each), functions)
      expect([...before].sort((a, b) => (a.functionId < b.functionId ? -1 : 1))).toEqual(functions)
      const after = moveFunction(before, last)
      if (read(after) !== read(before))
        expect(moveFunction(after, { ...last, by: last.by === 1 ? -1 : 1 })).toEqual(before)
    }),
  )
})
