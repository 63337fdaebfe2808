import { and, count, desc, eq, inArray, lt, or, sql } from 'drizzle-orm'
import type { Db } from '../lib/db.ts'
import { notFound } from '../lib/errors.ts'
import type { Id, StaffId } from '../lib/ids.ts'
import type { MailState, OutboxFilter } from './contract.ts'
import { pageOfMails } from './rules.ts'
import { mails } from './tables.ts'
import { hasContent, shownKind, shownState } from './store/mails.ts'

type Wanted = {
  staffId: StaffId
  /** text of mails is searched only for those who may read it */
  searchesSubject: boolean
  words: readonly string[]
  filter: OutboxFilter | undefined
}

/**
 * One page of the Postausgang, newest first, without bodies; `before` is the last one shown. Throws
 * notFound for one that is no mail of the staff.
 */
export async function listMails(
  db: Db,
  wanted: Wanted & { before: Id<'mail'> | undefined },
  limit = pageOfMails,
) {
  const { before, filter } = wanted
  const [last] = before
    ? await db
        .select({ createdAt: mails.createdAt, id: mails.id })
        .from(mails)
        .where(and(eq(mails.staffId, wanted.staffId), eq(mails.id, before)))
    : []
  if (before && !last) throw notFound('mail')
  return db
    .select(listed)
    .from(mails)
    .where(
      and(
        found(wanted),
        filter && inArray(shownState, statesOf(filter)),
        last &&
          or(
            lt(mails.createdAt, last.createdAt),
            and(eq(mails.createdAt, last.createdAt), lt(mails.id, last.id)),
          ),
      ),
    )
    .orderBy(desc(mails.createdAt), desc(mails.id))
    .limit(limit)
}

/** How many mails of the staff are in each state, among those with these words. */
export async function countMails(
  db: Db,
  wanted: Omit<Wanted, 'filter'>,
): Promise<Partial<Record<MailState, number>>> {
  const mail = db
    .select({ state: shownState.as('shown') })
    .from(mails)
    .where(found(wanted))
    .as('mail')
  const rows = await db.select({ state: mail.state, count: count() }).from(mail).groupBy(mail.state)
  return Object.fromEntries(rows.map(row => [row.state, row.count]))
}

const statesOf = (filter: OutboxFilter): readonly MailState[] =>
  filter === 'waiting' ? ['pending', 'sending'] : [filter]

function found({ staffId, words, searchesSubject }: Omit<Wanted, 'filter'>) {
  const subject = searchesSubject ? sql`${mails.subject}` : sql`''`
  const text = sql`lower(concat_ws(' ', ${mails.toName}, ${mails.toAddress}, ${mails.problem}, ${subject}))`
  return and(
    eq(mails.staffId, staffId),
    hasContent,
    ...words.map(word => sql`position(lower(${word}) in ${text}) > 0`),
  )
}

const listed = {
  id: mails.id,
  staffId: mails.staffId,
  meetingId: mails.meetingId,
  personId: mails.personId,
  kind: shownKind,
  toName: mails.toName,
  toAddress: mails.toAddress,
  subject: mails.subject,
  calendarMethod: mails.calendarMethod,
  state: shownState,
  attempts: mails.attempts,
  problem: mails.problem,
  mayHaveArrived: mails.mayHaveArrived,
  createdAt: mails.createdAt,
  sentAt: mails.sentAt,
}
