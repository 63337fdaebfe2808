import { endLinks } from '../store/links.ts'
import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { type Db, isUniqueViolation } from '../../lib/db.ts'
import { DomainError, invalidField, notFound } from '../../lib/errors.ts'
import { type MemberId, type PersonId, type StaffId, newId } from '../../lib/ids.ts'
import type { Role } from '../../lib/actor.ts'
import type { Topic } from '../../lib/live.ts'
import { startsOn } from '../../lib/time.ts'
import { type MemberChange, type MemberInput, PersonField } from '../contract/roster.ts'
import { changeableFields, mayChangeRoles, shownOf, takesPart } from '../rules/roster.ts'
import { changeRoster, followed, foreseen, writableAddresses } from '../steps.ts'
import { holdersFrom, lockFunction } from '../store/functions.ts'
import {
  type MemberRow,
  type PersonFields,
  addMember,
  giveMemberRoles,
  giveWay,
  hasEverBelonged,
  hasOtherLead,
  lockMember,
  markLeft,
  presentMembers,
  updatePerson,
} from '../store/members.ts'
import { peopleByEmail } from '../store/addresses.ts'
import { endLeaving } from '../store/leavings.ts'
import { allMembershipsOf } from '../store/sharing.ts'
import { findStaff } from '../store/staffs.ts'
import type { PersonRow } from '../store/people.ts'
import { limits, returnAttempt, takeAttempt } from '../../lib/limits.ts'
import { holdersProblem } from '../rules/holders.ts'
import { endRestingHolders } from '../store/holders.ts'
import { countingStrangers } from './strangers.ts'

type OfMember = { staffId: StaffId; memberId: MemberId }

/**
 * Invites somebody into the staff. If their mail address is known, the stored details of the person
 * stay. Unless the actor may vouch for them, the staff sees only the name until the person agrees.
 */
export async function inviteMember(
  ctx: Context,
  staffId: StaffId,
  input: MemberInput,
): Promise<MemberId> {
  const countStrangers = countingStrangers(ctx)
  const { memberId, personId, topics } = await changeRoster(ctx, { staffId }, async tx => {
    const added = await bringIntoStaff(ctx, tx, staffId, { input, countStrangers })
    await audit(ctx, tx, {
      staffId,
      action: 'member.added',
      subject: added.memberId,
      details: { personId: added.personId, roles: input.roles, functions: input.functions },
    })
    return { ...added, topics: (await followed(ctx, tx, staffId)).topics }
  })
  publish(ctx, { staffId, personId }, topics)
  return memberId
}

/**
 * What inviting somebody would do to invitations, without saving it. A person of other staffs is
 * tried under an address nobody has, because the names in a preview may not tell whom an address
 * belongs to.
 */
export const foreseeJoining = (ctx: Context, staffId: StaffId, input: MemberInput) =>
  foreseen(ctx, { staffId }, async tx => {
    const isKnownHere = await hasEverBelonged(tx, { staffId, email: input.email })
    const email = isKnownHere ? input.email : `${newId('person', ctx.clock.now())}@preview.invalid`
    await bringIntoStaff(ctx, tx, staffId, { input: { ...input, email } })
  })

async function bringIntoStaff(
  ctx: Context,
  tx: Db,
  staffId: StaffId,
  {
    input: { functions, roles, ...person },
    countStrangers,
  }: {
    input: MemberInput
    /** absent: the act is only tried, under an address that nobody has */
    countStrangers?: ReturnType<typeof countingStrangers>
  },
): Promise<{ memberId: MemberId; personId: PersonId }> {
  if (!mayChangeRoles(ctx.actor, { staffId, from: [], to: roles })) throw rolesNotYours()
  const at = ctx.clock.now()
  await refuseTakenRanks(tx, { staffId, functions, at })
  const { email } = person
  const writable = await writableAddresses(tx, ctx.actor, { staffId, emails: [email] })
  const mayWrite = writable.has(email)
  const [known] = await peopleByEmail(tx, staffId, [email])
  if (!mayWrite && !known?.memberId) await countStrangers?.({ added: 1, strangers: known ? 1 : 0 })
  const added = await addMember(tx, { staffId, person, roles, at, mayWrite, functions })
  if (added.isNew) return added
  throw new DomainError('conflict', 'This mail address belongs to a member already', {
    fields: [{ field: 'email', problem: 'taken', value: person.email }],
    details: { memberId: added.memberId },
  })
}

