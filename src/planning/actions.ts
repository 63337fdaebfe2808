import { and, eq, inArray, sql } from 'drizzle-orm'
import { audit } from '../audit/store.ts'
import { incidents } from '../incidents/tables.ts'
import { queueMeetingMails, type Occasion } from '../invitations/actions.ts'
import type { Context } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { DomainError, invalidField, notFound } from '../lib/errors.ts'
import { newId, type IncidentId, type MeetingId, type MemberId, type StaffId } from '../lib/ids.ts'
import { resolveWallTime, startsOn } from '../lib/time.ts'
import type { z } from 'zod'
import type { ConveneNowInput, MeetingAtInput, MeetingChange, MeetingInput, MoveInput, SeriesInput } from '../meetings/contract.ts'
import { defaultAgenda, isMovable, mayPlan, maySeeMeetings, meetingTitle, transition } from '../meetings/rules.ts'
import { expandSeries } from '../meetings/series.ts'
import {
  agendaOf,
  changeState,
  findMeeting,
  recordEvent,
  takeNumber,
  type IncidentRow,
  type MeetingInStaff,
  type MeetingRow,
  type StaffRow,
} from '../meetings/store.ts'
import { agendaItems, attendees, meetings, series } from '../meetings/tables.ts'
import { bringIn, inviteeOf } from '../replies/actions.ts'
import { visibleMeeting } from '../meetings/access.ts'
import { activeMembers, holdersOfStaffs, onDay, participationOfOne } from '../replies/store.ts'
import { staffs } from '../roster/tables.ts'
import { invitedByPlan, newRoomName } from './rules.ts'

type Out<S extends z.ZodType> = z.output<S>
type Wish = Omit<Out<typeof MeetingAtInput>, 'startsAt' | 'durationMin' | 'convene'>
type Slot = { startsAt: Date; endsAt: Date }

export async function planMeeting(ctx: Context, staffId: StaffId, input: Out<typeof MeetingInput>): Promise<MeetingId> {
  const staff = await plannableStaff(ctx, staffId)
  const startsAt = instantOf(input, staff.zone)
  return plan(ctx, staff, { wish: input, slot: slotOf(startsAt, input.durationMin), convene: input.convene })
}

export async function planMeetingAt(ctx: Context, staffId: StaffId, input: Out<typeof MeetingAtInput>): Promise<MeetingId> {
  const staff = await plannableStaff(ctx, staffId)
  return plan(ctx, staff, { wish: input, slot: slotOf(new Date(input.startsAt), input.durationMin), convene: input.convene })
}

export async function conveneNow(ctx: Context, staffId: StaffId, input: Out<typeof ConveneNowInput>): Promise<MeetingId> {
  const staff = await plannableStaff(ctx, staffId)
  const startsAt = new Date(Math.ceil(ctx.clock.now().getTime() / 60_000) * 60_000 + input.inMin * 60_000)
  return plan(ctx, staff, { wish: input, slot: slotOf(startsAt, input.durationMin), convene: true })
}

/** All instances in one transaction; a local time that does not exist or exists twice on one of the days is asked back. */
export async function planSeries(ctx: Context, staffId: StaffId, input: Out<typeof SeriesInput>) {
  const staff = await plannableStaff(ctx, staffId)
  const { date, time, durationMin, rule, choices } = input
  const expanded = expandSeries({ startsOn: date, time, zone: staff.zone, durationMin, rule, limit: 200, ...(choices ? { choices } : {}) })
  if (!expanded.ok) {
    if (expanded.reason !== 'clockChange') throw invalidField('rule', expanded.reason, { expected: 'between 1 and 200 meetings' })
    const isMissing = expanded.questions.some(q => q.shift === 'missing')
    throw new DomainError(isMissing ? 'wallTimeMissing' : 'wallTimeAmbiguous', 'The clocks change on a day of the series', {
      fields: expanded.questions.map(q => ({
        field: `choices.${q.localDate}`,
        problem: q.shift,
        value: time,
        expected: 'earlier or later',
      })),
      details: { questions: expanded.questions.map(q => ({ ...q, earlier: q.earlier.toISOString(), later: q.later.toISOString() })) },
    })
  }
  const slots = expanded.instances.map(({ startsAt, endsAt }) => ({ startsAt, endsAt }))
  const seriesId = newId('series', ctx.clock.now())
  const { title: _title, ...wish } = input
  const ids = await ctx.database.transaction(async tx => {
    const incident = await incidentFor(tx, ctx, staff, input)
    await tx.insert(series).values({ id: seriesId, staffId, incidentId: incident.id, rule: input.rule, createdAt: ctx.clock.now() })
    const made: MeetingId[] = []
    for (const slot of slots) made.push(await insertMeeting(tx, ctx, { staff, incident, wish, slot, convene: input.convene, seriesId }))
    return made
  })
  announce(ctx, staffId, ids)
  return { seriesId, meetingIds: ids }
}

