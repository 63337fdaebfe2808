import { and, asc, eq, inArray, or } from 'drizzle-orm'
import type { Db } from '../lib/db.ts'
import type { Id, PersonId } from '../lib/ids.ts'
import { isAmong } from '../lib/many.ts'
import { toldTogether } from './rules.ts'
import { mails } from './tables.ts'
import type { MailRow } from './store/mails.ts'

export type Reader = { calendarEntry: string; personId: PersonId }
export const readerKey = ({ calendarEntry, personId }: Reader) => `${calendarEntry} ${personId}`

/**
 * Rows of mails to these people about dates of these entries that wait to be sent, by `readerKey`,
 * oldest first. News about the same series can join them. Locks them until the end of the
 * transaction.
 */
export async function waitingLetters(
  tx: Db,
  readers: readonly Reader[],
): Promise<Map<string, Pick<MailRow, 'id' | 'letterId'>[]>> {
  if (readers.length === 0) return new Map()
  const rows = await tx
    .select({
      id: mails.id,
      letterId: mails.letterId,
      calendarEntry: mails.calendarEntry,
      personId: mails.personId,
    })
    .from(mails)
    .where(
      and(
        isAmong(mails.calendarEntry, [...new Set(readers.map(each => each.calendarEntry))]),
        isAmong(mails.personId, [...new Set(readers.map(each => each.personId))]),
        inArray(mails.kind, [...toldTogether]),
        eq(mails.state, 'pending'),
        // what may have arrived would be told again, and as something else
        eq(mails.mayHaveArrived, false),
      ),
    )
    .orderBy(asc(mails.seq))
    .for('no key update')
  return Map.groupBy(
    rows,
    ({ calendarEntry, personId }) => readerKey({ calendarEntry: calendarEntry!, personId }), // the query asked for those with one
  )
}

/** Makes a row the one that has the content of the letter, and gives it its message id. */
export async function headLetter(tx: Db, letterId: Id<'mail'>, head: Id<'mail'>): Promise<void> {
  await tx
    .update(mails)
    .set({ letterId: head })
    .where(or(eq(mails.letterId, letterId), eq(mails.id, letterId)))
}

type RowOfLetter = Pick<
  MailRow,
  'id' | 'letterId' | 'meetingId' | 'attendeeId' | 'personId' | 'calendarEntry' | 'occasion'
>

/** The rows of letters that are not ended, by letter, oldest first. */
export async function rowsOfLetters(
  tx: Db,
  letterIds: readonly Id<'mail'>[],
): Promise<Map<Id<'mail'>, RowOfLetter[]>> {
  if (letterIds.length === 0) return new Map()
  const rows = await tx
    .select({
      id: mails.id,
      letterId: mails.letterId,
      meetingId: mails.meetingId,
      attendeeId: mails.attendeeId,
      personId: mails.personId,
      calendarEntry: mails.calendarEntry,
      occasion: mails.occasion,
    })
    .from(mails)
    .where(
      and(
        isAmong(mails.letterId, letterIds),
        inArray(mails.state, ['pending', 'failed', 'unsent']),
      ),
    )
    .orderBy(asc(mails.seq))
  return Map.groupBy(rows, row => row.letterId!) // the query asked for those with one
}
