import { and, asc } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { MeetingId, PersonId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import type { Occasion } from '../contract.ts'
import { mails } from '../tables.ts'
import { isChange } from '../rules.ts'
import type { MailRow } from './mails.ts'

export type Heard = {
  /**
   * mails that have not reached the person, or not for certain, and recent news of changes that are
   * never sent, oldest first
   */
  waiting: (Pick<MailRow, 'id' | 'letterId' | 'state' | 'attempts' | 'mayHaveArrived'> & {
    occasion: Occasion
  })[]
  /** whether anything about the meeting was sent or shown to them, or may have reached them */
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
      mayHaveArrived: mails.mayHaveArrived,
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

type HeardRow = Pick<
  MailRow,
  'id' | 'letterId' | 'state' | 'attempts' | 'mayHaveArrived' | 'occasion' | 'createdAt'
>

function heardFrom(rows: readonly HeardRow[], since: Date): Heard {
  return {
    waiting: rows.flatMap(({ createdAt, ...row }) => {
      const { state, occasion } = row
      const isFresh = occasion !== null && isChange(occasion) && createdAt > since
      return occasion && (['pending', 'failed'].includes(state) || (state === 'unsent' && isFresh))
        ? [{ ...row, occasion }]
        : []
    }),
    wasTold: rows.some(
      ({ state, mayHaveArrived }) =>
        mayHaveArrived || ['sending', 'sent', 'failed', 'unsent'].includes(state),
    ),
    toldLately: rows.flatMap(({ occasion, createdAt, ...row }) =>
      isUnderWay(row) && occasion !== null && isChange(occasion) && createdAt > since
        ? [occasion.kind]
        : [],
    ),
    lastAsDeputy:
      rows
        .flatMap(({ occasion, ...row }) => {
          const kind = occasion?.kind
          const isOf = kind === 'deputy' || kind === 'relieved' || kind === 'released'
          return isOf && isUnderWay(row) ? [kind] : []
        })
        .at(-1) ?? null,
  }
}

const isUnderWay = ({ state, mayHaveArrived }: Pick<MailRow, 'state' | 'mayHaveArrived'>) =>
  mayHaveArrived || state === 'sending' || state === 'sent'
