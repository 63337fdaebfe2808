import { queryOptions } from '@tanstack/react-query'
import type { MeetingId, StaffId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

/** Meetings of a staff that begin in [from, until), in order of time; 500 at most. */
export const staffMeetingsQuery = (staffId: StaffId, span: { from: string; until: string }) =>
  queryOptions({
    queryKey: ['staff', staffId, 'meetings', span],
    queryFn: () => send(api.api.staffs[':staffId'].meetings.$get({ param: { staffId }, query: span })),
  })

export const incidentsQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'incidents'],
    queryFn: () => send(api.api.staffs[':staffId'].incidents.$get({ param: { staffId } })),
  })

export const historyQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'history'],
    queryFn: () => send(api.api.meetings[':meetingId'].history.$get({ param: { meetingId: id } })),
  })

const dayMs = 86_400_000

/** Whole days around a moment, so that the question stays the same until midnight. */
export function spanAround(at: string | number, { before, after }: { before: number; after: number }): { from: string; until: string } {
  const day = Math.floor(new Date(at).getTime() / dayMs) * dayMs
  return { from: new Date(day - before * dayMs).toISOString(), until: new Date(day + after * dayMs).toISOString() }
}
