import type { Entry } from '../../../src/journal/contract.ts'
import type { MemberId } from '../../../src/lib/ids.ts'

export type OrderBlock = 'mine' | 'open' | 'done' | 'retracted'
export type OrderFilter = 'all' | 'open' | 'mine'

const blocks: readonly OrderBlock[] = ['mine', 'open', 'done', 'retracted']

export function blockOf(order: Entry, memberId: MemberId): OrderBlock {
  if (order.retractedAt !== null) return 'retracted'
  if (order.doneAt !== null) return 'done'
  return order.responsibleId === memberId ? 'mine' : 'open'
}

export const isOpen = (order: Entry) => order.doneAt === null && order.retractedAt === null

export const isOverdue = (order: Entry, nowMs: number) =>
  isOpen(order) && order.dueAt !== null && Date.parse(order.dueAt) < nowMs

export function passes(
  order: Entry,
  { filter, memberId }: { filter: OrderFilter; memberId: MemberId },
): boolean {
  if (filter === 'open') return isOpen(order)
  return filter === 'all' || order.responsibleId === memberId
}

/**
 * The person's open orders, then other open ones, each by due time (without one last); then settled
 * ones, the latest first.
 */
export function ordersInOrder(orders: readonly Entry[], memberId: MemberId): Entry[] {
  const rank = (order: Entry) => blocks.indexOf(blockOf(order, memberId))
  return [...orders].sort((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) - rank(b)
    if (!isOpen(a)) return settledMs(b) - settledMs(a) || a.entryId.localeCompare(b.entryId)
    return (
      dueMs(a) - dueMs(b) ||
      Date.parse(a.at) - Date.parse(b.at) ||
      a.entryId.localeCompare(b.entryId)
    )
  })
}

// a finite number, because the difference of two infinities is NaN
const never = 8.64e15
const dueMs = (order: Entry) => (order.dueAt === null ? never : Date.parse(order.dueAt))
const settledMs = (order: Entry) => Date.parse(order.retractedAt ?? order.doneAt ?? order.at)
