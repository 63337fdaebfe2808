import type { z } from 'zod'
import { audit } from '../audit/store.ts'
import type { Context, Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { DomainError, invalidField, notFound } from '../lib/errors.ts'
import { type AttendeeId, type MeetingId, newId } from '../lib/ids.ts'
import type { Mode } from '../lib/modes.ts'
import { mayActForOthers } from '../meetings/rules/states.ts'
import { actOn, requireNotOver } from '../meetings/steps/change.ts'
import type { MeetingInStaff } from '../meetings/store/meetings.ts'
import { attendees } from '../meetings/tables.ts'
import { visibleMeeting } from '../meetings/access.ts'
import { participationOfOne } from '../meetings/store/participation.ts'
import { requirePlaceIn } from '../meetings/place.ts'
import { presentMembers } from '../roster/store/members.ts'
import type { DeskEntry, DeskInput, VisitorInput } from './contract.ts'
import { isDoorCode } from './door.ts'
import { deskRefusal } from './rules/desk.ts'
import { deskStay, presentNow } from './rules/presence.ts'
import { settingsOf } from './reading.ts'
import { findSignal, insertSignals, signalsOf, storeMediaSignal } from './store.ts'
import { attendeeOfMember, findAttendee } from '../meetings/store/attendees.ts'
import { bringIn, requireTakingPart } from '../meetings/steps/attendees.ts'
import type { RoomSignal } from '../lib/media.ts'

type Entry = z.infer<typeof DeskEntry>

/**
 * Enters that a person came or left, at the door or by phone. Coming twice, or leaving without
 * having come, changes nothing.
 */
export async function enterAtDesk(
  ctx: Context,
  meetingId: MeetingId,
  { desk, edge }: { desk: z.output<typeof DeskInput>; edge: 'in' | 'out' },
): Promise<Entry> {
  const found = await deskMeeting(ctx, meetingId)
  return recordOne(
    ctx,
    found,
    async (tx, now) => ({
      attendeeId: await attendeeAtDesk(ctx, tx, now, desk),
      mode: desk.mode,
      edge,
    }),
    { source: 'desk' },
  )
}

/**
 * "Alle mit vor Ort sind da": enters everyone who promised to come to the room and is not present
 * yet.
 */
export async function enterAllOnSite(ctx: Context, meetingId: MeetingId): Promise<Entry[]> {
  const found = await deskMeeting(ctx, meetingId)
  const coming = async (tx: Db, now: MeetingInStaff) => {
    const { participants } = await participationOfOne(tx, now)
    const known = await signalsOf(tx, [meetingId])
    const there = new Set(
      presentNow(known.get(meetingId) ?? [], {
        nowMs: ctx.clock.now().getTime(),
        settings: settingsOf(now.staff),
      })
        .filter(p => p.mode === 'onSite')
        .map(p => p.attendeeId),
    )
    return participants
      .filter(p => p.reply?.mode === 'onSite' && !there.has(p.attendeeId))
      .map(({ attendeeId }) => ({ attendeeId, mode: 'onSite' as const, edge: 'in' as const }))
  }
  return record(ctx, found, coming, { source: 'desk' })
}

/**
 * "Ich bin da": enters the signed-in person, with the code that only people at the door can see.
 */
export async function enterMyself(
  ctx: Context,
  meetingId: MeetingId,
  { code }: { code: string },
): Promise<Entry> {
  const found = await visibleMeeting(ctx, meetingId)
  refuseDesk(found, ctx.clock.now())
  const me = await requirePlaceIn(ctx, found)
  if (!isDoorCode(ctx.secret, { meetingId, nowMs: ctx.clock.now().getTime(), code })) {
    throw invalidField('code', 'is not the code shown at the door now', {
      expected: 'the code on the screen at the door',
    })
  }
  return recordOne(ctx, found, () => ({ attendeeId: me.id, mode: 'onSite', edge: 'in' }), {
    source: 'self',
  })
}

/** Enters that the signed-in person left the room. */
export async function leaveMyself(ctx: Context, meetingId: MeetingId): Promise<Entry> {
  const found = await visibleMeeting(ctx, meetingId)
  refuseDesk(found, ctx.clock.now())
  const me = await requirePlaceIn(ctx, found)
  return recordOne(ctx, found, () => ({ attendeeId: me.id, mode: 'onSite', edge: 'out' }), {
    source: 'self',
  })
}

export async function enterVisitor(
  ctx: Context,
  meetingId: MeetingId,
  visitor: z.output<typeof VisitorInput>,
): Promise<Entry> {
  const found = await deskMeeting(ctx, meetingId)
  const at = ctx.clock.now()
  const attendeeId = newId('attendee', at)
  const { name, organisation, mode } = visitor
  const row = { id: attendeeId, meetingId, memberId: null, kind: 'visitor' as const, createdAt: at }
  return recordOne(
    ctx,
    found,
    async tx => {
      await tx
        .insert(attendees)
        .values({ ...row, visitorName: name, visitorOrganisation: organisation })
      return { attendeeId, mode, edge: 'in' }
    },
    { source: 'desk' },
  )
}

/**
 * Takes an entry back. Signals are append-only, so it adds the opposite one: a going at the moment
 * of the coming, which leaves no stay, or a coming a millisecond after the going, which continues
 * the stay.
 */
export async function undoEntry(
  ctx: Context,
  meetingId: MeetingId,
  { signalId }: { signalId: string },
): Promise<void> {
  const found = await deskMeeting(ctx, meetingId)
  const signal = await findSignal(ctx.database.db, { id: signalId, meetingId })
  if (!signal || signal.source === 'mediaServer') throw notFound('entry of this meeting')
  const edge = signal.edge === 'in' ? 'out' : 'in'
  const at = signal.edge === 'in' ? signal.at : new Date(signal.at.getTime() + 1)
  await actOn(ctx, found, async (tx, now) => {
    refuseDesk(now, ctx.clock.now())
    const { seq: _seq, ...kept } = signal
    await insertSignals(tx, [
      {
        ...kept,
        id: `undo:${signal.id}`,
        edge,
        at,
        receivedAt: ctx.clock.now(),
        byId: ctx.actor.personId,
      },
    ])
    await audit(ctx, tx, {
      staffId: found.staff.id,
      action: 'attendance.undone',
      subject: signal.attendeeId,
      details: { signal: signal.id },
    })
  })
  ctx.live.publish(`meeting:${meetingId}:attendance`)
}

/** Stores and publishes a verified report of the media server. */
export async function receiveRoomSignal(deps: Deps, signal: RoomSignal): Promise<void> {
  const { kind } = signal
  if (kind === 'roomStarted' || kind === 'roomFinished') return
  const stored = await storeMediaSignal(
    deps.database.sql,
    { ...deps.pulse.refine(signal), kind },
    deps.clock.now(),
  )
  if (stored) deps.live.publish(`meeting:${stored.meetingId}:attendance`)
  if (kind !== 'joined') return
  if (stored?.isAdmitted) deps.live.publish(`meeting:${stored.meetingId}:room`)
  // not awaited, because the media server holds back this room's reports until it has the answer
  else void deps.pulse.look(signal.room)
}

/**
 * The person at the desk; a member of the staff who was not invited is brought into the meeting.
 */
async function attendeeAtDesk(
  ctx: Context,
  tx: Db,
  now: MeetingInStaff,
  desk: z.output<typeof DeskInput>,
): Promise<AttendeeId> {
  const meetingId = now.meeting.id
  const known = desk.attendeeId
    ? await findAttendee(tx, desk.attendeeId)
    : await attendeeOfMember(tx, meetingId, desk.memberId!) // the contract asks for one of the two
  if (desk.attendeeId && known?.meetingId !== meetingId) throw notFound('person in this meeting')
  const memberId = known?.memberId ?? desk.memberId
  if (known && (!known.endedAt || !memberId)) return known.id
  const present = await presentMembers(tx, now.staff.id, [memberId!]) // known, or asked for by it
  if (!present.has(memberId!)) throw notFound('member of this staff')
  await requireTakingPart(tx, now.staff.id, { field: 'memberId', memberId: memberId! })
  return (await bringIn(tx, now, { memberId: memberId!, at: ctx.clock.now() })).attendeeId
}

type Entered = { attendeeId: AttendeeId; mode: Mode; edge: 'in' | 'out' }
type Source = { source: 'desk' | 'self' }

async function recordOne(
  ctx: Context,
  found: MeetingInStaff,
  entered: (tx: Db, now: MeetingInStaff) => Entered | Promise<Entered>,
  source: Source,
): Promise<Entry> {
  const [made] = await record(ctx, found, async (tx, now) => [await entered(tx, now)], source)
  return made! // one row was given
}

async function record(
  ctx: Context,
  found: MeetingInStaff,
  entered: (tx: Db, now: MeetingInStaff) => Promise<Entered[]>,
  { source }: Source,
): Promise<Entry[]> {
  const at = ctx.clock.now()
  const meetingId = found.meeting.id
  // so that nobody is entered into minutes that are being composed
  const rows = await actOn(ctx, found, async (tx, now) => {
    refuseDesk(now, at)
    const entries = await entered(tx, now)
    const [first] = entries
    if (!first) return []
    const made = entries.map(entry => ({
      id: newId('signal', at),
      meetingId,
      ...entry,
      gathering: now.meeting.gathering,
      stay: deskStay(entry.mode),
      at,
      receivedAt: at,
      source,
      byId: ctx.actor.personId,
    }))
    await insertSignals(tx, made)
    await audit(ctx, tx, {
      staffId: now.staff.id,
      action: first.edge === 'in' ? 'attendance.came' : 'attendance.went',
      subject: meetingId,
      details: { attendees: entries.map(e => e.attendeeId), mode: first.mode, source },
    })
    return made
  })
  if (rows.length > 0) ctx.live.publish(`meeting:${meetingId}:attendance`)
  return rows.map(row => ({ signalId: row.id, attendeeId: row.attendeeId }))
}

export async function deskMeeting(ctx: Context, meetingId: MeetingId): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayActForOthers(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead and KGS keep the door')
  refuseDesk(found, ctx.clock.now())
  return found
}

function refuseDesk({ meeting }: MeetingInStaff, now: Date): void {
  requireNotOver(meeting.state)
  if (deskRefusal(meeting, now))
    throw new DomainError('tooEarly', 'The door opens three hours before the meeting')
}
