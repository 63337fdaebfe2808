import { and, eq } from 'drizzle-orm'
import { audit } from '../../audit/store.ts'
import { beginIncident } from '../../incidents/steps.ts'
import { incidents } from '../../incidents/tables.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { invalidField } from '../../lib/errors.ts'
import {
  type IncidentId,
  type MeetingId,
  type MemberId,
  type StaffId,
  newId,
} from '../../lib/ids.ts'
import { insertMany } from '../../lib/many.ts'
import { newRoomName } from '../../lib/secrets.ts'
import { startsOn } from '../../lib/time.ts'
import { defined } from '../../roster/store/staffs.ts'
import { defaultAgenda } from '../../words/agenda.ts'
import type { MeetingAtInput } from '../contract/meeting.ts'
import { invitedByPlan } from '../rules/invitees.ts'
import { meetingTitle } from '../rules/states.ts'
import type { Out, Slot } from '../slot.ts'
import {
  type IncidentRow,
  type MeetingRow,
  type StaffRow,
  agendaOf,
  findMeeting,
  recordEvent,
  takeNumber,
} from '../store/meetings.ts'
import { activeMembers, holdersOfStaffs, onDay } from '../store/participation.ts'
import { agendaItems, attendees, meetings } from '../tables.ts'
import { requireTakingPart, stillTakingPart } from './attendees.ts'
import { inform } from './mail.ts'

export type Wish = Omit<Out<typeof MeetingAtInput>, 'startsAt' | 'durationMin' | 'convene'>

export async function insertMeeting(
  tx: Db,
  ctx: Context,
  {
    staff,
    incident,
    people,
    wish,
    slot,
    convene: isConvened,
    seriesId,
  }: {
    staff: StaffRow
    incident: IncidentRow
    people: StaffPeople
    wish: Wish
    slot: Slot
    convene: boolean
    seriesId: MeetingRow['seriesId']
  },
): Promise<MeetingId> {
  const like = wish.like ? await likeMeeting(tx, staff.id, wish.like) : undefined
  const at = ctx.clock.now()
  const meetingId = newId('meeting', at)
  const number = await takeNumber(tx, incident.id)
  if (wish.minuteTakerId)
    await requireTakingPart(tx, staff.id, {
      field: 'minuteTakerId',
      memberId: wish.minuteTakerId,
    })
  const minuteTakerId =
    wish.minuteTakerId !== undefined
      ? wish.minuteTakerId
      : await stillTakingPart(tx, staff.id, like?.meeting.minuteTakerId)
  const [meeting] = await tx
    .insert(meetings)
    .values({
      id: meetingId,
      staffId: staff.id,
      incidentId: incident.id,
      seriesId,
      number,
      ...slot,
      title: wish.title ?? meetingTitle(number, staff.language),
      ...defaultsOf(staff, incident),
      ...(like ? carriedFrom(like.meeting) : {}),
      ...carriedFrom(wish),
      state: isConvened ? 'convened' : 'planned',
      minuteTakerId,
      roomName: newRoomName(),
      createdAt: at,
    })
    .returning()
  const agenda = wish.agenda ?? like?.agenda ?? defaultAgenda(staff.language)
  if (agenda.length > 0) {
    await tx.insert(agendaItems).values(
      agenda.map((item, position) => ({
        id: newId('agendaItem', at),
        meetingId,
        position,
        title: item.title,
        responsible: item.responsible,
        minutes: item.minutes,
      })),
    )
  }
  // whoever keeps the minutes comes too, also when only a deputy
  const usual = membersToInvite(people, staff, slot.startsAt)
  const invited =
    minuteTakerId && !usual.includes(minuteTakerId) ? [...usual, minuteTakerId] : usual
  const rows = invited.map(memberId => ({
    id: newId('attendee', at),
    meetingId,
    memberId,
    kind: 'invited' as const,
    createdAt: at,
  }))
  await insertMany(tx, attendees, rows)
  await recordEvent(tx, {
    meetingId,
    kind: 'planned',
    at,
    byId: ctx.actor.personId,
    details: { startsAt: slot.startsAt.toISOString() },
  })
  if (minuteTakerId)
    await recordEvent(tx, {
      meetingId,
      kind: 'minuteTaker',
      at,
      byId: ctx.actor.personId,
      details: { memberId: minuteTakerId },
    })
  await audit(ctx, tx, { staffId: staff.id, action: 'meeting.planned', subject: meetingId })
  if (isConvened) {
    await recordEvent(tx, { meetingId, kind: 'convened', at, byId: ctx.actor.personId })
    await inform(tx, ctx, { meeting: meeting!, staff, incident }, { kind: 'invitation' })
  }
  return meetingId
}

/** What can be said of a meeting, else is taken over from one like it, else from staff and incident. */
const carried = ['kind', 'place', 'seats', 'hasVirtualRoom'] as const satisfies (keyof MeetingRow &
  keyof Wish)[]
type Facts = Pick<MeetingRow, (typeof carried)[number]>

/** Those of `of` that are given. Seats null: not limited, which is taken over as well. */
function carriedFrom(of: { [K in keyof Facts]?: Facts[K] | undefined }): Partial<Facts> {
  // its keys are those of the list
  return defined(Object.fromEntries(carried.map(field => [field, of[field]]))) as Partial<Facts>
}
const defaultsOf = (staff: StaffRow, incident: IncidentRow): Facts => ({
  kind: incident.kind,
  place: staff.defaultPlace,
  seats: staff.defaultSeats,
  hasVirtualRoom: true,
})

type StaffPeople = Awaited<ReturnType<typeof peopleOf>>

export async function peopleOf(tx: Db, staffId: StaffId) {
  const [active, histories] = await Promise.all([
    activeMembers(tx, staffId),
    holdersOfStaffs(tx, [staffId]),
  ])
  return { active, histories }
}

function membersToInvite(
  { active, histories }: StaffPeople,
  staff: StaffRow,
  at: Date,
): MemberId[] {
  const day = startsOn(at, staff.zone)
  const { holders } = onDay(histories, { staffId: staff.id, day, at })
  return invitedByPlan(
    active.map(({ member }) => ({ memberId: member.id, roles: member.roles })),
    holders,
  )
}

export async function incidentFor(
  tx: Db,
  ctx: Context,
  staff: StaffRow,
  wish: Pick<Wish, 'incidentId' | 'incident' | 'like'>,
): Promise<IncidentRow> {
  if (wish.incident) return beginIncident(tx, ctx, staff.id, wish.incident)
  const id: IncidentId | undefined =
    wish.incidentId ??
    (wish.like ? (await likeMeeting(tx, staff.id, wish.like)).meeting.incidentId : undefined)
  if (!id)
    throw invalidField('incidentId', 'is missing', {
      expected: 'an incident, or a new one in "incident"',
    })
  const [row] = await tx
    .select()
    .from(incidents)
    .where(and(eq(incidents.id, id), eq(incidents.staffId, staff.id)))
  if (!row)
    throw invalidField('incidentId', 'names no incident of this staff', {
      value: id,
      expected: 'an incident of this staff',
    })
  return row
}

async function likeMeeting(tx: Db, staffId: StaffId, meetingId: MeetingId) {
  const found = await findMeeting(tx, meetingId)
  if (!found || found.staff.id !== staffId)
    throw invalidField('like', 'names no meeting of this staff', {
      value: meetingId,
      expected: 'a meeting of this staff',
    })
  return { meeting: found.meeting, agenda: await agendaOf(tx, meetingId) }
}
