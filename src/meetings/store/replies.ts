import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { replies } from '../tables.ts'
import { displayName } from '../../roster/rules.ts'
import { people } from '../../roster/tables.ts'

export async function replyHistory(db: Db, meetingId: MeetingId) {
  const by = alias(people, 'by')
  return db
    .select({ reply: replies, byTitle: by.title, byName: by.name })
    .from(replies)
    .leftJoin(by, eq(by.id, replies.byId))
    .where(eq(replies.meetingId, meetingId))
    .orderBy(desc(replies.seq))
    .limit(1_000)
}

/** Replies for one person are given one after the other; held until the end of the transaction. */
export async function lockReplies(tx: Db, attendeeId: AttendeeId): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${attendeeId}, 0))`)
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

export async function latestReplies(db: Db, meetingIds: MeetingId[]) {
  if (meetingIds.length === 0) return []
  const by = alias(people, 'by')
  const rows = await db
    .selectDistinctOn([replies.attendeeId], {
      meetingId: replies.meetingId,
      attendeeId: replies.attendeeId,
      kind: replies.kind,
      mode: replies.mode,
      deputyId: replies.deputyId,
      at: replies.at,
      source: replies.source,
      byTitle: by.title,
      byNameOnly: by.name,
    })
    .from(replies)
    .leftJoin(by, eq(by.id, replies.byId))
    .where(isAmong(replies.meetingId, meetingIds))
    .orderBy(replies.attendeeId, desc(replies.seq))
  return rows.map(({ byTitle, byNameOnly, ...row }) => ({
    ...row,
    byName: byNameOnly === null ? null : displayName({ title: byTitle ?? '', name: byNameOnly }),
  }))
}

export async function insertReply(tx: Db, reply: typeof replies.$inferInsert): Promise<void> {
  await tx.insert(replies).values(reply)
}
