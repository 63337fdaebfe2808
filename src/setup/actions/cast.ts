import type { Visit } from '../../access/visit.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { newId, type MemberId, type PersonId, type StaffId } from '../../lib/ids.ts'
import type { SamplePerson } from '../sample.ts'

/** The people of the sample, called by their mailbox, acting through the same actions as everybody else. */
export type Cast = {
  db: Db
  as(mailbox: string, at: Date): Context
  memberId(mailbox: string): MemberId
}

type Member = { person: SamplePerson; memberId: MemberId; personId: PersonId }

/** All within one transaction. Their mails stay in the outbox, since nobody receives them, and no video runs. */
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
  // a transaction within this one is a part of it
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
        // never stored: the sample's beginnings happen in no session
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
