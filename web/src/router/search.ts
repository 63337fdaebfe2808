import type { MeetingId } from '../../../src/lib/ids.ts'

/** Where to go after signing in; only an address of our own, never another site's. */
export function targetSearch(search: Record<string, unknown>): { target?: string } {
  const { target } = search
  return typeof target === 'string' && /^\/(?![/\\])/.test(target) ? { target } : {}
}

/** A new meeting may begin as a copy of another (*wie die letzte*). */
export function likeSearch(search: Record<string, unknown>): { like?: MeetingId } {
  // what is no id of a meeting is answered by the server
  return typeof search.like === 'string' ? { like: search.like as MeetingId } : {}
}

/** List or month, which month, of which incident. */
export function meetingsSearch(search: Record<string, unknown>): {
  view?: 'calendar'
  month?: string
  incident?: string
} {
  const { view, month, incident } = search
  return {
    ...(view === 'calendar' ? { view } : {}),
    ...(typeof month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? { month } : {}),
    ...(typeof incident === 'string' ? { incident } : {}),
  }
}
