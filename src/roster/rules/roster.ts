import { asOf } from '../../lib/asOf.ts'
import {
  type Actor,
  type Membership,
  type Role,
  hasRole,
  membershipIn,
  roles,
} from '../../lib/actor.ts'
import type { FunctionId, PersonId, StaffId } from '../../lib/ids.ts'
import type { PersonField } from '../contract/roster.ts'
import { knownBlocks } from '../templates.ts'
import { type Wanted, isValidOn } from './holders.ts'

/** Row limit of an import, rows below the headings. */
export const importLimitBytes = 10 * 1024 * 1024
/** below the headings */
export const importLimitRows = 5_000
export const importLimitColumns = 200

type Of = { staffId: StaffId }

export const maySeeRoster = (actor: Actor, { staffId }: Of) =>
  membershipIn(actor, staffId) !== undefined
export const mayEditRoster = (actor: Actor, { staffId }: Of) =>
  hasRole(actor, staffId, 'lead', 'kgs')
export const mayEditStaff = (actor: Actor, { staffId }: Of) => hasRole(actor, staffId, 'lead', 'it')
export const mayCreateStaff = (actor: Actor) =>
  actor.memberships.some(m => m.roles.includes('lead') || m.roles.includes('it'))
/** Who may see why mail does not reach somebody: those who can correct the address. */
export const maySeeMailProblems = (actor: Actor, { staffId }: Of) =>
  hasRole(actor, staffId, 'lead', 'kgs', 'it')

export function maySeeMobile(
  actor: Actor,
  { staffId, personId }: Of & { personId: PersonId },
): boolean {
  return actor.personId === personId || hasRole(actor, staffId, 'lead', 'kgs', 'it')
}

/**
 * Whether somebody is part of meetings at all: invited, as deputy or at the door. People with only
 * the roles IT or records desk are not.
 */
export const takesPart = (roles: readonly Role[]) =>
  roles.some(role => role !== 'records' && role !== 'it')
/**
 * Whether a function keeps the minutes by its name: *Lage und Dokumentation* of KGS or Vb2, *S2* of
 * the Führungsstab (FwDV 100).
 */
export const keepsMinutes = (label: string) => /dokumentation|protokoll|^s ?2\b/i.test(label)
/** Each of these roles makes somebody part of meetings. */
export const rolesTakingPart: readonly Role[] = roles.filter(role => takesPart([role]))

/**
 * Whether somebody comes as a guest and belongs to the staff in no other way; a member without a
 * function is none.
 */
export const isOnlyGuest = (roles: readonly Role[]) =>
  roles.includes('guest') &&
  !roles.some(
    role => role === 'member' || role === 'lead' || role === 'kgs' || role === 'minuteTaker',
  )

const deskRoles: readonly Role[] = ['minuteTaker', 'member', 'guest', 'press']

/**
 * The role that whoever has a function will need: the desk for the inner service, the minutes for
 * *Lage und Dokumentation*, the press office for its own, a guest for liaisons of other bodies; null: none but member. Never lead, which
 * somebody has to give on purpose.
 */
function proposedRole({
  label,
  block,
}: {
  label: string
  block: string
}): 'kgs' | 'minuteTaker' | 'press' | 'guest' | null {
  if (/lage und dokumentation/i.test(label)) return 'minuteTaker'
  if (/^KGS\b/i.test(block) || /innendienst|innerer dienst/i.test(label)) return 'kgs'
  if (/^BuMA\b/i.test(block) || /\bBuMA\b|presse|medienarbeit/i.test(label)) return 'press'
  return /^Verbindungsperson/i.test(block) ? 'guest' : null
}

/** What the functions suggest, as far as the reader may give it; a guest is nothing else. */
export function proposedRoles(
  functions: readonly { label: string; block: string }[],
  grantable: readonly Role[],
): Role[] {
  const proposed = [...new Set(functions.flatMap(fn => proposedRole(fn) ?? []))].filter(role =>
    grantable.includes(role),
  )
  const isOnlyGuest = proposed.length === 1 && functions.every(fn => proposedRole(fn) === 'guest')
  return isOnlyGuest ? proposed : proposed.filter(role => role !== 'guest')
}

/** Roles that the actor may give and take: the desk the everyday ones, the lead all. */
export function grantableRoles(actor: Actor, { staffId }: Of): readonly Role[] {
  if (hasRole(actor, staffId, 'lead'))
    return ['lead', 'kgs', 'minuteTaker', 'member', 'guest', 'records', 'press', 'it']
  return hasRole(actor, staffId, 'kgs') ? deskRoles : []
}

/** True when the actor may give or take every role that differs. */
export function mayChangeRoles(
  actor: Actor,
  { staffId, from, to }: Of & { from: readonly Role[]; to: readonly Role[] },
): boolean {
  const grantable = grantableRoles(actor, { staffId })
  const changed = [
    ...from.filter(role => !to.includes(role)),
    ...to.filter(role => !from.includes(role)),
  ]
  return changed.every(role => grantable.includes(role))
}

export type Belonging = Pick<Membership, 'staffId' | 'roles'> & {
  sharesDetails: boolean | null
  leftAt: unknown
}

