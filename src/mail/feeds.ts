import { and, eq, isNull, notExists } from 'drizzle-orm'
import type { Db } from '../lib/db.ts'
import type { PersonId } from '../lib/ids.ts'
import { members, people } from '../roster/tables.ts'
import { feeds } from './tables.ts'

export async function putFeed(tx: Db, feed: typeof feeds.$inferInsert): Promise<void> {
  await tx
    .insert(feeds)
    .values(feed)
    .onConflictDoUpdate({
      target: feeds.personId,
      set: { tokenHash: feed.tokenHash, createdAt: feed.createdAt },
    })
}

/** The owner of a feed and their language; undefined when there is no such feed. */
export async function personOfFeed(
  db: Db,
  tokenHash: Uint8Array,
): Promise<{ personId: PersonId; language: 'de' | 'en' } | undefined> {
  const [row] = await db
    .select({ personId: feeds.personId, language: people.language })
    .from(feeds)
    .innerJoin(people, eq(people.id, feeds.personId))
    .where(eq(feeds.tokenHash, tokenHash))
  return row
}

export async function feedOf(db: Db, personId: PersonId) {
  const [row] = await db
    .select({ createdAt: feeds.createdAt })
    .from(feeds)
    .where(eq(feeds.personId, personId))
  return row
}

/** Ends a person's calendar feed; false when they had none. */
export async function endFeed(tx: Db, personId: PersonId): Promise<boolean> {
  const rows = await tx
    .delete(feeds)
    .where(eq(feeds.personId, personId))
    .returning({ personId: feeds.personId })
  return rows.length > 0
}

/** Ends the calendar feed of a person who is in no staff any more. */
export async function endFeedOutside(tx: Db, personId: PersonId): Promise<void> {
  const present = tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.personId, personId), isNull(members.leftAt)))
  await tx.delete(feeds).where(and(eq(feeds.personId, personId), notExists(present)))
}
