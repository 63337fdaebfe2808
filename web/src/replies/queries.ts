import { queryOptions } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

/** What the link shows; asked by POST so that the token stands in no address and no log, and without any effect. */
export const answerQuery = (token: string) =>
  queryOptions({
    queryKey: ['answer', token],
    queryFn: () => send(api.api.answer.read.$post({ json: { token } })),
    gcTime: 0,
    refetchInterval: 60_000,
  })

export const deputySearchQuery = (token: string, typed: string) =>
  queryOptions({
    queryKey: ['answer', token, 'deputies', typed],
    queryFn: () => send(api.api.answer.deputies.$post({ json: { token, typed } })),
    gcTime: 0,
    retry: false,
  })

export const deputiesQuery = (meetingId: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', meetingId, 'replies', 'my-deputies'],
    queryFn: () => send(api.api.meetings[':meetingId'].deputies.$get({ param: { meetingId } })),
  })
