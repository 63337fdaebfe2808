import { queryOptions } from '@tanstack/react-query'
import type { MeetingId, StaffId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'
import type { previewWish } from './planDraft.ts'

const of = (meetingId: MeetingId) => ({ param: { meetingId } })

/** The meeting itself; under this key every page that shows it shares one answer. */
export const meetingQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'core'],
    queryFn: () => send(api.api.meetings[':meetingId'].$get(of(id))),
  })

/** Who fills what, who is there and who is missing. */
export const boardQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'board'],
    queryFn: () => send(api.api.meetings[':meetingId'].board.$get(of(id))),
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

type Span = { from: string; until: string }

/** Meetings of a staff that begin in [from, until), in order of time; 500 at most. */
export const staffMeetingsQuery = (staffId: StaffId, span: Span) =>
  queryOptions({
    queryKey: ['staff', staffId, 'meetings', span],
    queryFn: () =>
      send(api.api.staffs[':staffId'].meetings.$get({ param: { staffId }, query: span })),
  })

/** The meetings of several spans, in order of time; while more spans are asked for, what was shown stays, of the same staff only. */
export const listedMeetingsQuery = (staffId: StaffId, spans: readonly Span[]) =>
  queryOptions({
    queryKey: ['staff', staffId, 'meetings', 'listed', spans],
    queryFn: async () => {
      const answers = await Promise.all(
        spans.map(span =>
          send(api.api.staffs[':staffId'].meetings.$get({ param: { staffId }, query: span })),
        ),
      )
      return answers.flat().sort((a, b) => a.startsAt.localeCompare(b.startsAt))
    },
    placeholderData: (shown, query) => (query?.queryKey[1] === staffId ? shown : undefined),
  })

export const incidentsQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'incidents'],
    queryFn: () => send(api.api.staffs[':staffId'].incidents.$get({ param: { staffId } })),
  })

export const historyQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'history'],
    queryFn: () => send(api.api.meetings[':meetingId'].history.$get(of(id))),
  })

const pauseMs = 250

/** The days a series would have, asked once typing pauses; until the answer is there, the last one stays. */
export const seriesPreviewQuery = (staffId: StaffId, wish: ReturnType<typeof previewWish>) =>
  queryOptions({
    queryKey: ['staff', staffId, 'seriesPreview', wish],
    queryFn: async ({ signal }) => {
      await pause(signal)
      const route = api.api.staffs[':staffId'].series.preview
      // without a wish it is not asked
      return send(route.$get({ param: { staffId }, query: wish! }, { init: { signal } }))
    },
    placeholderData: shown => shown,
  })

/** Ends early, as a failure, when what is asked for is no longer wanted. */
function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, pauseMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new DOMException('No longer wanted', 'AbortError'))
    })
  })
}

const dayMs = 86_400_000

/** Whole days around a moment, so that the question stays the same until midnight. */
export function spanAround(
  at: string | number,
  { before, after }: { before: number; after: number },
): Span {
  const day = Math.floor(new Date(at).getTime() / dayMs) * dayMs
  return {
    from: new Date(day - before * dayMs).toISOString(),
    until: new Date(day + after * dayMs).toISOString(),
  }
}

/** Where the next meeting of a staff is looked for a place in time. */
export const spanForNext = (now: number) => spanAround(now, { before: 60, after: 200 })

const listed = { aheadDays: 400, backDays: 120, moreDays: 365 }

/** What the list shows: all that is planned, the last months and, year by year, more; each span stays under the most an answer holds. */
export function listedSpans(now: number, moreYears: number): readonly Span[] {
  const { aheadDays, backDays, moreDays } = listed
  const earlier = Array.from({ length: moreYears }, (_, i) =>
    spanAround(now, { before: backDays + (i + 1) * moreDays, after: -(backDays + i * moreDays) }),
  )
  return [
    spanAround(now, { before: 0, after: aheadDays }),
    spanAround(now, { before: backDays, after: 0 }),
    ...earlier,
  ]
}
