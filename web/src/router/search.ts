import type { MeetingId } from '../../../src/lib/ids.ts'

/** The page to open after signing in; only an address of this site. */
export function targetSearch(search: Record<string, unknown>): { target?: string } {
  const { target } = search
  return typeof target === 'string' && /^\/(?![/\\])/.test(target) ? { target } : {}
}

/** The meeting that a new one copies (*wie die letzte*). */
export function likeSearch(search: Record<string, unknown>): { like?: MeetingId } {
  // the server answers a malformed meeting id
  return typeof search.like === 'string' ? { like: search.like as MeetingId } : {}
}

/** List or month, which month, and which incident. */
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

/** Which function and moment *Wer hatte wann welche Funktion?* is about. */
export function recordsSearch(search: Record<string, unknown>): {
  functionId?: string
  at?: string
} {
  const { functionId, at } = search
  return typeof functionId === 'string' && typeof at === 'string' && !Number.isNaN(Date.parse(at))
    ? { functionId, at }
    : {}
}
