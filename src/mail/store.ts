import {
  and,
  arrayOverlaps,
  desc,
  eq,
  exists,
  inArray,
  isNull,
  max,
  ne,
  or,
  sql,
} from 'drizzle-orm'
import { type Db, insertInPieces } from '../lib/db.ts'
import type { Id, MemberId, PersonId, StaffId } from '../lib/ids.ts'
import { rolesTakingPart } from '../roster/rules.ts'
import { members } from '../roster/tables.ts'
import { feeds, mails } from './tables.ts'

export type MailRow = typeof mails.$inferSelect
export type NewMail = typeof mails.$inferInsert

export async function insertMails(tx: Db, rows: NewMail[]): Promise<void> {
  await insertInPieces(rows, piece => tx.insert(mails).values(piece))
}

/**
 * Takes a mail to send it; undefined when it was sent or given up already. What is meant for a member of the staff is withdrawn
 * when the recipient is none now, what is about a meeting also when they take part in none, and what tells them that they have left
 * when they are a member.
 */
export async function claimMail(db: Db, mailId: Id<'mail'>): Promise<MailRow | undefined> {
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
            eq(mails.kind, 'left'),
            arrayOverlaps(members.roles, [...rolesTakingPart]),
          ),
        ),
      ),
  )
  const isDue = sql`${isMember} = (${mails.kind} <> 'left')`
  const [row] = await db
    .update(mails)
    .set({
      state: sql`case when ${isDue} then 'sending' else 'withdrawn' end`,
      attempts: sql`${mails.attempts} + case when ${isDue} then 1 else 0 end`,
    })
    .where(and(eq(mails.id, mailId), inArray(mails.state, ['pending', 'sending'])))
    .returning()
  return row
}

/** What this staff has written to a person and not sent stays unsent; a mail being sent at this moment cannot be called back. */
export async function withdrawMails(
  tx: Db,
  { staffId, personId }: { staffId: StaffId; personId: PersonId },
): Promise<number> {
  const rows = await tx
    .update(mails)
    .set({ state: 'withdrawn' })
    .where(
      and(
        eq(mails.staffId, staffId),
        eq(mails.personId, personId),
        inArray(mails.state, ['pending', 'failed', 'unsent']),
      ),
    )
    .returning({ id: mails.id })
  return rows.length
}

export async function settleMail(
  db: Db,
  mailId: Id<'mail'>,
  set: { state: MailRow['state']; problem: string | null; sentAt?: Date },
): Promise<void> {
  await db.update(mails).set(set).where(eq(mails.id, mailId))
}

/** When an access code was last mailed to this address of a person, unless it could not be delivered; null when never. */
export async function enrolmentMailedAt(
  db: Db,
  { personId, toAddress }: { personId: PersonId; toAddress: string },
): Promise<Date | null> {
  const [row] = await db
    .select({ at: max(mails.createdAt) })
    .from(mails)
    .where(
      and(
        eq(mails.personId, personId),
        eq(mails.kind, 'enrolment'),
        eq(mails.toAddress, toAddress),
        ne(mails.state, 'failed'),
      ),
    )
  return row?.at ?? null
}

/** Newest first, without the bodies; those that did not arrive stay in the list however old they are. */
export async function listMails(db: Db, staffId: StaffId, limit = 200) {
  const newest = db
    .select({ id: mails.id })
    .from(mails)
    .where(eq(mails.staffId, staffId))
    .orderBy(desc(mails.createdAt), desc(mails.id))
    .limit(limit)
  return db
    .select(listed)
    .from(mails)
    .where(
      and(eq(mails.staffId, staffId), or(eq(mails.state, 'failed'), inArray(mails.id, newest))),
    )
    .orderBy(desc(mails.createdAt), desc(mails.id))
}

export async function findMail(db: Db, mailId: Id<'mail'>): Promise<MailRow | undefined> {
  const [row] = await db.select().from(mails).where(eq(mails.id, mailId))
  return row
}

/** The recipient among the members of the staff; null when they are none now. */
export async function recipientOf(
  db: Db,
  { staffId, personId }: MailRow,
): Promise<MemberId | null> {
  const [row] = await db
    .select({ memberId: members.id })
    .from(members)
    .where(
      and(eq(members.staffId, staffId), eq(members.personId, personId), isNull(members.leftAt)),
    )
  return row?.memberId ?? null
}

/** Back to pending when it had failed or never been sent; undefined otherwise. */
export async function reviveMail(tx: Db, mailId: Id<'mail'>): Promise<MailRow | undefined> {
  const [row] = await tx
    .update(mails)
    .set({ state: 'pending', attempts: 0, problem: null })
    .where(and(eq(mails.id, mailId), inArray(mails.state, ['failed', 'unsent'])))
    .returning()
  return row
}

export async function putFeed(tx: Db, feed: typeof feeds.$inferInsert): Promise<void> {
  await tx
    .insert(feeds)
    .values(feed)
    .onConflictDoUpdate({
      target: feeds.personId,
      set: { tokenHash: feed.tokenHash, createdAt: feed.createdAt },
    })
}

/** Whose feed it is; undefined for no such feed, and while that person is a member of no staff. */
export async function personOfFeed(db: Db, tokenHash: Uint8Array): Promise<PersonId | undefined> {
  const [row] = await db
    .select({ personId: feeds.personId })
    .from(feeds)
    .innerJoin(members, and(eq(members.personId, feeds.personId), isNull(members.leftAt)))
    .where(eq(feeds.tokenHash, tokenHash))
    .limit(1)
  return row?.personId
}

export async function feedOf(db: Db, personId: PersonId) {
  const [row] = await db
    .select({ createdAt: feeds.createdAt })
    .from(feeds)
    .where(eq(feeds.personId, personId))
  return row
}

const listed = {
  id: mails.id,
  staffId: mails.staffId,
  meetingId: mails.meetingId,
  personId: mails.personId,
  kind: mails.kind,
  toName: mails.toName,
  toAddress: mails.toAddress,
  subject: mails.subject,
  calendarMethod: mails.calendarMethod,
  state: mails.state,
  attempts: mails.attempts,
  problem: mails.problem,
  createdAt: mails.createdAt,
  sentAt: mails.sentAt,
}

/** Ends a person's calendar feed; false when they had none. */
export async function endFeed(tx: Db, personId: PersonId): Promise<boolean> {
  const rows = await tx
    .delete(feeds)
    .where(eq(feeds.personId, personId))
    .returning({ personId: feeds.personId })
  return rows.length > 0
}
