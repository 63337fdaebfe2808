import { queryOptions } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'

const of = (meetingId: MeetingId) => ({ param: { meetingId } })

export const boardQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'board'],
    queryFn: () => send(api.api.meetings[':meetingId'].board.$get(of(id))),
  })

/** The meeting itself; under this key every page that shows it shares one answer. */
export const meetingQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'core'],
    queryFn: () => send(api.api.meetings[':meetingId'].$get(of(id))),
  })

export const entriesQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'journal', 'entries'],
    queryFn: () => send(api.api.meetings[':meetingId'].entries.$get(of(id))),
  })

export const attendeesQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'replies', 'attendees'],
    queryFn: () => send(api.api.meetings[':meetingId'].attendees.$get(of(id))),
  })

/** What a page about one meeting follows; parts that the board is made from make it stale, too. */
export const meetingTopics = (id: MeetingId) => [
  `meeting:${id}`,
  `meeting:${id}:attendance`,
  `meeting:${id}:replies`,
  `meeting:${id}:journal`,
]
