import { queryOptions } from '@tanstack/react-query'
import { maySeeJournal } from '../../../src/journal/rules.ts'
import type { Actor } from '../../../src/lib/actor.ts'
import type { MeetingId, StaffId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

export const ordersQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'orders'],
    queryFn: () =>
      send(api.api.staffs[':staffId'].orders.$get({ param: { staffId }, query: { state: 'all' } })),
  })

/** The entries of a meeting, asked for only where the person may see them. */
export const seenEntriesQuery = (
  actor: Actor,
  meeting: { meetingId: MeetingId; staffId: StaffId },
) => queryOptions({ ...entriesQuery(meeting.meetingId), enabled: maySeeJournal(actor, meeting) })

export const entriesQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'journal', 'entries'],
    queryFn: () => send(api.api.meetings[':meetingId'].entries.$get({ param: { meetingId: id } })),
  })
