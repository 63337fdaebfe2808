import type { StaffId } from '../../../src/lib/ids.ts'
import type { Overview } from '../../../src/overview/contract.ts'

export const beginChoicesMin = [0, 5, 15, 30, 60] as const
export const longestMin = 240
export const durationMin = 60

/**
 * The last meeting held, else the next one planned, which a new one copies; an exercise is not
 * copied unasked.
 */
export function likeOf(
  { last, next }: Pick<Overview, 'last' | 'next'>,
  { staffId }: { staffId: StaffId },
) {
  const mayBeLike = [last, next].filter(each => each?.staffId === staffId)
  return mayBeLike.find(each => each?.kind === 'operation') ?? null
}
