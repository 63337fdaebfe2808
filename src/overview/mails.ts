import { type SQL, and, eq, gt, inArray, isNotNull, like, lt, or, sql } from 'drizzle-orm'
import type { Db } from '../lib/db.ts'
import type { StaffId } from '../lib/ids.ts'
import { isAmong } from '../lib/many.ts'
import { hasContent } from '../mail/store/mails.ts'
import { mails } from '../mail/tables.ts'

const sevenDaysMs = 7 * 86_400_000
/** A refusal for now mostly ends by itself within that time. */
const passesMs = 2 * 60_000

/** One row for mails of the last week that failed, and one for those that the server refuses now. */
export async function mailTrouble(db: Db, staffIds: readonly StaffId[], now: Date) {
  const since = (ms: number) => new Date(now.getTime() - ms)
  const failed = and(eq(mails.state, 'failed'), gt(mails.createdAt, since(sevenDaysMs)))
  const waits = and(
    inArray(mails.state, ['pending', 'sending']),
    isNotNull(mails.problem),
    or(like(mails.problem, '5%'), lt(mails.createdAt, since(passesMs))),
  )
  return [
    ...(await rowFor(db, staffIds, { kind: 'mailFailed', is: failed })),
    ...(await rowFor(db, staffIds, { kind: 'mailWaits', is: waits })),
  ]
}

async function rowFor(
  db: Db,
  staffIds: readonly StaffId[],
  { kind, is }: { kind: 'mailFailed' | 'mailWaits'; is: SQL | undefined },
) {
  const [found] = await db
    .select({
      count: sql<number>`count(*)::int`,
      names: sql<string[]>`coalesce(json_agg(distinct ${mails.toName}), '[]')`,
    })
    .from(mails)
    .where(and(isAmong(mails.staffId, staffIds), hasContent, is))
  if (!found || found.count === 0) return []
  const none = { meetingId: null, meetingTitle: null, startsAt: null, functions: [], more: 0 }
  return [{ kind, ...found, ...none }]
}
