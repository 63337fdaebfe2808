import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { PersonId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { people } from '../tables.ts'

export type PersonRow = typeof people.$inferSelect

export async function personOf(db: Db, personId: PersonId): Promise<PersonRow | null> {
  const [row] = await db.select().from(people).where(eq(people.id, personId))
  return row ?? null
}

/**
 * Locks these people until the end of the transaction; meetings and mails that name them can still
 * be written.
 */
export async function holdPeople(tx: Db, personIds: readonly PersonId[]): Promise<void> {
  await tx
    .select({ id: people.id })
    .from(people)
    .where(isAmong(people.id, personIds))
    // always in one order, so that two transactions cannot wait for each other
    .orderBy(people.id)
    .for('no key update')
}

export async function changePerson(
  db: Db,
  personId: PersonId,
  change: Partial<Omit<PersonRow, 'id' | 'email' | 'mailProblem' | 'createdAt'>>,
): Promise<void> {
  if (Object.keys(change).length > 0)
    await db.update(people).set(change).where(eq(people.id, personId))
}

/**
 * Stores why a mail server refused this address of a person; null once a mail reached it. Does
 * nothing when the person has another address by now.
 */
export async function setMailProblem(
  tx: Db,
  { personId, email }: { personId: PersonId; email: string },
  mailProblem: string | null,
): Promise<void> {
  await tx
    .update(people)
    .set({ mailProblem })
    .where(
      and(
        eq(people.id, personId),
        eq(people.email, email),
        sql`${people.mailProblem} is distinct from ${mailProblem}`,
      ),
    )
}
