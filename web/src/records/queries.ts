import { queryOptions } from '@tanstack/react-query'
import { addDays, type Lang } from '../../../src/lib/time.ts'
import type { FunctionId, MeetingId, StaffId } from '../../../src/lib/ids.ts'
import type {
  HolderQuestion,
  RecordsFormat,
  RecordsSubject,
} from '../../../src/records/contract.ts'
import { api, send } from '../api.ts'
import type { Period } from './period.ts'

export const summaryQuery = (staffId: StaffId, period: Period) =>
  queryOptions({
    queryKey: ['staff', staffId, 'records', period],
    queryFn: () => send(api.api.records.summary.$get({ query: { staffId, ...period } })),
    // the charts stay while the next period loads
    placeholderData: before => before,
  })

export const functionsQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'records', 'functions'],
    queryFn: () => send(api.api.records.functions.$get({ query: { staffId } })),
  })

export const holderQuery = (question: HolderQuestion) =>
  queryOptions({
    queryKey: ['staff', question.staffId, 'records', 'holder', question],
    queryFn: () => send(api.api.records.holder.$get({ query: question })),
    // the answer stays while the next one loads
    placeholderData: before => before,
  })

/** Meetings of the period; the zone may shift its days by one. */
export const meetingsQuery = (staffId: StaffId, { from, until }: Period) =>
  queryOptions({
    queryKey: ['staff', staffId, 'meetings', { from, until }],
    queryFn: () =>
      send(
        api.api.staffs[':staffId'].meetings.$get({
          param: { staffId },
          query: {
            from: `${addDays(from, -1)}T00:00:00Z`,
            until: `${addDays(until, 2)}T00:00:00Z`,
          },
        }),
      ),
  })

export type Extent =
  | { meetingId: MeetingId }
  | (Period & { staffId: StaffId; exercises: 'include' | 'exclude' })

export function exportAddress(
  { subject, format }: { subject: RecordsSubject; format: RecordsFormat },
  extent: Extent & { functionId?: FunctionId; language: Lang },
): string {
  return `/api/records/${subject}.${format}?${new URLSearchParams(extent).toString()}`
}
