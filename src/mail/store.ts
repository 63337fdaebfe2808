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
  max,
  ne,
  notInArray,
  or,
  sql,
} from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../lib/db.ts'
import type { Id, MeetingId, MemberId, PersonId, StaffId } from '../lib/ids.ts'
import { isAmong } from '../lib/many.ts'
import { rolesTakingPart } from '../roster/rules/roster.ts'
import { members, people } from '../roster/tables.ts'
import type { Occasion } from './contract.ts'
import { asides, isChange } from './rules.ts'
import { mails } from './tables.ts'

export type MailRow = typeof mails.$inferSelect
export type NewMail = typeof mails.$inferInsert
/** The content of a mail, and its recipient. */
export type MailContent = Pick<
  MailRow,
  'toName' | 'toAddress' | 'subject' | 'text' | 'html' | 'isUrgent' | 'calendarMethod' | 'calendar'
>

/** Replaces content and reason of a mail. */
export async function rewriteMail(
  db: Db,
  mailId: Id<'mail'>,
  set: MailContent & { occasion?: Occasion; createdAt?: Date },
): Promise<void> {
  await db.update(mails).set(set).where(eq(mails.id, mailId))
}

/**
 * Ends mails that were not sent: superseded by a later one, or withdrawn because nobody should get
 * them any more.
 */
export async function endMails(
  tx: Db,
  mailIds: Id<'mail'>[],
  state: 'superseded' | 'withdrawn',
): Promise<void> {
  if (mailIds.length === 0) return
  await tx
    .update(mails)
    .set({ state })
    .where(and(isAmong(mails.id, mailIds), inArray(mails.state, ['pending', 'failed', 'unsent'])))
}

export type Heard = {
  /**
   * mails that have not reached the person, and recent news of changes that are never sent, oldest
   * first
   */
  waiting: { id: Id<'mail'>; state: MailRow['state']; attempts: number; occasion: Occasion }[]
  /** whether anything about the meeting was sent or shown to them */
  wasTold: boolean
  /** kinds of the mails about changes written since `since` */
  toldLately: Occasion['kind'][]
  /** the last kind they were told about deputising; null: none */
  lastAsDeputy: 'deputy' | 'relieved' | 'released' | null
}

export type About = { meetingId: MeetingId; personId: PersonId }
export const aboutKey = ({ meetingId, personId }: About) => `${meetingId} ${personId}`

/**
 * What people were told about meetings, by `aboutKey`; locks their waiting mails until the end of
 * the transaction.
 */
export async function heardOf(
  tx: Db,
  { about, since }: { about: readonly About[]; since: Date },
): Promise<Map<string, Heard>> {
  const of = (values: readonly string[]) => [...new Set(values)]
  const rows = await tx
    .select({
      id: mails.id,
      meetingId: mails.meetingId,
      personId: mails.personId,
      state: mails.state,
      attempts: mails.attempts,
      occasion: mails.occasion,
      createdAt: mails.createdAt,
    })
    .from(mails)
    .where(
      and(
        isAmong(mails.meetingId, of(about.map(each => each.meetingId))),
        isAmong(mails.personId, of(about.map(each => each.personId))),
      ),
    )
    .orderBy(asc(mails.seq))
    .for('no key update')
  const groups = Map.groupBy(
    rows,
    ({ meetingId, personId }) => aboutKey({ meetingId: meetingId!, personId }), // the query asked for mails about meetings
  )
  return new Map([...groups].map(([key, mailsOfOne]) => [key, heardFrom(mailsOfOne, since)]))
}

type HeardRow = Pick<MailRow, 'id' | 'state' | 'attempts' | 'occasion' | 'createdAt'>

function heardFrom(rows: readonly HeardRow[], since: Date): Heard {
  return {
    waiting: rows.flatMap(({ id, state, attempts, occasion, createdAt }) => {
      const isFresh = occasion !== null && isChange(occasion) && createdAt > since
      return occasion && (['pending', 'failed'].includes(state) || (state === 'unsent' && isFresh))
        ? [{ id, state, attempts, occasion }]
        : []
    }),
    wasTold: rows.some(({ state }) => ['sending', 'sent', 'failed', 'unsent'].includes(state)),
    toldLately: rows.flatMap(({ state, occasion, createdAt }) =>
      isUnderWay(state) && occasion !== null && isChange(occasion) && createdAt > since
        ? [occasion.kind]
        : [],
    ),
    lastAsDeputy:
      rows
        .flatMap(({ state, occasion }) => {
          const kind = occasion?.kind
          const isOf = kind === 'deputy' || kind === 'relieved' || kind === 'released'
          return isOf && isUnderWay(state) ? [kind] : []
        })
        .at(-1) ?? null,
  }
}

const isUnderWay = (state: MailRow['state']) => state === 'sending' || state === 'sent'

/** Whether an earlier mail to the same person about the same meeting is being handed over now. */
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
      ),
    )
    .where(eq(mails.id, mailId))
    .limit(1)
  return rows.length > 0
}

/**
 * Takes a mail to send it; undefined when it was sent or ended before. Withdraws a mail to a member
 * when the recipient is none any more; a mail about a meeting also when they have no role that
 * takes part, except goodbyes; and the mail about having left when they are a member again. A later
 * mail about the same meeting supersedes it. A mail with fixed content is withdrawn when its
 * address is not the recipient's any more.
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
  const [row] = await db
    .update(mails)
    .set({
      state: sql`case when not (${isWanted}) then 'withdrawn' when ${hasLater} then 'superseded' else 'sending' end`,
      attempts: sql`${mails.attempts} + case when ${isWanted} and not ${hasLater} then 1 else 0 end`,
    })
    .where(and(eq(mails.id, mailId), inArray(mails.state, ['pending', 'sending'])))
    .returning()
  return row
}

/**
 * Withdraws what this staff has written to a person and not sent; a mail that is being sent cannot
 * be called back.
 */
export async function withdrawMails(
  tx: Db,
  { staffId, personId }: { staffId: StaffId; personId: PersonId },
): Promise<number> {
  const rows = await tx
    .select({ id: mails.id })
    .from(mails)
    .where(
      and(
        eq(mails.staffId, staffId),
        eq(mails.personId, personId),
        inArray(mails.state, ['pending', 'failed', 'unsent']),
      ),
    )
    .orderBy(asc(mails.seq)) // as `heardOf` locks them
    .for('no key update')
  await endMails(
    tx,
    rows.map(row => row.id),
    'withdrawn',
  )
  return rows.length
}

export async function settleMail(
  db: Db,
  mailId: Id<'mail'>,
  set: { state: MailRow['state']; problem: string | null; sentAt?: Date },
): Promise<void> {
  await db.update(mails).set(set).where(eq(mails.id, mailId))
}

/**
 * When an access code was last mailed to this address of a person, unless it could not be
 * delivered; null when never.
 */
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

export async function findMail(db: Db, mailId: Id<'mail'>): Promise<MailRow | undefined> {
  const [row] = await db.select().from(mails).where(eq(mails.id, mailId))
  return row
}

/** The recipient as a member of the staff; null when they are none now. */
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

/** Sets a failed or unsent mail back to pending; undefined for other mails. */
export async function reviveMail(tx: Db, mailId: Id<'mail'>): Promise<MailRow | undefined> {
  const [row] = await tx
    .update(mails)
    .set({ state: 'pending', attempts: 0, problem: null })
    .where(and(eq(mails.id, mailId), inArray(mails.state, ['failed', 'unsent'])))
    .returning()
  return row
}
