import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { PersonId } from '../../lib/ids.ts'
import { formerAfter } from '../../lib/asOf.ts'
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

/** Past meetings keep what the person was called, unless that `wasAlwaysSo` and only mistyped. */
export async function changePerson(
  tx: Db,
  {
    personId,
    at,
    wasAlwaysSo = false,
  }: { personId: PersonId; at: Date; wasAlwaysSo?: boolean | undefined },
  change: Partial<Omit<PersonRow, 'id' | 'mailProblem' | 'createdAt' | 'former' | 'correctedAt'>>,
): Promise<void> {
  if (Object.keys(change).length === 0) return
  const [row] = await tx.select().from(people).where(eq(people.id, personId)).for('no key update')
  if (!row) return
  const { title, name, organisation } = row
  const former = formerAfter({ title, name, organisation, former: row.former }, change, {
    at,
    wasAlwaysSo,
  })
  await tx
    .update(people)
    .set({ ...change, former, ...(wasAlwaysSo ? { correctedAt: at } : {}) })
    .where(eq(people.id, personId))
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
