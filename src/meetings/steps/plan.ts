import { and, eq } from 'drizzle-orm'
import { audit } from '../../audit/store.ts'
import { beginIncident } from '../../incidents/steps.ts'
import { incidents } from '../../incidents/tables.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { invalidField } from '../../lib/errors.ts'
import { type IncidentId, type MeetingId, type StaffId, newId } from '../../lib/ids.ts'
import { insertMany } from '../../lib/many.ts'
import { newRoomName } from '../../lib/secrets.ts'
import { holdStaff } from '../../roster/store/members.ts'
import { takesPart } from '../../roster/rules/roster.ts'
import { defined } from '../../roster/store/staffs.ts'
import { defaultAgenda } from '../../words/agenda.ts'
import type { MeetingAtInput } from '../contract/meeting.ts'
import { inviteeChange } from '../rules/invitees.ts'
import type { Out, Slot } from '../slot.ts'
import {
  type IncidentRow,
  type MeetingInStaff,
  type MeetingRow,
  type StaffRow,
  findMeeting,
} from '../store/meetings.ts'
import { agendaItems, attendees, meetings } from '../tables.ts'
import { bringIn, requireTakingPart, stillTakingPart } from './attendees.ts'
import { type StaffRoster, rosterOfStaff, rosterOn } from './invitees.ts'
import { agendaOf } from '../store/agenda.ts'
import { recordEvent } from '../store/events.ts'

export type Wish = Omit<
  Out<typeof MeetingAtInput>,
  'startsAt' | 'durationMin' | 'meant' | 'convene'
>

/** Plans a meeting. It tells nobody: the act that plans tells about all its meetings at once. */
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
    people: StaffRoster
    wish: Wish
    slot: Slot
    convene: boolean
    seriesId: MeetingRow['seriesId']
  },
): Promise<MeetingInStaff> {
  const like = wish.like ? await likeMeeting(tx, staff.id, wish.like) : undefined
  const at = ctx.clock.now()
  const meetingId = newId('meeting', at)
  if (wish.minuteTakerId)
    await requireTakingPart(tx, staff.id, {
      field: 'minuteTakerId',
      memberId: wish.minuteTakerId,
    })
  const without = new Set(wish.without)
  requireChosen(people, wish)
  const usualTaker = await stillTakingPart(tx, staff.id, like?.meeting.minuteTakerId)
  const minuteTakerId =
    wish.minuteTakerId !== undefined
      ? wish.minuteTakerId
      : usualTaker && without.has(usualTaker)
        ? null
        : usualTaker
  const [meeting] = await tx
    .insert(meetings)
    .values({
      id: meetingId,
      staffId: staff.id,
      incidentId: incident.id,
      seriesId,
      calendarEntry: seriesId,
      ...slot,
      title: wish.title ?? null,
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
  const usual = inviteeChange(rosterOn(people, { meeting: slot, staff }), [], null).bring.filter(
    each => !without.has(each.memberId),
  )
  // the minute taker is invited even if the roster would not invite them
  const isMissed = minuteTakerId && !usual.some(each => each.memberId === minuteTakerId)
  const minuteTaker = isMissed
    ? [{ memberId: minuteTakerId, forFunction: false, byHand: true }]
    : []
  const leftOut = [...without].map(memberId => ({
    memberId,
    forFunction: false,
    byHand: true,
    endedAt: at,
  }))
  const invited = [...usual.map(each => ({ ...each, byHand: false })), ...minuteTaker]
  const rows = [...invited.map(each => ({ ...each, endedAt: null })), ...leftOut].map(each => ({
    ...each,
    id: newId('attendee', at),
    meetingId,
    kind: 'invited' as const,
    createdAt: at,
  }))
  await insertMany(tx, attendees, rows)
  const made = { meeting: meeting!, staff, incident }
  for (const memberId of new Set(wish.also)) await bringIn(tx, made, { memberId, at })
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
  await audit(ctx, tx, {
    staffId: staff.id,
    action: 'meeting.planned',
    subject: meetingId,
    details: defined({ without: wish.without, also: wish.also }),
  })
  if (isConvened)
    await recordEvent(tx, { meetingId, kind: 'convened', at, byId: ctx.actor.personId })
  return made
}

/**
 * Refuses people left out or added who are not of the staff or take part in no meeting, who are
 * both, or of whom one is to keep the minutes and left out.
 */
function requireChosen({ active }: StaffRoster, { without = [], also = [], minuteTakerId }: Wish) {
  const taking = new Set(
    active.filter(({ member }) => takesPart(member.roles)).map(({ member }) => member.id),
  )
  for (const [field, chosen] of Object.entries({ without, also })) {
    const strange = chosen.find(memberId => !taking.has(memberId))
    if (strange)
      throw invalidField(field, 'names somebody who is not in this staff, or takes part in none', {
        value: strange,
        expected: 'members of the staff who take part',
      })
  }
  const both = without.find(memberId => memberId === minuteTakerId || also.includes(memberId))
  if (both)
    throw invalidField('without', 'leaves out somebody who is needed by the same request', {
      value: both,
      expected: 'neither the minute taker nor anybody of "also"',
    })
}

/**
 * Fields of a meeting that are copied from a similar one when absent, else from staff and incident.
 */
const carried = ['kind', 'place', 'seats', 'hasVirtualRoom'] as const satisfies (keyof MeetingRow &
  keyof Wish)[]
type Facts = Pick<MeetingRow, (typeof carried)[number]>

/** The fields of `of` that are given. Seats null means not limited, and is copied, too. */
function carriedFrom(of: { [K in keyof Facts]?: Facts[K] | undefined }): Partial<Facts> {
  // the keys are those of the list
  return defined(Object.fromEntries(carried.map(field => [field, of[field]]))) as Partial<Facts>
}
const defaultsOf = (staff: StaffRow, incident: IncidentRow): Facts => ({
  kind: incident.kind,
  place: staff.defaultPlace,
  seats: staff.defaultSeats,
  hasVirtualRoom: true,
})

/** The roster, locked against changes until the end of the transaction. */
export async function heldRoster(tx: Db, staffId: StaffId): Promise<StaffRoster> {
  await holdStaff(tx, staffId)
  return rosterOfStaff(tx, staffId)
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
  if (row.endedAt)
    throw invalidField('incidentId', 'names an incident that has ended', {
      value: id,
      expected: 'an incident that goes on; reopen it first',
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
