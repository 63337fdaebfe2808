import { sql } from 'drizzle-orm'
import type { Actor } from '../lib/actor.ts'
import type { Context, InvitationChanges } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import type { MemberId, StaffId } from '../lib/ids.ts'
import { Lanes } from '../lib/lanes.ts'
import type { Topic } from '../lib/live.ts'
import { askInPieces, isAmong } from '../lib/many.ts'
import { permit } from '../lib/permit.ts'
import { changeableFields, mayEditRoster } from './rules/roster.ts'
import { lockStaff } from './store/members.ts'
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
 * Runs a change of a staff's roster in a transaction that holds the staff, and then, in the order
 * of ADR 0016, everything the followers of the change may write.
 */
export async function changeRoster<T>(
  ctx: Context,
  { staffId, leaving, ...patience }: Changing,
  change: (tx: Db) => Promise<T>,
): Promise<T> {
  permit(ctx.actor, { staffId }, mayEditRoster)
  return ctx.database.transaction(
    async tx => {
      if (patience.patienceMs)
        await tx.execute(sql`select set_config('lock_timeout', ${`${patience.patienceMs}`}, true)`)
      await lockStaff(tx, staffId)
      for (const { lock } of ctx.rosterFollowers) await lock?.(ctx, tx, { staffId, leaving })
      return change(tx)
    },
    { alone: staffId, ...patience },
  )
}

type Changing = {
  staffId: StaffId
  /** the member whom the change takes out */
  leaving?: MemberId
  /** how long to wait for others; without it as long as any write */
  patienceMs?: number
}

const previewPatienceMs = 2_000
/** A form asks at each pause in typing, so one person has one preview at work. */
const previews = new Lanes()

/**
 * Runs a change in a transaction, collects what it would do to invitations of future meetings, and
 * rolls the transaction back. Throws `busy` when others change the same roster, because nobody
 * should wait for a preview.
 */
export async function foreseen(
  ctx: Context,
  of: Omit<Changing, 'patienceMs'>,
  change: (tx: Db) => Promise<unknown>,
): Promise<InvitationChanges> {
  const seen: InvitationChanges = { meetings: 0, more: [], fewer: [] }
  const takenBack = new Error('A change was only tried')
  const patienceMs = previewPatienceMs
  const tried = () =>
    changeRoster(ctx, { ...of, patienceMs }, async tx => {
      await change(tx)
      for (const { foresee } of ctx.rosterFollowers)
        Object.assign(seen, await foresee?.(ctx, tx, of.staffId))
      throw takenBack
    })
  await previews.take({ alone: ctx.actor.personId, patienceMs }, tried).catch((error: unknown) => {
    if (error !== takenBack) throw error
  })
  return seen
}
