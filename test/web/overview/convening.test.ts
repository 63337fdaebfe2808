import { expect, test } from 'vitest'
import type { Overview } from '../../../src/overview/contract.ts'
import type { StaffId } from '../../../src/lib/ids.ts'
import { likeOf } from '../../../web/src/overview/convening.ts'

const staffId = 'stf_1' as StaffId
type Meeting = NonNullable<Overview['next']>
const meeting = (title: string, more: Partial<Meeting> = {}) =>
  ({ title, staffId, kind: 'operation', ...more }) as unknown as Meeting

test('one plans like the last meeting, else like the next, and never like an exercise unasked', () => {
  const [last, next] = [meeting('last'), meeting('next')]
  const drill = meeting('drill', { kind: 'exercise' })
  const foreign = meeting('foreign', { staffId: 'stf_2' as StaffId })
  expect(likeOf({ last, next }, { staffId })).toBe(last)
  expect(likeOf({ last: drill, next }, { staffId })).toBe(next)
  expect(likeOf({ last: foreign, next: null }, { staffId })).toBe(null)
})
