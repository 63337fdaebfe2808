import { queryOptions } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

const of = (meetingId: MeetingId) => ({ param: { meetingId } })

/** Who stands behind the identities of the room, and who wants to speak. */
export const roomQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'room'],
    queryFn: () => send(api.api.meetings[':meetingId'].room.$get(of(id))),
    // who listens for half an hour is not idle: the session must not end meanwhile
    refetchInterval: 5 * 60_000,
    refetchIntervalInBackground: true,
  })
