import type { AgendaItem } from '../../../src/meetings/contract/meeting.ts'
import { wholeNumber } from '../ui/numbers.ts'

/** An item as it is sent. Its id keeps its times, and adds it only once however often it is sent. */
export type AgendaWish = Pick<AgendaItem, 'itemId' | 'title' | 'responsible' | 'minutes'>
/** The fields of an item as they are typed. */
export type TypedItem = { title: string; responsible: string; minutes: string }

/** The list with the item at `index` so many places further down (or up); out of range: as it was. */
export function moved<T>(list: readonly T[], { index, by }: { index: number; by: number }): T[] {
  const next = [...list]
  const [item] = next.splice(index, 1)
  if (item === undefined || index + by < 0 || index + by >= list.length) return [...list]
  next.splice(index + by, 0, item)
  return next
}

/** The list with the item in the place that it has, or else at `index`; past the end: last. */
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