export async function convene(ctx: Context, meetingId: MeetingId): Promise<void> {
  const found = await plannable(ctx, meetingId)
  await ctx.database.transaction(async tx => {
    const next = transition(found.meeting.state, 'convene')
    if (!next.ok) throw new DomainError(next.reason, `A meeting that is ${found.meeting.state} cannot be convened`)
    const row = await changeState(tx, meetingId, { from: ['planned'], set: { state: 'convened' } })
    if (!row) throw new DomainError('conflict', 'Somebody was quicker')
    await recordEvent(tx, { meetingId, kind: 'convened', at: ctx.clock.now(), byId: ctx.actor.personId })
    await audit(ctx, tx, { staffId: row.staffId, action: 'meeting.convened', subject: meetingId })
    await inform(tx, ctx, { ...found, meeting: row }, { kind: 'invitation' })
  })
  announce(ctx, found.staff.id, [meetingId])
}

/** The meeting keeps its identity and its history of dates; everyone invited is informed once. */
export async function moveMeeting(ctx: Context, meetingId: MeetingId, input: Out<typeof MoveInput>): Promise<void> {
  const found = await plannable(ctx, meetingId)
  const startsAt = instantOf(input, found.staff.zone)
  const slot = slotOf(startsAt, input.durationMin)
  const before = found.meeting
  if (!isMovable(before.state)) throw refuseOver(before)
  if (before.startsAt.getTime() === slot.startsAt.getTime() && before.endsAt.getTime() === slot.endsAt.getTime()) return
  await ctx.database.transaction(async tx => {
    const row = await changeState(tx, meetingId, {
      from: ['planned', 'convened'],
      set: { ...slot, sequence: sql`${meetings.sequence} + 1` as unknown as number },
    })
    if (!row) throw new DomainError('conflict', 'Somebody was quicker')
    await recordEvent(tx, {
      meetingId,
      kind: 'moved',
      at: ctx.clock.now(),
      byId: ctx.actor.personId,
      details: { from: before.startsAt.toISOString(), to: slot.startsAt.toISOString() },
    })
    await audit(ctx, tx, {
      staffId: row.staffId,
      action: 'meeting.moved',
      subject: meetingId,
      details: { from: before.startsAt, to: slot.startsAt },
    })
    if (row.state === 'convened') await inform(tx, ctx, { ...found, meeting: row }, { kind: 'moved', before })
  })
  announce(ctx, found.staff.id, [meetingId])
}

export async function cancelMeeting(ctx: Context, meetingId: MeetingId, { reason }: { reason: string }): Promise<void> {
  const found = await plannable(ctx, meetingId)
  const next = transition(found.meeting.state, 'cancel')
  if (!next.ok) throw new DomainError(next.reason, `A meeting that is ${found.meeting.state} cannot be cancelled`)
  const wasConvened = found.meeting.state === 'convened'
  await ctx.database.transaction(async tx => {
    const row = await changeState(tx, meetingId, {
      from: ['planned', 'convened'],
      set: { state: 'cancelled', cancelReason: reason, sequence: sql`${meetings.sequence} + 1` as unknown as number },
    })
    if (!row) throw new DomainError('conflict', 'Somebody was quicker')
    await recordEvent(tx, { meetingId, kind: 'cancelled', at: ctx.clock.now(), byId: ctx.actor.personId, details: { reason } })
    await audit(ctx, tx, { staffId: row.staffId, action: 'meeting.cancelled', subject: meetingId })
    if (wasConvened) await inform(tx, ctx, { ...found, meeting: row }, { kind: 'cancelled' })
  })
  announce(ctx, found.staff.id, [meetingId])
}

