import type { Context } from '../lib/context.ts'
import type { StaffId } from '../lib/ids.ts'
import { permit } from '../lib/permit.ts'
import { maySeeMailProblems } from '../roster/rules/roster.ts'
import type { OpenAccess } from './contract/session.ts'
import { openEnrolmentsIn } from './store/enrolments.ts'

/** Who in a staff was given access and has not used it yet. */
export async function openAccess(ctx: Context, staffId: StaffId): Promise<OpenAccess> {
  permit(ctx.actor, { staffId }, maySeeMailProblems)
  const rows = await openEnrolmentsIn(ctx.database.db, staffId, ctx.clock.now())
  return rows.map(({ memberId, givenAt, expiresAt, way }) => ({
    memberId,
    way,
    givenAt: givenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }))
}
