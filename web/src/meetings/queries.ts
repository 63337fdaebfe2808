import { queryOptions } from '@tanstack/react-query'
import type { MeetingId, StaffId } from '../../../src/lib/ids.ts'
import type { z } from 'zod'
import type { MeetingSummary, OverlapsInput } from '../../../src/meetings/contract/meeting.ts'
import { api, send } from '../api.ts'
import type { previewWish } from './planDraft.ts'

const of = (meetingId: MeetingId) => ({ param: { meetingId } })

/** The meeting itself. All pages that show it share this query. */
export const meetingQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'core'],
    queryFn: () => send(api.api.meetings[':meetingId'].$get(of(id))),
  })

/** Who fills which function, who is present and who is missing. */
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

/**
 * The topics a page about one meeting follows; changes of the parts the board is made from make the
 * board stale, too.
 */
export const meetingTopics = (id: MeetingId) => [
  `meeting:${id}`,
  `meeting:${id}:attendance`,
  `meeting:${id}:replies`,
  `meeting:${id}:journal`,
]

/**
 * What is made from attendance and replies, to be stale with either: also what is not shown now, so
 * that a page somebody comes back to is not an old one.
 */
export const meetingParts = (id: MeetingId) => [
  ['meeting', id, 'board'],
  ['meeting', id, 'attendance'],
]

type Span = { from: string; until: string }

/** Meetings of a staff that begin in [from, until), in order of time, at most 500. */
export const staffMeetingsQuery = (staffId: StaffId, span: Span) =>
  queryOptions({
    queryKey: ['staff', staffId, 'meetings', span],
    queryFn: () =>
      send(api.api.staffs[':staffId'].meetings.$get({ param: { staffId }, query: span })),
  })

/**
 * The meetings of several spans in order of time. While further spans load, the shown meetings
 * stay, if they are of the same staff.
 */
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

/**
 * The days a series would have, asked for once typing pauses; the last answer stays until the new
 * one arrives.
 */
export const seriesPreviewQuery = (staffId: StaffId, wish: ReturnType<typeof previewWish>) =>
  queryOptions({
    queryKey: ['staff', staffId, 'seriesPreview', wish],
    queryFn: async ({ signal }) => {
      await pause(signal)
      const route = api.api.staffs[':staffId'].series.preview
      // the query is disabled without a wish
      return send(route.$get({ param: { staffId }, query: wish! }, { init: { signal } }))
    },
    placeholderData: shown => shown,
  })

/**
 * Who of these people would be invited to another meeting at that time, asked for once typing
 * pauses; the last answer stays until the new one arrives.
 */
export const overlapsQuery = (staffId: StaffId, json: z.input<typeof OverlapsInput>) =>
  queryOptions({
    queryKey: ['staff', staffId, 'overlaps', json],
    queryFn: async ({ signal }) => {
      await pause(signal)
      const route = api.api.staffs[':staffId'].overlaps
      return send(route.$post({ param: { staffId }, json }, { init: { signal } }))
    },
    placeholderData: shown => shown,
  })

/** Waits, and rejects when the query is cancelled. */
export function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, pauseMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new DOMException('No longer wanted', 'AbortError'))
    })
  })
}

const dayMs = 86_400_000

/** Whole UTC days around a moment, so that the query key stays the same all day. */
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

/** The span in which a time for the next meeting is looked for. */
export const spanForNext = (now: number) => spanAround(now, { before: 60, after: 200 })

const listed = { aheadDays: 400, backDays: 120, moreDays: 365 }

/**
 * The spans of the list: all planned meetings, the last months, and further years one by one, so
 * that each answer stays below its limit of 500.
 */
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

export const minutesQuery = (meetingId: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', meetingId, 'minutes'],
    queryFn: () => send(api.api.meetings[':meetingId'].minutes.$get({ param: { meetingId } })),
  })

/**
 * Other meetings of the staff that run now, among those the person leads; none when they cannot be
 * asked for, because the act that follows says why.
 */
export async function otherRunning({
  meetingId,
  staffId,
}: Pick<MeetingSummary, 'meetingId' | 'staffId'>): Promise<readonly MeetingSummary[]> {
  const { running } = await send(api.api.overview.$get()).catch(() => ({ running: [] }))
  return running.filter(each => each.staffId === staffId && each.meetingId !== meetingId)
}

export const attendanceQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'attendance'],
    queryFn: () =>
      send(api.api.meetings[':meetingId'].attendance.$get({ param: { meetingId: id } })),
  })