/** Place, seats, title, minute taker. A new place or title is told to everyone invited, once. */
export async function changeMeeting(ctx: Context, meetingId: MeetingId, change: Out<typeof MeetingChange>): Promise<void> {
  const found = await plannable(ctx, meetingId)
  const { meeting } = found
  if (meeting.state === 'cancelled' || meeting.state === 'closed') throw refuseOver(meeting)
  const isTold = (change.place ?? meeting.place) !== meeting.place || (change.title ?? meeting.title) !== meeting.title
  await ctx.database.transaction(async tx => {
    if (change.minuteTakerId) await requireMember(tx, found.staff.id, change.minuteTakerId)
    const row = await changeState(tx, meetingId, {
      from: ['planned', 'convened', 'open', 'paused'],
      set: { ...change, ...(isTold ? { sequence: sql`${meetings.sequence} + 1` as unknown as number } : {}) } as Partial<MeetingRow>,
    })
    if (!row) throw new DomainError('conflict', 'Somebody was quicker')
    const at = ctx.clock.now()
    const byId = ctx.actor.personId
    if (change.minuteTakerId !== undefined && change.minuteTakerId !== meeting.minuteTakerId) {
      await recordEvent(tx, { meetingId, kind: 'minuteTaker', at, byId, details: { memberId: change.minuteTakerId } })
    }
    if (isTold) await recordEvent(tx, { meetingId, kind: 'changed', at, byId, details: { place: row.place, title: row.title } })
    await audit(ctx, tx, { staffId: row.staffId, action: 'meeting.changed', subject: meetingId, details: { fields: Object.keys(change) } })
    if (isTold && row.state !== 'planned') await inform(tx, ctx, { ...found, meeting: row }, { kind: 'changed' })
    // after the others were told of the change: an invitation says it all
    if (change.minuteTakerId) await inviteOne(tx, ctx, { ...found, meeting: row }, { memberId: change.minuteTakerId, at })
  })
  announce(ctx, found.staff.id, [meetingId])
}

/** Invites one more member of the staff. */
export async function inviteMember(ctx: Context, meetingId: MeetingId, memberId: MemberId): Promise<void> {
  const found = await plannable(ctx, meetingId)
  if (found.meeting.state === 'cancelled' || found.meeting.state === 'closed') throw refuseOver(found.meeting)
  await ctx.database.transaction(async tx => {
    await requireMember(tx, found.staff.id, memberId)
    const at = ctx.clock.now()
    await inviteOne(tx, ctx, found, { memberId, at })
  })
  ctx.live.publish(`meeting:${meetingId}:replies`, `staff:${found.staff.id}:outbox`)
}

async function inviteOne(tx: Db, ctx: Context, found: MeetingInStaff, { memberId, at }: { memberId: MemberId; at: Date }): Promise<void> {
  const { attendeeId, isNew } = await bringIn(tx, found, { memberId, at })
  if (!isNew) return
  await audit(ctx, tx, { staffId: found.staff.id, action: 'meeting.memberInvited', subject: found.meeting.id, details: { memberId } })
  if (found.meeting.state === 'planned') return
  const { participants } = await participationOfOne(tx, found)
  const invitees = participants.filter(p => p.attendeeId === attendeeId).map(inviteeOf)
  await queueMeetingMails(tx, ctx, { found, occasion: { kind: 'invitation' }, invitees })
}

/** Members promised to another meeting at this time: warned of, allowed. */
export async function overlapsOf(ctx: Context, meetingIds: MeetingId[]) {
  if (meetingIds.length === 0) return []
  const rows = await ctx.database.db.execute<{
    title: string
    name: string
    meeting_title: string
    starts_at: string | Date
    staff_id: StaffId
  }>(sql`
    select distinct p.title, p.name, other.title as meeting_title, other.starts_at, other.staff_id
    from meetings mine
    join attendees a on a.meeting_id = mine.id and a.member_id is not null
    join members m on m.id = a.member_id
    join members same on same.person_id = m.person_id
    join attendees b on b.member_id = same.id and b.meeting_id <> mine.id
    join meetings other on other.id = b.meeting_id
      and other.state in ('planned', 'convened', 'open', 'paused')
      and other.starts_at < mine.ends_at and other.ends_at > mine.starts_at
    join people p on p.id = m.person_id
    where ${inArray(sql`mine.id`, meetingIds)}
    order by other.starts_at, p.name
    limit 50`)
  return rows.map(row => ({
    kind: 'overlap' as const,
    memberName: [row.title, row.name].filter(Boolean).join(' '),
    // that somebody is taken is theirs to know, by what is another staff's matter
    meetingTitle: maySeeMeetings(ctx.actor, { staffId: row.staff_id }) ? row.meeting_title : elsewhere[ctx.actor.language],
    startsAt: new Date(row.starts_at).toISOString(),
  }))
}

