import {
  and,
  arrayOverlaps,
  asc,
  eq,
  exists,
  getTableColumns,
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
import type { Database, Db } from '../lib/db.ts'
import type { Id, MeetingId, MemberId, PersonId, StaffId } from '../lib/ids.ts'
import { isAmong } from '../lib/many.ts'
import { rolesTakingPart } from '../roster/rules/roster.ts'
import { members, people } from '../roster/tables.ts'
import type { MailState, Occasion } from './contract.ts'
import { asides, isChange } from './rules.ts'
import { mails } from './tables.ts'

export type MailRow = typeof mails.$inferSelect
export type NewMail = typeof mails.$inferInsert
/** The content of a mail, and its recipient. */
export type MailContent = Pick<
  MailRow,
  'toName' | 'toAddress' | 'subject' | 'text' | 'html' | 'isUrgent' | 'calendarMethod' | 'calendar'
>

/** Replaces content or reason of a mail. */
export async function rewriteMail(
  db: Db,
  mailId: Id<'mail'>,
  set: Partial<MailContent> & { occasion?: Occasion; kind?: MailRow['kind']; createdAt?: Date },
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
  waiting: (Pick<MailRow, 'id' | 'letterId' | 'state' | 'attempts'> & { occasion: Occasion })[]
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
      letterId: mails.letterId,
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

type HeardRow = Pick<MailRow, 'id' | 'letterId' | 'state' | 'attempts' | 'occasion' | 'createdAt'>

function heardFrom(rows: readonly HeardRow[], since: Date): Heard {
  return {
    waiting: rows.flatMap(({ id, letterId, state, attempts, occasion, createdAt }) => {
      const isFresh = occasion !== null && isChange(occasion) && createdAt > since
      return occasion && (['pending', 'failed'].includes(state) || (state === 'unsent' && isFresh))
        ? [{ id, letterId, state, attempts, occasion }]
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

/** The rows whose news are told by the mail of this row: those of its letter, or only itself. */
const toldWith = (mailId: Id<'mail'>) =>
  or(
    eq(mails.id, mailId),
    sql`${mails.letterId} = (select row.letter_id from ${mails} row where row.id = ${mailId})`,
  )

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
 * before. Withdraws a mail to a member
 * when the recipient is none any more; a mail about a meeting also when they have no role that
 * takes part, except goodbyes; and the mail about having left when they are a member again. A later
 * mail about the same meeting supersedes it. A mail with fixed content is withdrawn when its
 * address is not the recipient's any more.
 */
export async function claimMail(database: Database, mailId: Id<'mail'>): Promise<MailRow[]> {
  return database.transaction(async tx => {
    // locked in the order of `heardOf`; news that joined meanwhile is seen by the statement after it
    await tx
      .select({ id: mails.id })
      .from(mails)
      .where(toldWith(mailId))
      .orderBy(asc(mails.seq))
      .for('no key update')
    const rows = await takeWaiting(tx, mailId)
    return rows.sort((a, b) => a.seq - b.seq)
  })
}

async function takeWaiting(db: Db, mailId: Id<'mail'>): Promise<MailRow[]> {
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
      attempts: sql`${mails.attempts} + case when ${isWanted} and not ${hasLater} then 1 else 0 end`,
    })
    .where(and(toldWith(mailId), inArray(mails.state, ['pending', 'sending'])))
    .returning()
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

export async function settleMails(
  db: Db,
  mailIds: readonly Id<'mail'>[],
  set: { state: MailRow['state']; problem: string | null; sentAt?: Date },
): Promise<void> {
  if (mailIds.length > 0) await db.update(mails).set(set).where(isAmong(mails.id, mailIds))
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
  const [row] = await db
    .select({ ...getTableColumns(mails), state: shownState })
    .from(mails)
    .where(eq(mails.id, mailId))
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
    .where(and(toldWith(mailId), inArray(mails.state, ['failed', 'unsent'])))
    .returning()
  return row
}

/** Rows of a letter that is told by another row are no mail of their own. */
export const hasContent = or(isNull(mails.letterId), eq(mails.letterId, mails.id))

/** The state of a mail; of a letter that of the news it still has to tell, or told. */
export const shownState = sql<MailState>`case when ${mails.letterId} is null then ${mails.state} else (
  select part.state from ${mails} part where part.letter_id = ${mails}.letter_id
  order by part.state in ('withdrawn', 'superseded'), part.seq limit 1) end`
