import { desc, eq, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, PersonId } from '../../lib/ids.ts'
import { displayName } from '../../roster/rules.ts'
import { members, people } from '../../roster/tables.ts'
import { attendees, replies } from '../tables.ts'

/** Whom a mail about a meeting goes to. */
export type Invitee = {
  attendeeId: AttendeeId
  personId: PersonId
  name: string
  email: string
  language: 'de' | 'en'
  linkGeneration: number
  reply: { kind: 'accepted' | 'declined'; deputyId: AttendeeId | null } | null
}

/** One person of a meeting as mails need them now, also when they have left the staff; undefined for visitors. */
export async function inviteeById(db: Db, attendeeId: AttendeeId): Promise<Invitee | undefined> {
  const [row] = await db
    .select({
      person: people,
      linkGeneration: sql<number>`${attendees.linkGeneration} + ${members.linkGeneration}`,
    })
    .from(attendees)
    .innerJoin(members, eq(members.id, attendees.memberId))
    .innerJoin(people, eq(people.id, members.personId))
    .where(eq(attendees.id, attendeeId))
  if (!row) return undefined
  const [reply] = await db
    .select({ kind: replies.kind, deputyId: replies.deputyId })
    .from(replies)
    .where(eq(replies.attendeeId, attendeeId))
    .orderBy(desc(replies.seq))
    .limit(1)
  const { id: personId, email, language } = row.person
  return {
    attendeeId,
    personId,
    name: displayName(row.person),
    email,
    language,
    linkGeneration: row.linkGeneration,
    reply: reply ?? null,
  }
}
