import { queryOptions } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import type { Mode } from '../../../src/lib/modes.ts'
import type { ReplyInput } from '../../../src/meetings/contract/reply.ts'
import type { SeriesDate, SeriesReplyInput } from '../../../src/meetings/contract/seriesAnswers.ts'
import { isOver } from '../../../src/meetings/rules/states.ts'
import { api, send } from '../api.ts'

export type SeriesReplies = SeriesReplyInput['replies']

export const seriesLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['answer', 'series', token],
    queryFn: () => send(api.api.answer.series.read.$post({ json: { token } })),
    gcTime: 0,
    refetchInterval: 60_000,
  })

export const mySeriesQuery = (meetingId: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', meetingId, 'replies', 'series'],
    queryFn: () =>
      send(api.api.meetings[':meetingId'].series.answers.$get({ param: { meetingId } })),
  })

/** What a row shows: the stored reply, or the one that is being saved. */
export type Shown = { kind: ReplyInput['kind']; mode: Mode | null } | null

export const shownOf = (date: SeriesDate, pending: ReplyInput | undefined): Shown =>
  pending
    ? { kind: pending.kind, mode: pending.kind === 'accepted' ? pending.mode : null }
    : date.reply

/** The dates that can still be answered. */
export const answerable = <D extends SeriesDate>(dates: readonly D[]): D[] =>
  dates.filter(({ state }) => !isOver(state))

/**
 * The dates that one press of a mode answers: those without a reply; once all have one, those
 * promised in another mode. Dates that were declined stay so.
 */
export function meantByAll<D extends { shown: Shown }>(dates: readonly D[], mode: Mode): D[] {
  const unanswered = dates.filter(({ shown }) => shown === null)
  if (unanswered.length > 0) return unanswered
  return dates.filter(({ shown }) => shown?.kind === 'accepted' && shown.mode !== mode)
}
