import type { AgendaItem } from '../../../src/meetings/contract/meeting.ts'

/** An item as it is sent: with the id that keeps its times, or new. */
export type AgendaWish = Pick<AgendaItem, 'title' | 'responsible' | 'minutes'> & {
  itemId?: AgendaItem['itemId']
}

/** The list with the item at `index` so many places further down (or up); out of range: as it was. */
export function moved<T>(list: readonly T[], { index, by }: { index: number; by: number }): T[] {
  const next = [...list]
  const [item] = next.splice(index, 1)
  if (item === undefined || index + by < 0 || index + by >= list.length) return [...list]
  next.splice(index + by, 0, item)
  return next
}

export function wishOf({ itemId, title, responsible, minutes }: AgendaItem): AgendaWish {
  return { itemId, title, responsible, minutes }
}

/** Minutes planned in all; items without a time count nothing and are counted. */
export function plannedMinutes(agenda: readonly Pick<AgendaItem, 'minutes'>[]): {
  planned: number
  withoutMinutes: number
} {
  return {
    planned: agenda.reduce((sum, item) => sum + (item.minutes ?? 0), 0),
    withoutMinutes: agenda.filter(item => item.minutes === null).length,
  }
}