const elsewhere = { de: 'Termin in einem anderen Stab', en: 'Appointment in another staff' } as const

async function plan(
  ctx: Context,
  staff: StaffRow,
  { wish, slot, convene: isConvened }: { wish: Wish; slot: Slot; convene: boolean },
): Promise<MeetingId> {
  const meetingId = await ctx.database.transaction(async tx => {
    const incident = await incidentFor(tx, ctx, staff, wish)
    return insertMeeting(tx, ctx, { staff, incident, wish, slot, convene: isConvened, seriesId: null })
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
    wish,
    slot,
    convene: isConvened,
    seriesId,
  }: {
    staff: StaffRow
    incident: IncidentRow
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
  if (wish.minuteTakerId) await requireMember(tx, staff.id, wish.minuteTakerId)
  const minuteTakerId = wish.minuteTakerId !== undefined ? wish.minuteTakerId : await stillMember(tx, staff.id, like?.meeting.minuteTakerId)
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
      kind: wish.kind ?? like?.meeting.kind ?? incident.kind,
      state: isConvened ? 'convened' : 'planned',
      place: wish.place ?? like?.meeting.place ?? staff.defaultPlace,
      seats: wish.seats !== undefined ? wish.seats : (like?.meeting.seats ?? staff.defaultSeats),
      hasVirtualRoom: wish.hasVirtualRoom ?? like?.meeting.hasVirtualRoom ?? true,
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
  const usual = await membersToInvite(tx, staff, slot.startsAt)
  const invited = minuteTakerId && !usual.includes(minuteTakerId) ? [...usual, minuteTakerId] : usual
  if (invited.length > 0) {
    await tx
      .insert(attendees)
      .values(invited.map(memberId => ({ id: newId('attendee', at), meetingId, memberId, kind: 'invited' as const, createdAt: at })))
  }
  await recordEvent(tx, { meetingId, kind: 'planned', at, byId: ctx.actor.personId, details: { startsAt: slot.startsAt.toISOString() } })
  if (minuteTakerId)
    await recordEvent(tx, { meetingId, kind: 'minuteTaker', at, byId: ctx.actor.personId, details: { memberId: minuteTakerId } })
  await audit(ctx, tx, { staffId: staff.id, action: 'meeting.planned', subject: meetingId })
  if (isConvened) {
    await recordEvent(tx, { meetingId, kind: 'convened', at, byId: ctx.actor.personId })
    await inform(tx, ctx, { meeting: meeting!, staff, incident }, { kind: 'invitation' })
  }
  return meetingId
}

async function membersToInvite(tx: Db, staff: StaffRow, at: Date): Promise<MemberId[]> {
  const day = startsOn(at, staff.zone)
  const [all, holderRows] = await Promise.all([activeMembers(tx, staff.id), holdersOfStaffs(tx, [staff.id])])
  const { holders } = onDay(holderRows, { staffId: staff.id, day, at })
  return invitedByPlan(
    all.map(({ member }) => ({ memberId: member.id, roles: member.roles })),
    holders,
  )
}

async function inform(tx: Db, ctx: Context, found: MeetingInStaff, occasion: Occasion): Promise<void> {
  const { participants } = await participationOfOne(tx, found)
  await queueMeetingMails(tx, ctx, { found, occasion, invitees: participants.filter(p => p.kind !== 'visitor').map(inviteeOf) })
}

async function incidentFor(
  tx: Db,
  ctx: Context,
  staff: StaffRow,
  wish: Pick<Wish, 'incidentId' | 'incident' | 'like'>,
): Promise<IncidentRow> {
  if (wish.incident) {
    const at = ctx.clock.now()
    const [made] = await tx
      .insert(incidents)
      .values({ id: newId('incident', at), staffId: staff.id, ...wish.incident, startedAt: at })
      .returning()
    await audit(ctx, tx, { staffId: staff.id, action: 'incident.created', subject: made!.id })
    return made!
  }
  const id: IncidentId | undefined =
    wish.incidentId ?? (wish.like ? (await likeMeeting(tx, staff.id, wish.like)).meeting.incidentId : undefined)
  if (!id) throw invalidField('incidentId', 'is missing', { expected: 'an incident, or a new one in "incident"' })
  const [row] = await tx
    .select()
    .from(incidents)
    .where(and(eq(incidents.id, id), eq(incidents.staffId, staff.id)))
  if (!row) throw invalidField('incidentId', 'names no incident of this staff', { value: id, expected: 'an incident of this staff' })
  return row
}

async function likeMeeting(tx: Db, staffId: StaffId, meetingId: MeetingId) {
  const found = await findMeeting(tx, meetingId)
  if (!found || found.staff.id !== staffId)
    throw invalidField('like', 'names no meeting of this staff', { value: meetingId, expected: 'a meeting of this staff' })
  return { meeting: found.meeting, agenda: await agendaOf(tx, meetingId) }
}

/** Whoever kept the last minutes may have left since; the next meeting is not refused for that. */
async function stillMember(tx: Db, staffId: StaffId, memberId: MemberId | null | undefined): Promise<MemberId | null> {
  if (!memberId) return null
  return (await activeMembers(tx, staffId)).some(row => row.member.id === memberId) ? memberId : null
}

async function requireMember(tx: Db, staffId: StaffId, memberId: MemberId): Promise<void> {
  if (!(await stillMember(tx, staffId, memberId))) {
    throw invalidField('memberId', 'is not a member of this staff', { value: memberId, expected: 'a member of the staff' })
  }
}

async function plannableStaff(ctx: Context, staffId: StaffId): Promise<StaffRow> {
  const [staff] = await ctx.database.db.select().from(staffs).where(eq(staffs.id, staffId))
  if (!staff || !ctx.actor.memberships.some(m => m.staffId === staffId)) throw notFound('staff')
  if (!mayPlan(ctx.actor, { staffId })) throw new DomainError('forbidden', 'Only lead and KGS plan meetings')
  return staff
}

async function plannable(ctx: Context, meetingId: MeetingId): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayPlan(ctx.actor, { staffId: found.staff.id })) throw new DomainError('forbidden', 'Only lead and KGS plan meetings')
  return found
}

