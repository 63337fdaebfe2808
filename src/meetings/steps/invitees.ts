import type { Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import {
  type AttendeeId,
  type MeetingId,
  type PersonId,
  type StaffId,
  newId,
} from '../../lib/ids.ts'
import { startsOn } from '../../lib/time.ts'
import type { Occasion } from '../../mail/contract.ts'
import { formerLeavingsOf } from '../../roster/store/leavings.ts'
import { type InviteeChange, inviteeChange, type RosterOfDay } from '../rules/invitees.ts'
import { isMovable } from '../rules/states.ts'
import { type KnownInvitee, inviteesByIds } from '../store/invitee.ts'
import {
  bringBack,
  endInvitations,
  insertAttendees,
  knownMembers,
  waitingDeputies,
} from '../store/known.ts'
import { type MeetingInStaff, raiseSequences } from '../store/meetings.ts'
import { asEnteredNow } from '../../roster/store/functionHistory.ts'
import { activeMembers, holdersOfStaffs, neverEnding, onDay } from '../store/participation.ts'
import { type Letters, queueAll } from './mail.ts'
import { type Before, newsOfDeputies, peopleBefore } from './representation.ts'

/** The roster of a staff for any day. */
export type StaffRoster = Awaited<ReturnType<typeof rosterOfStaff>>

export async function rosterOfStaff(db: Db, staffId: StaffId) {
  const [active, histories, formerLeavings] = [
    await activeMembers(db, staffId),
    asEnteredNow(await holdersOfStaffs(db, [staffId])),
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
    meeting: Pick<MeetingInStaff['meeting'], 'startsAt'>
  },
): RosterOfDay {
  const day = startsOn(meeting.startsAt, staff.zone)
  // what was entered after the planned end counts as well while the opening is waited for
  const of = { staffId: staff.id, day, at: neverEnding }
  // functions from before an absence of days do not count as held
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
    resting: onDay(histories, { ...of, counts: () => true }).holders,
    withFunction: new Set(counted.map(holder => holder.memberId)),
  }
}

export type MeetingChange = { found: MeetingInStaff; change: InviteeChange }

/**
 * The changes that make the invitations to these meetings of one staff right; meetings without a
 * change are left out.
 */
export async function changesFor(
  db: Db,
  found: readonly MeetingInStaff[],
): Promise<MeetingChange[]> {
  const [first] = found
  if (!first) return []
  const roster = await rosterOfStaff(db, first.staff.id)
  const known = await knownMembers(db, found)
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
  /** people whose invitation has begun by this */
  invited: AttendeeId[]
  /** people whose invitation has ended by this */
  ended: PersonId[]
  /** number of people told that they are not invited any more */
  told: number
  /** the meetings after the change */
  found: MeetingInStaff[]
}

/**
 * Lets the invitations to meetings of one staff that have not begun follow roster and day. For
 * convened meetings it mails people whose invitation begins or ends, and those whose deputy
 * changes. `were`: the meetings before a move, about which everybody else gets another mail. Uses a
 * few statements for any number of meetings; a second call changes nothing.
 */
export async function followRoster(
  tx: Db,
  deps: Deps,
  found: readonly MeetingInStaff[],
  {
    were,
    changes: known,
  }: { were?: readonly MeetingInStaff[]; changes?: readonly MeetingChange[] } = {},
): Promise<Followed> {
  const changes = known ?? (await changesFor(tx, found))
  const before = await peopleBefore(tx, were ?? changes.map(each => each.found))
  const done = await changeInvitations(tx, changes, deps.clock.now())
  const told = await tellChanges(tx, deps, { found, before, ...done, isMove: were !== undefined })
  return {
    changed: changes.map(each => each.found.meeting.id),
    invited: done.invited,
    ...told,
  }
}

/**
 * Lets the invitations of deputies follow a reply, and mails the people concerned. Once the meeting
 * has begun, only invitations of deputies who have not come can end.
 */
