import type { Context, Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId, MemberId } from '../../lib/ids.ts'
import { limits, takeAttempt } from '../../lib/limits.ts'
import type { Topic } from '../../lib/live.ts'
import { visibleMeeting } from '../access.ts'
import type { SeriesReplyInput } from '../contract/seriesAnswers.ts'
import { openSeriesLink } from '../link.ts'
import { notInvited, requirePlaceIn } from '../place.ts'
import { isOver } from '../rules/states.ts'
import { type MeetingInStaff, meetingsByIds } from '../store/meetings.ts'
import { placesOf } from '../store/series.ts'
import { type Letters, queueAll } from '../steps/mail.ts'
import { type Author, giveReply } from './reply.ts'
import { holdMeetingAlone } from '../store/locks.ts'

export async function replyToSeries(
  ctx: Context,
  meetingId: MeetingId,
  { replies }: SeriesReplyInput,
): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  const { memberId } = await requirePlaceIn(ctx, found)
  if (!memberId || !found.meeting.seriesId)
    throw new DomainError('wrongState', 'The meeting belongs to no series')
  await setReplies(ctx, {
    found,
    memberId,
    replies,
    author: { personId: ctx.actor.personId, source: 'signedIn', requestId: ctx.requestId },
  })
}

export async function replyToSeriesByLink(
  deps: Deps,
  { token, requestId }: { token: string; requestId: string },
  { replies }: SeriesReplyInput,
): Promise<void> {
  const { found, memberId } = await openSeriesLink(deps, token)
  await takeAttempt(deps, limits.linkReply, memberId)
  await setReplies(deps, {
    found,
    memberId,
    replies,
    author: { personId: null, source: 'link', requestId },
  })
}

/**
 * Stores the replies to several dates of one series in one transaction. A date that is over or to
 * which the person is not invited any more is passed over, so that one closed meeting does not
 * refuse all others.
 */
async function setReplies(
  deps: Deps,
  {
    found,
    memberId,
    replies,
    author,
  }: {
    found: MeetingInStaff
    memberId: MemberId
    replies: SeriesReplyInput['replies']
    author: Author
  },
): Promise<void> {
  const { seriesId } = found.meeting
  const wanted = new Map(replies.map(({ meetingId, reply }) => [meetingId, reply]))
  const ids = [...wanted.keys()].toSorted()
  const act = async (tx: Db) => {
    const topics: Topic[] = []
    const letters: Letters[] = []
    const dates = (await meetingsByIds(tx, ids)).filter(
      each => each.meeting.seriesId === seriesId && each.staff.id === found.staff.id,
    )
    if (dates.length < ids.length) throw notInvited()
    const byId = new Map(dates.map(each => [each.meeting.id, each]))
    // all before the first reply, in the order in which everybody locks meetings
    const held = []
    for (const id of ids) held.push(await holdMeetingAlone(tx, id))
    const places = await placesOf(tx, memberId, ids)
    for (const meeting of held) {
      const attendeeId = places.get(meeting.id)
      const reply = wanted.get(meeting.id)
      const date = byId.get(meeting.id)
      if (!attendeeId || !reply || !date || isOver(meeting.state)) continue
      const ended = await giveReply(tx, deps, {
        found: { ...date, meeting },
        attendeeId,
        reply,
        author,
        letters,
      })
      if (ended)
        topics.push(`meeting:${meeting.id}:replies`, ...ended.map(id => `person:${id}` as const))
    }
    // what a deputy is told of many dates is one mail
    await queueAll(tx, deps, letters)
    return topics
  }
  // beside nobody else's replies to the series, so that they wait in memory
  const topics = await deps.database.transaction(act, seriesId ? { alone: seriesId } : {})
  if (topics.length > 0) deps.live.publish(...topics, `staff:${found.staff.id}:outbox`)
}
