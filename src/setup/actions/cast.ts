import type { Visit } from '../../access/visit.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { newId, type MemberId, type PersonId, type StaffId } from '../../lib/ids.ts'
import type { SamplePerson } from '../sample.ts'

/** The people of the sample by mailbox. They act through the same actions as real people. */
export type Cast = {
  db: Db
  as(mailbox: string, at: Date): Context
  memberId(mailbox: string): MemberId
}

type Member = { person: SamplePerson; memberId: MemberId; personId: PersonId }

/**
 * The people act within one transaction. Their mails stay in the outbox, because nobody would
 * receive them, and video is off.
 */
export function castOf(
  visit: Visit,
  tx: Db,
  { staffId, members }: { staffId: StaffId; members: Member[] },
): Cast {
  const byMailbox = new Map(members.map(member => [member.person.mailbox, member]))
  const find = (mailbox: string) => {
    const member = byMailbox.get(mailbox)
    if (!member) throw new Error(`The sample has nobody called "${mailbox}"`)
    return member
  }
  // an action's transaction becomes part of this one
  const database = {
    ...visit.database,
    db: tx as Context['database']['db'],
    transaction: <T>(work: (inner: Db) => Promise<T>) => work(tx),
  }
  return {
    db: tx,
    memberId: mailbox => find(mailbox).memberId,
    as(mailbox, at) {
      const { person, memberId, personId } = find(mailbox)
      const memberships = [{ staffId, memberId, roles: person.roles }]
      return {
        ...visit,
        database,
        clock: { now: () => at },
        hasMailServer: false,
        video: () => ({ state: 'unavailable', reason: 'off' }),
        // no session is stored, because nobody signs in for the sample
        actor: {
          personId,
          sessionId: newId('session', at),
          name: person.name,
          language: 'de',
          memberships,
        },
      }
    },
  }
}
