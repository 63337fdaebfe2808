import {
  and,
  arrayOverlaps,
  asc,
  eq,
  exists,
  gt,
  inArray,
  isNull,
  lt,
  ne,
  notInArray,
  or,
  sql,
} from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database, Db } from '../../lib/db.ts'
import type { Id } from '../../lib/ids.ts'
import { mails } from '../tables.ts'
import { rolesTakingPart } from '../../roster/rules/roster.ts'
import { members, people } from '../../roster/tables.ts'
import { asides } from '../rules.ts'
import { type MailRow, toldWith } from './mails.ts'

/**
 * Whether an earlier mail to the same person about a meeting of this mail is being handed over now.
 */
export async function isEarlierUnderWay(db: Db, mailId: Id<'mail'>): Promise<boolean> {
  const earlier = alias(mails, 'earlier')
  const rows = await db
    .select({ one: sql`1` })
    .from(mails)
    .innerJoin(
      earlier,
      and(
        eq(earlier.meetingId, mails.meetingId),
        eq(earlier.personId, mails.personId),
        lt(earlier.seq, mails.seq),
        eq(earlier.state, 'sending'),
        sql`(${mails.letterId} is null or ${earlier.letterId} is distinct from ${mails.letterId})`,
      ),
    )
    .where(toldWith(mailId))
    .limit(1)
  return rows.length > 0
}

/**
 * Takes a mail to send it, with all rows whose news it tells; none when they were sent or ended
 * before, or another job is sending it: only the job that began may begin anew, when its process
 * died. Withdraws a mail to a member when the recipient is none any more; a mail about a meeting
 * also when they have no role that takes part, except goodbyes; and the mail about having left when
 * they are a member again. A later mail about the same meeting supersedes it. A mail with fixed
 * content is withdrawn when its address is not the recipient's any more.
 */
export async function claimMail(
  database: Database,
  { mailId, jobId }: { mailId: Id<'mail'>; jobId: string },
): Promise<MailRow[]> {
  return database.transaction(async tx => {
    // locked in the order of `heardOf`; news that joined meanwhile is seen by the statement after it
    await tx
      .select({ id: mails.id })
      .from(mails)
      .where(toldWith(mailId))
      .orderBy(asc(mails.seq))
      .for('no key update')
    const rows = await takeWaiting(tx, { mailId, jobId })
    return rows.sort((a, b) => a.seq - b.seq)
  })
}

async function takeWaiting(
  db: Db,
  { mailId, jobId }: { mailId: Id<'mail'>; jobId: string },
): Promise<MailRow[]> {
  const isMember = exists(
    db
      .select({ one: sql`1` })
      .from(members)
      .where(
        and(
          eq(members.staffId, mails.staffId),
          eq(members.personId, mails.personId),
          isNull(members.leftAt),
          or(
            isNull(mails.meetingId),
            inArray(mails.kind, ['left', 'uninvited', 'released']),
            arrayOverlaps(members.roles, [...rolesTakingPart]),
          ),
        ),
      ),
  )
  const isTheirs = exists(
    db
      .select({ one: sql`1` })
      .from(people)
      .where(and(eq(people.id, mails.personId), eq(people.email, mails.toAddress))),
  )
  const isWanted = sql`(${mails.occasion} is not null or ${isTheirs}) and ${isMember} = (${mails.kind} <> 'left')`
  const later = alias(mails, 'later')
  const hasLater = exists(
    db
      .select({ one: sql`1` })
      .from(later)
      .where(
        and(
          eq(later.meetingId, mails.meetingId),
          eq(later.personId, mails.personId),
          gt(later.seq, mails.seq),
          notInArray(later.state, ['withdrawn', 'superseded']),
          // a reminder adds to earlier mails and does not replace them
          ne(later.kind, 'reminder'),
          or(
            eq(later.kind, mails.kind),
            and(notInArray(later.kind, [...asides]), notInArray(mails.kind, [...asides])),
          ),
        ),
      ),
  )
  return db
    .update(mails)
    .set({
      state: sql`case when not (${isWanted}) then 'withdrawn' when ${hasLater} then 'superseded' else 'sending' end`,
      jobId,
      // the attempt before ended without a word
      mayHaveArrived: sql`${mails.mayHaveArrived} or ${mails.state} = 'sending'`,
      attempts: sql`${mails.attempts} + case when ${isWanted} and not ${hasLater} then 1 else 0 end`,
    })
    .where(
      and(
        toldWith(mailId),
        or(
          eq(mails.state, 'pending'),
          and(eq(mails.state, 'sending'), or(isNull(mails.jobId), eq(mails.jobId, jobId))),
        ),
      ),
    )
    .returning()
}
