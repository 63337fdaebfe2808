import { queryOptions } from '@tanstack/react-query'
import type { MeetingId, StaffId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

export const ordersQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'orders'],
    queryFn: () =>
      send(api.api.staffs[':staffId'].orders.$get({ param: { staffId }, query: { state: 'all' } })),
  })

export const entriesQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'journal', 'entries'],
    queryFn: () => send(api.api.meetings[':meetingId'].entries.$get({ param: { meetingId: id } })),
  })