/**
 * What the role change of a member would do to invitations, without saving it. Other fields of a
 * person change no invitation.
 */
export const foreseeRoles = (ctx: Context, of: OfMember, roles: Role[]) =>
  foreseen(ctx, { staffId: of.staffId }, tx => giveRoles(ctx, tx, of, roles))

async function giveRoles(ctx: Context, tx: Db, of: OfMember, roles: Role[]): Promise<void> {
  const { staffId, memberId } = of
  const row = await lockMember(tx, of)
  if (!row) throw notFound('member')
  const from = row.member.roles
  if (!mayChangeRoles(ctx.actor, { staffId, from, to: roles })) throw rolesNotYours()
  if (from.includes('lead') && !roles.includes('lead')) await refuseLastLead(tx, of)
  await giveMemberRoles(tx, memberId, { roles, at: ctx.clock.now() })
}

/** Changes a person's fields, changes their roles, or takes back a leaving. */
export async function changeMember(
  ctx: Context,
  of: OfMember,
  { roles, leftAt, wasAlwaysSo, ...person }: MemberChange,
): Promise<void> {
  const { staffId, memberId } = of
  const asker = ctx.actor.personId
  let isAsked = false
  const { personId, topics } = await changeRoster(ctx, { staffId }, async tx => {
    const row = await lockMember(tx, of)
    if (!row) throw notFound('member')
    const { member } = row
    if (roles) await giveRoles(ctx, tx, of, roles)
    const wanted = wantedOf(ctx, person, row)
    await refuseForeignFields(ctx, tx, { member, fields: keysOf(wanted) })
    // counted before the answer is known, so that a refusal for too many attempts tells nothing
    // about the address; counted once when the transaction runs again
    if (wanted.email !== undefined && !isAsked) {
      await takeAttempt(ctx, limits.takenAddress, asker)
      isAsked = true
    }
    if (leftAt === null && member.leftAt !== null) await takeBackLeaving(ctx, tx, member)
    const at = ctx.clock.now()
    await updatePerson(tx, { personId: row.person.id, at, wasAlwaysSo }, wanted)
    // whoever reads the old mailbox may be a stranger, to whom a mistyped address led
    if (wanted.email !== undefined) {
      await endLinks(tx, { personId: row.person.id })
      for (const { onNewAddress } of ctx.rosterFollowers)
        await onNewAddress?.(ctx, tx, row.person.id)
    }
    // only this action removes roles; an import only adds them
    if (roles && takesPart(member.roles) && !takesPart(roles))
      await endLinks(tx, { personId: member.personId, staffId })
    // the trail holds no values, so that a person can be forgotten without changing it
    const details = {
      fields: keysOf(wanted),
      ...(wasAlwaysSo ? { wasAlwaysSo } : {}),
      ...(roles ? { from: member.roles, to: roles } : {}),
      ...(leftAt === null ? { cameBack: true } : {}),
    }
    await audit(ctx, tx, { staffId, action: 'member.changed', subject: memberId, details })
    const isRosterChanged = roles !== undefined || leftAt === null
    const topics = isRosterChanged ? (await followed(ctx, tx, staffId)).topics : []
    return { personId: row.person.id, topics }
  }).catch(async (error: unknown) => {
    if (!isUniqueViolation(error)) {
      if (isAsked) await returnAttempt(ctx, limits.takenAddress, asker)
      throw error
    }
    throw new DomainError('conflict', 'Somebody else has this mail address', {
      fields: [{ field: 'email', problem: 'taken', value: person.email ?? '' }],
    })
  })
  if (isAsked) await returnAttempt(ctx, limits.takenAddress, asker)
  publish(ctx, { staffId, personId }, topics)
}

/**
 * Ends the membership from today on, within the caller's transaction; past days do not change.
 * Gives the person, or null when they had left before. The caller must end what the person can
 * still reach.
 */
export async function takeOut(ctx: Context, tx: Db, of: OfMember): Promise<PersonRow | null> {
  const { staffId, memberId } = of
  const row = await lockMember(tx, of)
  if (!row) throw notFound('member')
  if (row.member.leftAt) return null
  if (!mayChangeRoles(ctx.actor, { staffId, from: row.member.roles, to: [] })) throw rolesNotYours()
  if (row.member.roles.includes('lead')) await refuseLastLead(tx, of)
  await markLeft(tx, memberId, ctx.clock.now())
  return row.person
}

