import { and, asc, eq, getTableColumns, inArray, isNull, max, ne, or, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { Id, MemberId, PersonId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { members } from '../../roster/tables.ts'
import type { MailState, MailSummary, Occasion } from '../contract.ts'
import { mails } from '../tables.ts'

export type MailRow = typeof mails.$inferSelect

export type NewMail = typeof mails.$inferInsert

/** The content of a mail, and its recipient. */
export type MailContent = Pick<
  MailRow,
  'toName' | 'toAddress' | 'subject' | 'text' | 'html' | 'isUrgent' | 'calendarMethod' | 'calendar'
>

/** The rows whose news are told by the mail of this row: those of its letter, or only itself. */
export const toldWith = (mailId: Id<'mail'>) =>
  or(
    eq(mails.id, mailId),
    sql`${mails.letterId} = (select row.letter_id from ${mails} row where row.id = ${mailId})`,
  )

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
  set: {
    state: MailRow['state']
    problem: string | null
    mayHaveArrived?: true
    sentAt?: Date
  },
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

/** A mail as the Postausgang shows it. */
export type ShownMail = Omit<MailRow, 'kind'> & { kind: MailSummary['kind'] }

export async function findMail(db: Db, mailId: Id<'mail'>): Promise<ShownMail | undefined> {
  const [row] = await db
    .select({ ...getTableColumns(mails), kind: shownKind, state: shownState })
    .from(mails)
    .where(eq(mails.id, mailId))
  return row
}

/** The recipient as a member of the staff; null when they are none now. */
export async function recipientOf(
  db: Db,
  { staffId, personId }: Pick<MailRow, 'staffId' | 'personId'>,
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

/** What a mail is about; of a letter all the news it still has to tell, or told. */
export const shownKind = sql<
  MailSummary['kind']
>`case when ${mails.letterId} is null then ${mails.kind} else (
  select case
    when count(distinct part.kind) = 1 then min(part.kind)
    when bool_and(part.kind in ('changed', 'moved')) then 'changed'
    else 'seriesNews' end
  from ${mails} part where part.letter_id = ${mails}.letter_id
    and (part.state not in ('withdrawn', 'superseded') or not exists (
      select 1 from ${mails} told where told.letter_id = ${mails}.letter_id
        and told.state not in ('withdrawn', 'superseded')))) end`
