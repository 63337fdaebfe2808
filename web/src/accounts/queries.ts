import { queryOptions } from '@tanstack/react-query'
import type { StaffId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

export const mySessionsQuery = queryOptions({
  queryKey: ['session', 'all'],
  queryFn: () => send(api.api.me.sessions.$get()),
})

export const feedQuery = queryOptions({
  queryKey: ['feed'],
  queryFn: () => send(api.api.me.feed.$get()),
})

export const myAttendanceQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'my-attendance'],
    queryFn: () =>
      send(api.api.staffs[':staffId']['my-attendance'].$get({ param: { staffId }, query: {} })),
  })
