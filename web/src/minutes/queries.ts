import { queryOptions } from '@tanstack/react-query'
import type { MeetingId, StaffId } from '../../../src/lib/ids.ts'
import type { MinutesLanguage } from '../../../src/minutes/contract.ts'
import { api, send } from '../api.ts'

export const minutesListQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'minutes'],
    queryFn: () => send(api.api.staffs[':staffId'].minutes.$get({ param: { staffId } })),
  })

export function pdfAddress(
  meetingId: MeetingId,
  file?: { lang: MinutesLanguage; standard: 'a-3a' | 'ua-1' },
): string {
  const query = file ? `?${new URLSearchParams(file).toString()}` : ''
  return `/api/meetings/${meetingId}/minutes.pdf${query}`
}

export const recordAddress = (meetingId: MeetingId) => `/api/meetings/${meetingId}/minutes.json`