export async function followAnswer(
  tx: Db,
  deps: Deps,
  {
    found,
    changesInvitations,
    ...known
  }: {
    found: MeetingInStaff
    /**
     * the person names another deputy than before, or none any more, or may deputise for somebody
     * who has left
     */
    changesInvitations: boolean
    before: Before
    actor: AttendeeId
    alreadyTold: AttendeeId | null
    letters?: Letters[] | undefined
  },
): Promise<Pick<Followed, 'ended'>> {
  const changes = changesInvitations ? await changesFor(tx, [found]) : []
  const ofDeputies: MeetingChange[] = []
  for (const { change } of changes) {
    if (isMovable(found.meeting.state)) {
      ofDeputies.push({ found, change })
      continue
    }
    const { back, out } = change
    const ids = [...back.map(each => each.attendeeId), ...out]
    const may = await waitingDeputies(tx, found.meeting, ids)
    ofDeputies.push({
      found,
      change: {
        bring: [],
        back: back.filter(each => may.has(each.attendeeId)),
        out: out.filter(id => may.has(id)),
      },
    })
  }
  const done = await changeInvitations(tx, ofDeputies, deps.clock.now())
  return tellChanges(tx, deps, { found: [found], ...known, ...done })
}

async function changeInvitations(
  tx: Db,
  changes: readonly MeetingChange[],
  at: Date,
): Promise<{ invited: AttendeeId[]; out: AttendeeId[] }> {
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
  const invited = await insertAttendees(tx, added)
  const back = changes.flatMap(({ change }) => change.back)
  for (const forFunction of [true, false])
    await bringBack(
      tx,
      back.filter(each => each.forFunction === forFunction).map(each => each.attendeeId),
      { forFunction },
    )
  const out = changes.flatMap(({ change }) => change.out)
  await endInvitations(tx, out, { at, byHand: false })
  return { invited: [...invited, ...back.map(each => each.attendeeId)], out }
}

/**
 * Mails people whose invitation began or ended and people whose deputy changed, at most one mail
 * each; planned meetings mail nobody.
 */
export async function tellChanges(
  tx: Db,
  deps: Deps,
  {
    found,
    before,
    invited,
    out,
    actor = null,
    alreadyTold = null,
    isMove = false,
    letters: gathered,
  }: {
    found: readonly MeetingInStaff[]
    before: Before
    invited: readonly AttendeeId[]
    out: readonly AttendeeId[]
    /** who made the change; null: nobody of the meeting */
    actor?: AttendeeId | null
    /** a deputy who was told of it a moment ago */
    alreadyTold?: AttendeeId | null
    /** people who stay invited get another mail with the new date */
    isMove?: boolean
    /** takes the letters of an act on many meetings, which queues all of them in one call */
    letters?: Letters[] | undefined
  },
): Promise<Pick<Followed, 'ended' | 'told' | 'found'>> {
  const isTold = new Set(
    found.filter(({ meeting }) => meeting.state !== 'planned').map(({ meeting }) => meeting.id),
  )
  const ended = await inviteesByIds(tx, found, out)
  const leaving = ended.filter(({ wasMailed, meetingId }) => wasMailed && isTold.has(meetingId))
  const raised = new Set(leaving.map(({ meetingId }) => meetingId))
  await raiseSequences(tx, [...raised])
  const then = found.map(each =>
    raised.has(each.meeting.id)
      ? { ...each, meeting: { ...each.meeting, sequence: each.meeting.sequence + 1 } }
      : each,
  )
  const news = await newsOfDeputies(tx, { found: then, before, actor })
  const staying = isMove ? [] : [...news.values()].filter(({ kind }) => kind !== 'released')
  const ids = new Set([...invited, ...staying.map(each => each.attendeeId)])
  const coming = await inviteesByIds(tx, then, [...ids])
  const occasionFor = ({ attendeeId, hasLeft, isInvited }: KnownInvitee): Occasion => {
    if (hasLeft) return { kind: 'left' }
    const heard = news.get(attendeeId)?.occasion
    return heard ?? { kind: isInvited ? 'invitation' : 'uninvited' }
  }
  const people = [...leaving, ...coming.filter(({ meetingId }) => isTold.has(meetingId))]
  const groups = Map.groupBy(
    people.map(invitee => ({ invitee, occasion: occasionFor(invitee) })),
    ({ invitee, occasion }) => `${invitee.meetingId} ${JSON.stringify(occasion)}`,
  )
  const byId = new Map(then.map(each => [each.meeting.id, each]))
  const letters = [...groups.values()].map((group): Letters => {
    const [{ invitee, occasion }] = group as [(typeof group)[number]]
    const isKnown = occasion.kind === 'deputy' && invitee.attendeeId === alreadyTold
    const invitees = group.map(each => each.invitee)
    return { found: byId.get(invitee.meetingId)!, occasion, invitees, isKnown }
  })
  if (gathered) gathered.push(...letters)
  else await queueAll(tx, deps, letters)
  return { ended: ended.map(each => each.personId), told: leaving.length, found: then }
}
