import type { Actor } from '../lib/actor.ts'
import type { Db } from '../lib/db.ts'
import type { StaffId } from '../lib/ids.ts'
import { askInPieces, isAmong } from '../lib/many.ts'
import { changeableFields } from './rules.ts'
import { membershipsByPerson } from './store/sharing.ts'
import { people } from './tables.ts'

/**
 * Addresses of known people about whom the actor may write everything but the address, though they were not, or not yet, members of
 * this staff: oneself, and those the actor vouches for wherever they belong or belonged. Nobody vouches for who belongs nowhere.
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
