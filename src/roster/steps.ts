import type { Actor } from '../lib/actor.ts'
import type { Context, InvitationChanges } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import type { StaffId } from '../lib/ids.ts'
import type { Topic } from '../lib/live.ts'
import { askInPieces, isAmong } from '../lib/many.ts'
import { changeableFields } from './rules.ts'
import { membershipsByPerson } from './store/sharing.ts'
import { people } from './tables.ts'

/**
 * The addresses among `emails` of known people about whom the actor may write all fields but the
 * address: the actor's own, and those of people the actor may vouch for. Nobody may vouch for a
 * person who is in no staff. Membership of this staff is not needed.
 */
export async function writableAddresses(
  db: Db,
  actor: Actor,
  { staffId, emails }: { staffId: StaffId; emails: readonly string[] },
): Promise<Set<string>> {
  const writable = await askInPieces(emails, async piece => {
    const known = await db
      .select({ personId: people.id, email: people.email })
      .from(people)
      .where(isAmong(people.email, piece))
    const belonging = await membershipsByPerson(
      db,
      known.map(person => person.personId),
    )
    return known.flatMap(({ personId, email }) => {
      const memberships = belonging.get(personId) ?? []
      const here = memberships.find(membership => membership.staffId === staffId)
      const fields = changeableFields(actor, {
        personId,
        sharesDetails: here ? here.sharesDetails : true,
        memberships,
      })
      const isSomewhere = here !== undefined || memberships.some(each => each.leftAt === null)
      const isWritable = isSomewhere && fields.includes('mobile')
      return isWritable ? [email] : []
    })
  })
  return new Set(writable)
}

/**
 * Runs the followers of a roster change, as the last step of the caller's transaction. Gives counts
 * for the trail, and topics to publish after the commit.
 */
export async function followed(
  ctx: Context,
  tx: Db,
  staffId: StaffId,
): Promise<{ counts: Record<string, number>; topics: Topic[] }> {
  const counts: Record<string, number> = {}
  const topics: Topic[] = []
  for (const { onChange } of ctx.rosterFollowers) {
    const done = await onChange?.(ctx, tx, staffId)
    Object.assign(counts, done?.counts)
    topics.push(...(done?.topics ?? []))
  }
  return { counts, topics }
}

/**
 * Runs a change in a transaction, collects what it would do to invitations of future meetings, and
 * rolls the transaction back.
 */
export async function foreseen(
  ctx: Context,
  staffId: StaffId,
  change: (tx: Db) => Promise<unknown>,
): Promise<InvitationChanges> {
  const seen: InvitationChanges = { meetings: 0, more: [], fewer: [] }
  const takenBack = new Error('A change was only tried')
  await ctx.database
    .transaction(async tx => {
      await change(tx)
      for (const { foresee } of ctx.rosterFollowers)
        Object.assign(seen, await foresee?.(ctx, tx, staffId))
      throw takenBack
    })
    .catch((error: unknown) => {
      if (error !== takenBack) throw error
    })
  return seen
}
