import { and, desc, eq, gt, isNotNull } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId, PersonId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import type { Mode } from '../../lib/modes.ts'
import { replies } from '../tables.ts'
import { lastStanding, standing } from '../rules/standing.ts'

export async function replyHistory(db: Db, meetingId: MeetingId) {
  return db
    .select()
    .from(replies)
    .where(eq(replies.meetingId, meetingId))
    .orderBy(desc(replies.seq))
    .limit(1_000)
}

/** Whether a person has named this deputy after `since`, whatever they replied afterwards. */
export async function hasNamedDeputy(
  tx: Db,
  { attendeeId, deputyId, since }: { attendeeId: AttendeeId; deputyId: AttendeeId; since: Date },
): Promise<boolean> {
  const rows = await tx
    .select({ seq: replies.seq })
    .from(replies)
    .where(
      and(
        eq(replies.attendeeId, attendeeId),
        eq(replies.deputyId, deputyId),
        gt(replies.at, since),
      ),
    )
    .limit(1)
  return rows.length > 0
}

export type ReplyFact = {
  kind: 'accepted' | 'declined'
  mode: Mode | null
  deputyId: AttendeeId | null
  /** the beginning it was given for; null: not stored */
  givenFor: Date | null
  at: Date
  byId: PersonId | null
  source: 'link' | 'signedIn' | 'onBehalf'
  /** given for another hour of the day; it counts, and the person is asked to confirm it */
  isToConfirm: boolean
}

/**
 * Of each person the last reply that counts; when none does, as `former` the last one, which was
 * given for another day. Exactly one is null.
 */
export type GivenReply = {
  meetingId: MeetingId
  attendeeId: AttendeeId
  reply: ReplyFact | null
  former: ReplyFact | null
}

type OfMeeting = {
  meeting: { id: MeetingId; startsAt: Date; closedAt: Date | null }
  staff: { zone: string }
}

/** The last replies in these meetings, of all people or of `attendeeIds`. */
export async function latestReplies(
  db: Db,
  meetings: readonly OfMeeting[],
  attendeeIds?: readonly AttendeeId[],
): Promise<GivenReply[]> {
  const of = new Map(meetings.map(each => [each.meeting.id, each]))
  if (of.size === 0) return []
  const rows = await db
    .selectDistinctOn([replies.attendeeId, replies.givenFor], {
      seq: replies.seq,
      meetingId: replies.meetingId,
      attendeeId: replies.attendeeId,
      kind: replies.kind,
      mode: replies.mode,
      deputyId: replies.deputyId,
      givenFor: replies.givenFor,
      at: replies.at,
      source: replies.source,
      byId: replies.byId,
    })
    .from(replies)
    .where(
      and(
        isAmong(replies.meetingId, [...of.keys()]),
        attendeeIds && isAmong(replies.attendeeId, attendeeIds),
      ),
    )
    .orderBy(replies.attendeeId, replies.givenFor, desc(replies.seq))
  const byPerson = Map.groupBy(rows, row => row.attendeeId)
  return [...byPerson].map(([attendeeId, own]) => {
    const [{ meetingId }] = own as [(typeof own)[number]] // groups are never empty
    const { meeting, staff } = of.get(meetingId)! // asked for these
    const given = own.toSorted((a, b) => a.seq - b.seq)
    const { reply, former } = lastStanding(given, meeting, staff.zone)
    const factOf = ({ kind, mode, deputyId, givenFor, at, byId, source }: (typeof own)[0]) => ({
      kind,
      mode,
      deputyId,
      givenFor,
      at,
      byId,
      source,
    })
    const isToConfirm = standing(reply, meeting, staff.zone) === 'toConfirm'
    return {
      meetingId,
      attendeeId,
      reply: reply && { ...factOf(reply), isToConfirm },
      former: former && { ...factOf(former), isToConfirm: false },
    }
  })
}

/**
 * The reply that counts. Somebody who has left cannot be asked again, so their former reply, and
 * with it their deputy, still counts.
 */
export const countingReply = (
  given: GivenReply | undefined,
  { hasLeft }: { hasLeft: boolean },
): ReplyFact | null => given?.reply ?? (hasLeft ? (given?.former ?? null) : null)

/** Those of these meetings in which anybody ever named a deputy. */
export async function withDeputies(
  db: Db,
  meetingIds: readonly MeetingId[],
): Promise<Set<MeetingId>> {
  if (meetingIds.length === 0) return new Set()
  const rows = await db
    .selectDistinct({ meetingId: replies.meetingId })
    .from(replies)
    .where(and(isAmong(replies.meetingId, meetingIds), isNotNull(replies.deputyId)))
  return new Set(rows.map(row => row.meetingId))
}

export async function insertReply(tx: Db, reply: typeof replies.$inferInsert): Promise<void> {
  await tx.insert(replies).values(reply)
}
