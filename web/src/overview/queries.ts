import { queryOptions } from '@tanstack/react-query'
import type { StaffId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: () => send(api.api.overview.$get()),
})

const of = (staffId: StaffId) => ({ param: { staffId } })

export const incidentsQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'incidents'],
    queryFn: () => send(api.api.staffs[':staffId'].incidents.$get(of(staffId))),
  })

export const outboxQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'outbox'],
    queryFn: () => send(api.api.staffs[':staffId'].outbox.$get(of(staffId))),
  })
