import { ownTitle, titleOf } from '../rules/title.ts'
import type { z } from 'zod'
import { type Actor, seesContent } from '../../lib/actor.ts'
import type { Context } from '../../lib/context.ts'
import { notFound } from '../../lib/errors.ts'
import type { AttendeeId, MeetingId, MemberId, PersonId, StaffId } from '../../lib/ids.ts'
import type { Meeting, MeetingEvent, MeetingSummary } from '../contract/meeting.ts'
import { isOver, mayActForOthers, maySeeMeetings } from '../rules/states.ts'
import {
  type MeetingInStaff,
  listMeetings,
  meetingsByIds,
  nextMeetingAfter,
} from '../store/meetings.ts'
import {
  type Participation,
  participationOf,
  participationOfOne,
  peopleOf,
} from '../store/participation.ts'
import { seatedIn } from '../store/seats.ts'
import { unfilledBy } from '../rules/invitees.ts'
import { deputyOf } from '../rules/replies.ts'
import { byIdOf } from '../rules/representation.ts'
import { repliesOf } from './attendees.ts'
import { overlapsIn, seenStaffs } from './overlaps.ts'
import { namesInStaff, namesInStaffs } from '../../roster/store/names.ts'
import { visibleMeeting } from '../access.ts'
import { latestReplies } from '../store/replies.ts'
import { attendeesOfPerson } from '../store/attendees.ts'
import { agendaOf } from '../store/agenda.ts'
import { eventsOf } from '../store/events.ts'

export const dayMs = 86_400_000

/** Meetings of one staff, or of all the actor's staffs, beginning in [from, until). */
export async function meetingsBetween(
  ctx: Context,
  { staffId, from, until }: { staffId?: StaffId; from: Date; until: Date },
): Promise<MeetingSummary[]> {
  const mine = visibleStaffs(ctx.actor)
  if (staffId && !mine.includes(staffId)) throw notFound('staff')
  const found = await listMeetings(ctx.database.db, {
    staffIds: staffId ? [staffId] : mine,
    from,
    until,
  })
  return summaries(ctx, found)
}

export async function meetingView(ctx: Context, meetingId: MeetingId): Promise<Meeting> {
  return fullView(ctx, await visibleMeeting(ctx, meetingId))
}

export async function historyOf(
  ctx: Context,
  meetingId: MeetingId,
): Promise<z.infer<typeof MeetingEvent>[]> {
  const { meeting } = await visibleMeeting(ctx, meetingId)
  const { closedAt, staffId } = meeting
  const [events, names] = await Promise.all([
    eventsOf(ctx.database.db, [meetingId]),
    namesInStaff(ctx.database.db, { staffId, now: ctx.clock.now() }),
  ])
  // whom somebody could not reach at night is nobody else's business
  const isDesk = mayActForOthers(ctx.actor, { staffId })
  const shown = events.filter(({ kind }) => isDesk || kind !== 'called')
  return shown.map(({ kind, at, byId, details }) => ({
    kind,
    at: at.toISOString(),
    // what was done after the end was done by who they were then
    byName: names.ofPerson(byId, closedAt && at > closedAt ? at : closedAt),
    // our own planning writes a member id here, or null for nobody
    minuteTakerName: names.ofMember((details.memberId ?? null) as MemberId | null, closedAt),
    details,
  }))
}

export async function summariesByIds(ctx: Context, ids: MeetingId[]): Promise<MeetingSummary[]> {
  return summaries(ctx, await meetingsByIds(ctx.database.db, ids))
}

export function visibleStaffs(actor: Actor): StaffId[] {
  return actor.memberships
    .filter(({ staffId }) => maySeeMeetings(actor, { staffId }))
    .map(m => m.staffId)
}

export async function summaries(
  ctx: Context,
  found: readonly MeetingInStaff[],
): Promise<MeetingSummary[]> {
  const { db } = ctx.database
  const ids = found.map(m => m.meeting.id)
  const [mine, moves, participation] = await Promise.all([
    myPlaces(ctx, found),
    eventsOf(db, ids),
    participationOf(
      db,
      found.filter(m => !isOver(m.meeting.state)),
    ),
  ])
  return found.map(m =>
    core(m, {
      reader: ctx.actor,
      me: mine.get(m.meeting.id) ?? null,
      movedFrom: lastMove(moves, m.meeting.id),
      participation: participation.get(m.meeting.id),
    }),
  )
}

