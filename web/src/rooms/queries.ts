import { queryOptions } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

const of = (meetingId: MeetingId) => ({ param: { meetingId } })

/** The people of the room by identity, and the raised hands. */
export const roomQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'room'],
    queryFn: () => send(api.api.meetings[':meetingId'].room.$get(of(id))),
    // polled, so that the session of somebody who only listens does not end for lack of use
    refetchInterval: 5 * 60_000,
    refetchIntervalInBackground: true,
  })