/** The instant of a wall time. One that does not exist or exists twice is asked back, never guessed. */
function instantOf({ date, time, fold }: { date: string; time: string; fold?: 'earlier' | 'later' | undefined }, zone: string): Date {
  const resolved = resolveWallTime({ date, time, zone })
  if (resolved.kind === 'exact') return resolved.at
  if (resolved.kind === 'missing') {
    throw new DomainError('wallTimeMissing', `On ${date} the clocks skip ${time}`, {
      fields: [{ field: 'time', problem: `does not exist on ${date}`, value: time, expected: 'a time before or after the clock change' }],
      details: { before: resolved.before.toISOString(), after: resolved.after.toISOString(), date, time },
    })
  }
  if (fold) return resolved[fold]
  throw new DomainError('wallTimeAmbiguous', `On ${date} the clocks show ${time} twice`, {
    fields: [{ field: 'time', problem: `exists twice on ${date}`, value: time, expected: 'fold: earlier or later' }],
    details: { earlier: resolved.earlier.toISOString(), later: resolved.later.toISOString(), date, time },
  })
}

function slotOf(startsAt: Date, durationMin: number): Slot {
  return { startsAt, endsAt: new Date(startsAt.getTime() + durationMin * 60_000) }
}

function refuseOver(meeting: MeetingRow): DomainError {
  if (meeting.state === 'closed') return new DomainError('meetingClosed', 'The meeting is closed')
  if (meeting.state === 'cancelled') return new DomainError('meetingCancelled', 'The meeting was cancelled')
  return new DomainError('wrongState', 'The meeting has begun; it can be paused or closed')
}

function announce(ctx: Context, staffId: StaffId, ids: MeetingId[]): void {
  ctx.live.publish(`staff:${staffId}`, `staff:${staffId}:outbox`, ...ids.map(id => `meeting:${id}`))
}
