import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import {
  type AttendeeId,
  type MeetingId,
  type PersonId,
  type StaffId,
  newId,
} from '../../lib/ids.ts'
import { startsOn } from '../../lib/time.ts'
import { formerLeavingsOf } from '../../roster/store/leavings.ts'
import { type InviteeChange, inviteeChange, type RosterOfDay } from '../rules/invitees.ts'
import { type KnownInvitee, inviteesByIds } from '../store/invitee.ts'
import { bringBack, endInvitations, insertAttendees, knownMembers } from '../store/known.ts'
import { type MeetingInStaff, raiseSequences } from '../store/meetings.ts'
import { activeMembers, holdersOfStaffs, onDay } from '../store/participation.ts'
import { type Letters, queueAll } from './mail.ts'

/** All that the roster of a staff says of any day. */
export type StaffRoster = Awaited<ReturnType<typeof rosterOfStaff>>

export async function rosterOfStaff(db: Db, staffId: StaffId) {
  const [active, histories, formerLeavings] = [
    await activeMembers(db, staffId),
    await holdersOfStaffs(db, [staffId]),
    await formerLeavingsOf(db, [staffId]),
  ]
  return { active, histories, formerLeavings }
}

export function rosterOn(
  { active, histories, formerLeavings }: StaffRoster,
  {
    meeting,
    staff,
  }: Pick<MeetingInStaff, 'staff'> & {
    meeting: Pick<MeetingInStaff['meeting'], 'startsAt' | 'endsAt'>
  },
): RosterOfDay {
  const day = startsOn(meeting.startsAt, staff.zone)
  const of = { staffId: staff.id, day, at: meeting.endsAt }
  // whoever was away for days begins anew
  const backOn = new Map(
    formerLeavings.flatMap(({ memberId, leftAt, backAt }) => {
      const on = startsOn(backAt, staff.zone)
      return startsOn(leftAt, staff.zone) < on ? [[memberId, on] as const] : []
    }),
  )
  const counted = histories.flatMap(({ holders }) =>
    holders.filter(
      ({ memberId, validUntil }) =>
        validUntil === null || validUntil >= (backOn.get(memberId) ?? ''),
    ),
  )
  return {
    members: active.map(({ member }) => ({ memberId: member.id, roles: member.roles })),
    holders: onDay(histories, of).holders,
    resting: onDay(histories, { ...of, counts: () => true }).holders,
    withFunction: new Set(counted.map(holder => holder.memberId)),
  }
}

export type MeetingChange = { found: MeetingInStaff; change: InviteeChange }

/** What would have to change so that the right people are invited to these meetings of one staff; those that are right are left out. */
export async function changesFor(
  db: Db,
  found: readonly MeetingInStaff[],
): Promise<MeetingChange[]> {
  const [first] = found
  if (!first) return []
  const roster = await rosterOfStaff(db, first.staff.id)
  const known = await knownMembers(
    db,
    found.map(({ meeting }) => meeting.id),
  )
  return found
    .map(each => ({
      found: each,
      change: inviteeChange(
        rosterOn(roster, each),
        known.get(each.meeting.id) ?? [],
        each.meeting.minuteTakerId,
      ),
    }))
    .filter(({ change: { bring, back, out } }) => bring.length + back.length + out.length > 0)
}

export type Followed = {
  changed: MeetingId[]
  /** whose invitation holds since now */
  invited: AttendeeId[]
  /** whose invitation has ended now */
  ended: PersonId[]
  /** how many were told that they are not invited any more */
  told: number
  /** the meetings as they are then */
  found: MeetingInStaff[]
}

/**
 * Lets the invitations to meetings of one staff that have not begun follow roster and day. Convened meetings tell those who come to
 * them and those who fall out. A few statements for however many meetings; nothing when it is done again.
 */
export async function followRoster(
  tx: Db,
  ctx: Context,
  found: readonly MeetingInStaff[],
): Promise<Followed> {
  const at = ctx.clock.now()
  const changes = await changesFor(tx, found)
  const added = changes.flatMap(({ found: { meeting }, change }) =>
    change.bring.map(({ memberId, forFunction }) => ({
      id: newId('attendee', at),
      meetingId: meeting.id,
      memberId,
      kind: 'invited' as const,
      forFunction,
      createdAt: at,
    })),
  )
  await insertAttendees(tx, added)
  const back = changes.flatMap(({ change }) => change.back)
  for (const forFunction of [true, false])
    await bringBack(
      tx,
      back.filter(each => each.forFunction === forFunction).map(each => each.attendeeId),
      { forFunction },
    )
  const out = changes.flatMap(({ change }) => change.out)
  await endInvitations(tx, out, { at, byHand: false })
  const invited = [...added.map(row => row.id), ...back.map(each => each.attendeeId)]
  const told = await tellChanges(tx, ctx, { found, invited, out })
  return { changed: changes.map(each => each.found.meeting.id), invited, ...told }
}

/** Writes to those who come to convened meetings and to those who fall out. */
export async function tellChanges(
  tx: Db,
  ctx: Context,
  {
    found,
    invited,
    out,
  }: { found: readonly MeetingInStaff[]; invited: readonly AttendeeId[]; out: AttendeeId[] },
): Promise<Pick<Followed, 'ended' | 'told' | 'found'>> {
  const convened = new Set(
    found.filter(({ meeting }) => meeting.state === 'convened').map(({ meeting }) => meeting.id),
  )
  const ended = await inviteesByIds(tx, out)
  const toTell = ended.filter(({ wasMailed, meetingId }) => wasMailed && convened.has(meetingId))
  const raised = new Set(toTell.map(({ meetingId }) => meetingId))
  await raiseSequences(tx, [...raised])
  const then = found.map(each =>
    raised.has(each.meeting.id)
      ? { ...each, meeting: { ...each.meeting, sequence: each.meeting.sequence + 1 } }
      : each,
  )
  const fresh = (await inviteesByIds(tx, invited)).filter(each => convened.has(each.meetingId))
  const ofMeeting = (list: readonly KnownInvitee[]) => Map.groupBy(list, each => each.meetingId)
  const [invitations, left, uninvited] = [
    ofMeeting(fresh),
    ofMeeting(toTell.filter(each => each.hasLeft)),
    ofMeeting(toTell.filter(each => !each.hasLeft)),
  ]
  const letters = then.flatMap((each): Letters[] => {
    const { id } = each.meeting
    return [
      { found: each, occasion: { kind: 'left' }, invitees: left.get(id) ?? [] },
      { found: each, occasion: { kind: 'uninvited' }, invitees: uninvited.get(id) ?? [] },
      { found: each, occasion: { kind: 'invitation' }, invitees: invitations.get(id) ?? [] },
    ]
  })
  await queueAll(
    tx,
    ctx,
    letters.filter(({ invitees }) => invitees.length > 0),
  )
  return { ended: ended.map(each => each.personId), told: toTell.length, found: then }
}
