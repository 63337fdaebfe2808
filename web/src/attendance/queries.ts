import { queryOptions } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

const of = (meetingId: MeetingId) => ({ param: { meetingId } })

/** Under the key of the attendance, so that the same topic makes both stale. */
export const doorJournalQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'attendance', 'journal'],
    queryFn: () => send(api.api.meetings[':meetingId']['check-in'].journal.$get(of(id))),
  })

export const replyHistoryQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'replies', 'history'],
    queryFn: () => send(api.api.meetings[':meetingId'].replies.$get(of(id))),
  })

/** The code at the door; loaded again at the moment it changes. */
export const doorQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['door', id],
    queryFn: () => send(api.api.meetings[':meetingId'].door.$get(of(id))),
    staleTime: 0,
    // computed from the server's times only, because the tablet's clock may be wrong
    refetchInterval: ({ state: { data, status } }) =>
      data && status === 'success'
        ? Math.max(1_000, Date.parse(data.validUntil) - Date.parse(data.at) + 200)
        : 5_000,
  })