export async function fullView(ctx: Context, found: MeetingInStaff): Promise<Meeting> {
  const { db } = ctx.database
  const { meeting, staff } = found
  const participation = await participationOfOne(db, found)
  const [mine, events, agenda, next, names, overlaps, seated] = await Promise.all([
    myPlaces(ctx, [found], participation.names),
    eventsOf(db, [meeting.id]),
    agendaOf(db, meeting.id),
    nextMeetingAfter(db, meeting),
    meeting.minuteTakerId ? namesInStaff(db, { staffId: staff.id, now: ctx.clock.now() }) : null,
    overlapsIn(db, {
      meetingIds: isOver(meeting.state) ? [] : [meeting.id],
      seen: seenStaffs(ctx),
      lang: ctx.actor.language,
      now: ctx.clock.now(),
    }),
    seatedIn(db, meeting, participation.participants),
  ])
  const isMine = mine.get(meeting.id) ?? null
  const inside = isMine !== null || seesContent(ctx.actor, staff.id)
  return {
    ...core(found, {
      reader: ctx.actor,
      me: isMine,
      movedFrom: lastMove(events, meeting.id),
      participation,
    }),
    seats: meeting.seats,
    seatsTaken: seated.size,
    cancelReason: meeting.cancelReason,
    minuteTakerId: meeting.minuteTakerId,
    minuteTakerName: names?.ofMember(meeting.minuteTakerId, meeting.closedAt) ?? null,
    pausedSince:
      meeting.state === 'paused'
        ? (events.findLast(e => e.kind === 'paused')?.at.toISOString() ?? null)
        : null,
    agenda: inside ? agenda : [],
    next: next
      ? {
          meetingId: next.id,
          title: titleOf(next, ctx.actor),
          startsAt: next.startsAt.toISOString(),
        }
      : null,
    hotline: staff.hotline,
    dialInNumber: staff.dialInNumber,
    dialInCode: staff.dialInCode,
    overlaps: overlaps
      .filter(
        ({ attendeeId }) =>
          attendeeId === isMine?.attendeeId || mayActForOthers(ctx.actor, { staffId: staff.id }),
      )
      .map(({ isOurs: _, ...overlap }) => overlap),
    revision: meeting.revision,
  }
}

type Place = NonNullable<MeetingSummary['me']>

/**
 * The actor's row and reply in each meeting that invites them; `told` are names with the additions
 * used in the meeting.
 */
async function myPlaces(
  ctx: Context,
  found: readonly MeetingInStaff[],
  told: ReadonlyMap<AttendeeId, string> = new Map(),
): Promise<Map<MeetingId, Place>> {
  const { db } = ctx.database
  const rows = await attendeesOfPerson(
    db,
    found.map(m => m.meeting.id),
    ctx.actor.personId,
  )
  if (rows.length === 0) return new Map()
  const invited = new Set(rows.map(r => r.attendee.meetingId))
  const mine = found.filter(m => invited.has(m.meeting.id))
  const [people, all] = await Promise.all([peopleOf(db, mine), latestReplies(db, mine)])
  const given = new Map(all.map(each => [each.attendeeId, each]))
  const places = rows.flatMap(({ attendee }) => {
    const { id: attendeeId, deputyForId } = attendee
    const facts = byIdOf(people.get(attendee.meetingId) ?? [])
    const senders = [...facts.values()].filter(
      each => deputyOf(each.attendeeId, facts) === attendeeId,
    )
    const sender = senders.find(each => !each.isOut) ?? senders[0]
    return [{ attendee, facts, principalId: sender?.attendeeId ?? deputyForId }]
  })
  const toName = new Set(
    places.flatMap(({ attendee, principalId }) =>
      principalId !== null || given.has(attendee.id) ? attendee.meetingId : [],
    ),
  )
  const namesIn = await namesInStaffs(db, {
    staffIds: mine.flatMap(({ meeting, staff }) => (toName.has(meeting.id) ? staff.id : [])),
    now: ctx.clock.now(),
  })
  const meetingOf = new Map(mine.map(({ meeting }) => [meeting.id, meeting]))
  return new Map(
    places.map(({ attendee, facts, principalId }) => {
      const { reply = null, former = null } = given.get(attendee.id) ?? {}
      const { staffId, closedAt } = meetingOf.get(attendee.meetingId)! // read for these meetings
      const names = namesIn.get(staffId)
      const nameOf = (id: AttendeeId) =>
        told.get(id) ?? names?.ofMember(facts.get(id)?.memberId ?? null, closedAt) ?? null
      const byNameOf = (personId: PersonId | null) => names?.ofPerson(personId, closedAt) ?? null
      const answers = { attendeeId: attendee.id, reply, formerReply: former }
      return [
        attendee.meetingId,
        {
          attendeeId: attendee.id,
          deputyForName: principalId ? nameOf(principalId) : null,
          ...repliesOf(answers, { nameOf, byNameOf, people: facts }),
        },
      ]
    }),
  )
}

function core(
  { meeting, staff, incident }: MeetingInStaff,
  {
    me,
    movedFrom,
    participation,
    reader,
  }: {
    reader: Actor
    me: Place | null
    movedFrom: string | null
    participation: Participation | undefined
  },
): MeetingSummary {
  return {
    meetingId: meeting.id,
    staffId: staff.id,
    incidentId: incident.id,
    incidentTitle: incident.title,
    seriesId: meeting.seriesId,
    number: meeting.number,
    title: titleOf(meeting, reader),
    ownTitle: ownTitle(meeting),
    kind: meeting.kind,
    state: meeting.state,
    startsAt: meeting.startsAt.toISOString(),
    endsAt: meeting.endsAt.toISOString(),
    zone: staff.zone,
    place: meeting.place,
    hasVirtualRoom: meeting.hasVirtualRoom,
    openedAt: meeting.openedAt?.toISOString() ?? null,
    closedAt: meeting.closedAt?.toISOString() ?? null,
    stillRunningAt: meeting.stillRunningAt?.toISOString() ?? null,
    movedFrom,
    unfilled:
      participation && !isOver(meeting.state)
        ? unfilledBy(
            participation.functions,
            participation.participants.map(p => p.plan),
          )
        : [],
    me,
  }
}

function lastMove(
  events: Awaited<ReturnType<typeof eventsOf>>,
  meetingId: MeetingId,
): string | null {
  return events.findLast(e => e.meetingId === meetingId && e.kind === 'moved')?.details.from ?? null
}