/**
 * Who may decide which account a person is: change its mail address, or hand out a new right to set
 * password and app code. Either would let the actor act as that person in all their staffs. So the
 * actor needs power over each of `memberships`: the present ones, and the former ones with the
 * roles they had at the end. A membership the person has not answered yet does not count, unless
 * its roles are more than everyday ones; so no staff can take this power away by listing somebody.
 */
export function mayVouchFor(
  actor: Pick<Actor, 'memberships'>,
  memberships: readonly Belonging[],
): boolean {
  return weighty(memberships).every(
    ({ staffId, roles }) =>
      hasRole(actor, staffId, 'lead', 'it') ||
      (hasRole(actor, staffId, 'kgs') && roles.every(role => deskRoles.includes(role))),
  )
}

/**
 * The memberships that count. All of them count for a person who is in no staff that they have
 * answered.
 */
function weighty(memberships: readonly Belonging[]): readonly Belonging[] {
  const isAnswered = ({ sharesDetails }: Belonging) => sharesDetails !== null
  if (!memberships.some(each => isAnswered(each) && each.leftAt === null)) return memberships
  return memberships.filter(
    each =>
      isAnswered(each) ||
      (each.leftAt === null && !each.roles.every(role => deskRoles.includes(role))),
  )
}

/** true: shown to every staff; false: only after the person has agreed. */
const isShownToAll: Record<PersonField, boolean> = {
  title: true,
  name: true,
  organisation: false,
  email: true,
  mobile: false,
  language: false,
}
type Sharing = { sharesDetails: boolean | null; leftAt: Date | null }

/**
 * The fields of a person that a staff is shown: name and mail address always; organisation and
 * mobile number once the person has agreed, the number only while they are in the staff.
 */
export function shownOf<P extends { organisation: string; mobile: string }>(
  person: P,
  { sharesDetails, leftAt }: Sharing,
): P {
  const isShared = sharesDetails === true
  return {
    ...person,
    organisation: isShared ? person.organisation : '',
    mobile: isShared && leftAt === null ? person.mobile : '',
  }
}

/**
 * The fields of a person that the actor may change. A change holds in all staffs of the person. Of
 * oneself: all but the address. Of others: the fields that are shown, if the actor may vouch for
 * all of `memberships`, which are the person's.
 */
export function changeableFields(
  actor: Actor,
  {
    personId,
    sharesDetails,
    memberships,
  }: {
    personId: PersonId
    sharesDetails: boolean | null
    memberships: readonly Belonging[]
  },
): PersonField[] {
  const isMe = actor.personId === personId
  const vouches = mayVouchFor(actor, memberships)
  const isShown = (field: PersonField) => sharesDetails === true || isShownToAll[field]
  // the record above has exactly these keys
  return (Object.keys(isShownToAll) as PersonField[]).filter(
    field => (isMe && field !== 'email') || (vouches && (isMe || isShown(field))),
  )
}

type FunctionFact = {
  functionId: FunctionId
  staffId: StaffId
  label: string
  block: string
  position: number
  isRequired: boolean
  createdAt: Date
  retiredAt: Date | null
  /** earlier labels, blocks and requirements, each valid until that moment, oldest first */
  former: readonly { label: string; block: string; isRequired: boolean; until: Date }[]
}

/** The function as it was at that moment; null when it did not exist yet or was retired. */
export function functionAt<T extends FunctionFact>(fact: T, at: Date): T | null {
  if (fact.createdAt > at || (fact.retiredAt !== null && fact.retiredAt <= at)) return null
  return asOf(fact, at)
}

type ReadyMember = { hasMobile: boolean; hasSecondFactor: boolean; leftAt: string | null }

/**
 * The counts at the top of the roster. People who left do not count, and a deputy alone does not
 * fill a function.
 */
export function readiness(
  {
    functions,
    members,
  }: {
    functions: readonly { isRequired: boolean; holders: readonly Wanted[] }[]
    members: readonly ReadyMember[]
  },
  today: string,
) {
  const active = members.filter(member => member.leftAt === null)
  const required = functions.filter(fn => fn.isRequired)
  return {
    members: active.length,
    required: required.length,
    requiredFilled: required.filter(fn =>
      fn.holders.some(holder => holder.rank === 0 && isValidOn(holder, today)),
    ).length,
    withoutMobile: active.filter(member => !member.hasMobile).length,
    withoutSecondFactor: active.filter(member => !member.hasSecondFactor).length,
  }
}

/**
 * The index at which a new function of that block is put into `functions`, which are in order:
 * after the last of its block, else after the blocks that usually come before it, else at the end.
 */
export function placeFor(block: string, functions: readonly { block: string }[]): number {
  const last = functions.findLastIndex(fn => fn.block === block)
  if (last !== -1) return last + 1
  const order = knownBlocks.indexOf(block)
  if (order === -1) return functions.length
  return (
    functions.findLastIndex(
      fn => knownBlocks.indexOf(fn.block) !== -1 && knownBlocks.indexOf(fn.block) < order,
    ) + 1
  )
}

/** Headings a function can be put under: those in use in their order, then the usual ones. */
export function blocksToChoose(functions: readonly { block: string }[]): string[] {
  return [...new Set([...functions.map(fn => fn.block), ...knownBlocks])]
}
