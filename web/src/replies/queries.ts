import { queryOptions } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

/**
 * The content of the page behind a link. It uses POST, so that the token is in no address and no
 * log, and changes nothing.
 */
export const answerQuery = (token: string) =>
  queryOptions({
    queryKey: ['answer', token],
    queryFn: () => send(api.api.answer.read.$post({ json: { token } })),
    gcTime: 0,
    refetchInterval: 60_000,
  })

export const deputySearchQuery = (asked: { token: string; meetingId?: MeetingId; typed: string }) =>
  queryOptions({
    queryKey: ['answer', asked.token, 'deputies', asked],
    queryFn: () => send(api.api.answer.deputies.$post({ json: asked })),
    gcTime: 0,
    retry: false,
  })

export const deputiesQuery = (meetingId: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', meetingId, 'replies', 'my-deputies'],
    queryFn: () => send(api.api.meetings[':meetingId'].deputies.$get({ param: { meetingId } })),
  })
