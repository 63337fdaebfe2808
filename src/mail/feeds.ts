import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../lib/db.ts'
import type { PersonId } from '../lib/ids.ts'
import { members } from '../roster/tables.ts'
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

/**
 * The owner of a feed; undefined when there is no such feed, and while that person is in no staff.
 */
export async function personOfFeed(db: Db, tokenHash: Uint8Array): Promise<PersonId | undefined> {
  const [row] = await db
    .select({ personId: feeds.personId })
    .from(feeds)
    .innerJoin(members, and(eq(members.personId, feeds.personId), isNull(members.leftAt)))
    .where(eq(feeds.tokenHash, tokenHash))
    .limit(1)
  return row?.personId
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
