import { and, eq } from 'drizzle-orm'
import { audit } from '../../audit/store.ts'
import { beginIncident } from '../../incidents/steps.ts'
import { incidents } from '../../incidents/tables.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, invalidField } from '../../lib/errors.ts'
import {
  type IncidentId,
  type MeetingId,
  type MemberId,
  type StaffId,
  newId,
} from '../../lib/ids.ts'
import { permit } from '../../lib/permit.ts'
import { insertMany } from '../../lib/many.ts'
import { startsOn } from '../../lib/time.ts'
import type {
  ConveneNowInput,
  MeetingAtInput,
  MeetingInput,
  SeriesInput,
} from '../contract/meeting.ts'
import { defaultAgenda } from '../../words/agenda.ts'
import { mayPlan, meetingTitle } from '../rules/states.ts'
import { expandSeries } from '../series.ts'
import {
  type IncidentRow,
  type MeetingRow,
  type StaffRow,
  agendaOf,
  findMeeting,
  recordEvent,
  takeNumber,
} from '../store/meetings.ts'
import { agendaItems, attendees, meetings, series } from '../tables.ts'
import { activeMembers, holdersOfStaffs, onDay } from '../store/participation.ts'
import { defined } from '../../roster/store/staffs.ts'
import { staffs } from '../../roster/tables.ts'
import { invitedByPlan } from '../rules/invitees.ts'
import { type Out, type Slot, instantOf, slotOf } from '../slot.ts'
import { newRoomName } from '../../lib/secrets.ts'
import { inform } from '../steps/mail.ts'
import { announce } from '../announce.ts'
import { requireTakingPart, stillTakingPart } from '../steps/attendees.ts'

type Wish = Omit<Out<typeof MeetingAtInput>, 'startsAt' | 'durationMin' | 'convene'>

export async function planMeeting(
  ctx: Context,
  staffId: StaffId,
  input: Out<typeof MeetingInput>,
): Promise<MeetingId> {
  const staff = await plannableStaff(ctx, staffId)
  const startsAt = instantOf(input, staff.zone)
  return plan(ctx, staff, {
    wish: input,
    slot: slotOf(startsAt, input.durationMin),
    convene: input.convene,
  })
}

export async function planMeetingAt(
  ctx: Context,
  staffId: StaffId,
  input: Out<typeof MeetingAtInput>,
): Promise<MeetingId> {
  const staff = await plannableStaff(ctx, staffId)
  return plan(ctx, staff, {
    wish: input,
    slot: slotOf(new Date(input.startsAt), input.durationMin),
    convene: input.convene,
  })
}

export async function conveneNow(
  ctx: Context,
  staffId: StaffId,
  input: Out<typeof ConveneNowInput>,
): Promise<MeetingId> {
  const staff = await plannableStaff(ctx, staffId)
  const startsAt = new Date(
    Math.ceil(ctx.clock.now().getTime() / 60_000) * 60_000 + input.inMin * 60_000,
  )
  return plan(ctx, staff, { wish: input, slot: slotOf(startsAt, input.durationMin), convene: true })
}

/** All instances in one transaction; a local time that does not exist or exists twice on one of the days is asked back. */
export async function planSeries(ctx: Context, staffId: StaffId, input: Out<typeof SeriesInput>) {
  const staff = await plannableStaff(ctx, staffId)
  const { date, time, durationMin, rule, choices } = input
  const expanded = expandSeries({
    startsOn: date,
    time,
    zone: staff.zone,
    durationMin,
    rule,
    limit: 200,
    ...(choices ? { choices } : {}),
  })
  if (!expanded.ok) {
    if (expanded.reason !== 'clockChange')
      throw invalidField('rule', expanded.reason, { expected: 'between 1 and 200 meetings' })
    const isMissing = expanded.questions.some(q => q.shift === 'missing')
    throw new DomainError(
      isMissing ? 'wallTimeMissing' : 'wallTimeAmbiguous',
      'The clocks change on a day of the series',
      {
        fields: expanded.questions.map(q => ({
          field: `choices.${q.localDate}`,
          problem: q.shift,
          value: time,
          expected: 'earlier or later',
        })),
        details: {
          questions: expanded.questions.map(q => ({
            ...q,
            earlier: q.earlier.toISOString(),
            later: q.later.toISOString(),
          })),
        },
      },
    )
  }
  const slots = expanded.instances.map(({ startsAt, endsAt }) => ({ startsAt, endsAt }))
  const seriesId = newId('series', ctx.clock.now())
  const { title: _title, ...wish } = input
  const ids = await ctx.database.transaction(async tx => {
    const incident = await incidentFor(tx, ctx, staff, input)
    await tx.insert(series).values({
      id: seriesId,
      staffId,
      incidentId: incident.id,
      rule: input.rule,
      createdAt: ctx.clock.now(),
    })
    const made: MeetingId[] = []
    const people = await peopleOf(tx, staffId)
    for (const slot of slots)
      made.push(
        await insertMeeting(tx, ctx, {
          staff,
          incident,
          people,
          wish,
          slot,
          convene: input.convene,
          seriesId,
        }),
      )
    return made
  })
  announce(ctx, staffId, ids)
  return { seriesId, meetingIds: ids }
}

async function plan(
  ctx: Context,
  staff: StaffRow,
  { wish, slot, convene: isConvened }: { wish: Wish; slot: Slot; convene: boolean },
): Promise<MeetingId> {
  const meetingId = await ctx.database.transaction(async tx => {
    const incident = await incidentFor(tx, ctx, staff, wish)
    return insertMeeting(tx, ctx, {
      staff,
      incident,
      people: await peopleOf(tx, staff.id),
      wish,
      slot,
      convene: isConvened,
      seriesId: null,
    })
  })
  announce(ctx, staff.id, [meetingId])
  return meetingId
}

async function insertMeeting(
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

async function peopleOf(tx: Db, staffId: StaffId) {
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

async function incidentFor(
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

async function plannableStaff(ctx: Context, staffId: StaffId): Promise<StaffRow> {
  permit(ctx.actor, { staffId }, mayPlan)
  const [staff] = await ctx.database.db.select().from(staffs).where(eq(staffs.id, staffId))
  return staff! // a membership has a staff
}
