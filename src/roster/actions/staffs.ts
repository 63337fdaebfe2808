import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { Role } from '../../lib/actor.ts'
import type { Context } from '../../lib/context.ts'
import { type Db, isUniqueViolation } from '../../lib/db.ts'
import { DomainError, invalidField, notFound, overtaken } from '../../lib/errors.ts'
import type { StaffId } from '../../lib/ids.ts'
import { permit } from '../../lib/permit.ts'
import type { StaffChange, StaffInput } from '../contract/roster.ts'
import { mayCreateStaff, mayEditStaff } from '../rules/roster.ts'
import { writableAddresses } from '../steps.ts'
import { addMember } from '../store/members.ts'
import { createStaff, findStaff, updateStaff } from '../store/staffs.ts'
import { people } from '../tables.ts'

/**
 * Makes a staff from its template; the maker becomes a member. IT must name the lead, because IT
 * sees no content.
 */
export async function foundStaff(ctx: Context, { lead, ...staff }: StaffInput): Promise<StaffId> {
  if (!mayCreateStaff(ctx.actor))
    throw new DomainError('forbidden', 'Only lead or IT of a staff create another one')
  const isLead = ctx.actor.memberships.some(m => m.roles.includes('lead'))
  if (!lead && !isLead)
    throw invalidField('lead', 'must be named', { expected: 'the person who will lead the staff' })
  const at = ctx.clock.now()
  const { staffId, leadId } = await ctx.database.transaction(async tx => {
    const made = await createStaff(tx, { ...staff, at })
    if (!made) throw nameTaken(staff.name)
    const [me] = await tx
      .select({ name: people.name, email: people.email })
      .from(people)
      .where(eq(people.id, ctx.actor.personId))
    if (!me) throw notFound('person')
    const isMine = !lead || lead.email === me.email
    const { staffId } = made
    const named = isMine ? null : await addNamedLead(tx, ctx, { staffId, lead, at })
    await addMember(tx, {
      staffId: made.staffId,
      person: me,
      roles: isMine ? ['lead', 'member'] : isLead ? ['kgs', 'member'] : ['it'],
      at,
      mayWrite: true,
    })
    await audit(ctx, tx, {
      staffId: made.staffId,
      action: 'staff.created',
      subject: made.staffId,
      details: { template: staff.template },
    })
    return { staffId: made.staffId, leadId: named?.personId ?? ctx.actor.personId }
  })
  ctx.live.publish(`person:${ctx.actor.personId}`, `person:${leadId}`)
  return staffId
}

/** Stored details of a known person stay, unless the actor may vouch for all their memberships. */
async function addNamedLead(
  tx: Db,
  ctx: Context,
  { staffId, lead, at }: { staffId: StaffId; lead: NonNullable<StaffInput['lead']>; at: Date },
) {
  const { email } = lead
  const writable = await writableAddresses(tx, ctx.actor, { staffId, emails: [email] })
  const roles: Role[] = ['lead', 'member']
  return addMember(tx, { staffId, person: lead, roles, at, mayWrite: writable.has(email) })
}

export async function changeStaff(
  ctx: Context,
  staffId: StaffId,
  { revision, ...set }: z.output<typeof StaffChange>,
): Promise<void> {
  permit(ctx.actor, { staffId }, mayEditStaff)
  await ctx.database
    .transaction(async tx => {
      if (!(await updateStaff(tx, staffId, { set, revision, at: ctx.clock.now() }))) {
        const now = await findStaff(tx, staffId)
        throw now ? overtaken(now.revision) : notFound('staff')
      }
      await audit(ctx, tx, { staffId, action: 'staff.changed', subject: staffId, details: set })
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? nameTaken(set.name ?? '') : error
    })
  ctx.live.publish(`staff:${staffId}`)
}

function nameTaken(name: string): DomainError {
  return new DomainError('conflict', 'Another staff has this name', {
    fields: [{ field: 'name', problem: 'taken', value: name }],
  })
}
