import type { AgendaItem } from '../../../src/meetings/contract/meeting.ts'
import { wholeNumber } from '../ui/numbers.ts'

/**
 * An item as it is sent. The id lets the server keep the item's times, and add it only once when it
 * is sent again.
 */
export type AgendaWish = Pick<AgendaItem, 'itemId' | 'title' | 'responsible' | 'minutes'>
/** The fields of an item as they are typed. */
export type TypedItem = { title: string; responsible: string; minutes: string }

/**
 * Moves the item at `index` down by `by` places (up when negative); a move out of range changes
 * nothing.
 */
export function moved<T>(list: readonly T[], { index, by }: { index: number; by: number }): T[] {
  const next = [...list]
  const [item] = next.splice(index, 1)
  if (item === undefined || index + by < 0 || index + by >= list.length) return [...list]
  next.splice(index + by, 0, item)
  return next
}

/** Puts the item where one with its id is, else at `index`; an index past the end means last. */
export function withItem(
  list: readonly AgendaWish[],
  { item, index }: { item: AgendaWish; index: number },
): AgendaWish[] {
  const isThere = list.some(each => each.itemId === item.itemId)
  if (!isThere) return list.toSpliced(index, 0, item)
  return list.map(each => (each.itemId === item.itemId ? item : each))
}

export function typedItem({ title, responsible, minutes }: AgendaWish): TypedItem {
  return { title, responsible, minutes: minutes === null ? '' : String(minutes) }
}

export function wishFrom(itemId: AgendaItem['itemId'], typed: TypedItem): AgendaWish {
  return {
    itemId,
    title: typed.title.trim(),
    responsible: typed.responsible.trim(),
    minutes: minutesOf(typed.minutes),
  }
}

export const minutesOf = (typed: string) => wholeNumber(typed, { from: 1, to: 600 })

export function wishOf({ itemId, title, responsible, minutes }: AgendaItem): AgendaWish {
  return { itemId, title, responsible, minutes }
}

/** The sum of planned minutes, and the number of items without. */
export function plannedMinutes(agenda: readonly Pick<AgendaItem, 'minutes'>[]): {
  planned: number
  withoutMinutes: number
} {
  return {
    planned: agenda.reduce((sum, item) => sum + (item.minutes ?? 0), 0),
    withoutMinutes: agenda.filter(item => item.minutes === null).length,
  }
}