async function takeBackLeaving(ctx: Context, tx: Db, member: MemberRow): Promise<void> {
  if (!mayChangeRoles(ctx.actor, { staffId: member.staffId, from: [], to: member.roles }))
    throw rolesNotYours()
  const staff = await findStaff(tx, member.staffId)
  if (!staff || !member.leftAt) return
  const { id: memberId, leftAt } = member
  const leftOn = startsOn(leftAt, staff.zone)
  if (leftOn < startsOn(ctx.clock.now(), staff.zone))
    await endRestingHolders(tx, { memberId, leftAt, leftOn })
  else await giveWay(tx, { memberId, leftAt, today: leftOn })
  await endLeaving(tx, { id: memberId, leftAt }, ctx.clock.now())
}

async function refuseTakenRanks(
  tx: Db,
  { staffId, functions, at }: { staffId: StaffId; functions: MemberInput['functions']; at: Date },
): Promise<void> {
  const staff = await findStaff(tx, staffId)
  if (!staff) throw notFound('staff')
  const today = startsOn(at, staff.zone)
  for (const [i, { functionId, rank }] of functions.entries()) {
    const fn = await lockFunction(tx, { staffId, functionId })
    if (!fn || fn.retiredAt)
      throw invalidField(`functions.${i}.functionId`, 'is no function of this staff', {
        value: functionId,
      })
    const holders = await holdersFrom(tx, functionId, today)
    const present = await presentMembers(
      tx,
      staffId,
      holders.map(h => h.memberId),
    )
    const others = holders.filter(holder => present.has(holder.memberId))
    // the new member has no id yet; the empty id matches nobody
    const problem = holdersProblem([
      ...others,
      { memberId: '' as MemberId, rank, validFrom: today, validUntil: null },
    ])
    if (problem)
      throw new DomainError('conflict', 'Somebody has this place already', {
        fields: [{ field: `functions.${i}.rank`, problem: 'rankTaken', value: String(rank) }],
      })
  }
}

async function refuseLastLead(tx: Db, of: OfMember): Promise<void> {
  if (!(await hasOtherLead(tx, of)))
    throw new DomainError('conflict', 'A staff needs a lead; name another one first', {
      details: { reason: 'lastLead' },
    })
}

type PersonChange = { [K in PersonField]?: PersonFields[K] | undefined }

const keysOf = (change: PersonChange) => PersonField.options.filter(field => field in change)

/**
 * The fields of the change that differ from what the actor is shown. Comparing with hidden values
 * would let the actor find them out by trying.
 */
function wantedOf(
  { actor }: Context,
  change: PersonChange,
  { member, person }: { member: MemberRow; person: PersonFields },
): PersonChange {
  const isTold = actor.personId === member.personId || member.sharesDetails === true
  const shown = isTold ? person : { ...shownOf(person, member), language: null }
  return Object.fromEntries(
    PersonField.options
      .filter(field => change[field] !== undefined && change[field] !== shown[field])
      .map(field => [field, change[field]]),
  )
}

async function refuseForeignFields(
  ctx: Context,
  tx: Db,
  { member, fields }: { member: MemberRow; fields: PersonField[] },
): Promise<void> {
  const { personId, sharesDetails } = member
  const memberships = await allMembershipsOf(tx, personId)
  const allowed = changeableFields(ctx.actor, { personId, sharesDetails, memberships })
  const refused = fields.filter(field => !allowed.includes(field))
  if (refused.length === 0) return
  const vouching = 'whoever may give access in every staff they belong or belonged to'
  throw new DomainError(
    'forbidden',
    'What a person carries holds in every staff they belong to, and reaches further than your roles',
    {
      fields: refused.map(field => ({
        field,
        problem: 'notYours',
        expected:
          field === 'email' ? vouching : `the person themselves, or ${vouching} once they share it`,
      })),
    },
  )
}

function rolesNotYours(): DomainError {
  return new DomainError('forbidden', 'Your roles do not allow giving or taking these roles', {
    fields: [{ field: 'roles', problem: 'notYours' }],
  })
}

export function publish(
  ctx: Context,
  { staffId, personId }: { staffId: StaffId; personId: PersonId },
  more: readonly Topic[] = [],
): void {
  ctx.live.publish(`staff:${staffId}`, `person:${personId}`, ...more)
}
