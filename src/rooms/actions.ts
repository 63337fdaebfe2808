import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { membershipIn } from '../lib/actor.ts'
import type { Context, Deps } from '../lib/context.ts'
import { DomainError, notFound } from '../lib/errors.ts'
import type { AttendeeId, MeetingId } from '../lib/ids.ts'
import {
  isRunning,
  joinRefusal,
  mayActForOthers,
  maySeeMeetings,
} from '../meetings/rules/states.ts'
import { visibleMeeting } from '../meetings/access.ts'
import { participationOfOne } from '../meetings/store/participation.ts'
import { takesPart } from '../roster/rules/roster.ts'
import type { JoinInput, JoinTicket, RoomView, TrialTicket } from './contract.ts'
import { admissionsOf, giveWay, insertAdmission, revokeSurplus } from './store/admissions.ts'
import { mintTicket } from './gate/ticket.ts'
import { revokeLapsed } from './removal.ts'
import { type Place, handsOf, lowerHand, placeIn, raiseHand } from './store/place.ts'
import { roomsInUse, roomsLeftBehind } from './store/rooms.ts'
import type { z } from 'zod'
import type { MediaServer, RoomSignal } from '../lib/media.ts'
import { takeAttempt } from '../lib/limits.ts'

const ticketLifeMs = 30_000
/** Where clients reach the gate; pages take their own origin. */
const gateUrl = (ctx: Context) => ctx.publicUrl.replace(/^http/, 'ws')
/**
 * Limits of devices of a person in one meeting, and of tickets; a page whose connection fails asks
 * for a new ticket every few seconds.
 */
const mostAdmissions = 5
const tickets = { name: 'ticket', count: 60, windowMs: 60_000 }
const trials = { name: 'trial', count: 20, windowMs: 60_000 }
const roomKnownForMs = 20_000
/**
 * Rooms created a moment ago on each media server. A restarted server is a new object, so none of
 * its rooms count as created.
 */
const knownRooms = new WeakMap<MediaServer, Map<string, number>>()

const refusals = {
  notInvited: 'You are not invited to this meeting',
  tooEarly: 'The virtual room opens 15 minutes before the meeting',
  meetingClosed: 'The meeting is closed',
  meetingCancelled: 'The meeting was cancelled',
  videoUnavailable: 'This meeting has no virtual room',
} as const

/** Binds a fresh random identity to this person and session, and hands out a ticket for it. */
export async function join(
  ctx: Context,
  meetingId: MeetingId,
  { device, insteadOf }: z.output<typeof JoinInput>,
): Promise<JoinTicket> {
  const place = await myPlace(ctx, meetingId)
  const now = ctx.clock.now()
  const refusal = joinRefusal(place, { isInvited: place.attendeeId !== null, now })
  if (refusal || !place.attendeeId)
    throw new DomainError(refusal ?? 'notInvited', refusals[refusal ?? 'notInvited'])
  const { attendeeId } = place
  const video = ctx.video()
  if (video.state !== 'ready') throw new DomainError('videoUnavailable', video.reason)
  await takeAttempt(ctx, tickets, attendeeId)
  const room = place.roomName
  await holdRoom(video.server, { room, nowMs: now.getTime() })
  const identity = newIdentity()
  const { gathering } = place
  const admission = { identity, meetingId, roomName: room, gathering, attendeeId, device }
  const { sql } = ctx.database
  await insertAdmission(sql, { ...admission, sessionId: ctx.actor.sessionId, issuedAt: now })
  const { sessionId } = ctx.actor
  if (insteadOf && (await giveWay(sql, { identity: insteadOf, attendeeId, sessionId, now })))
    void ctx.pulse.look(room)
  // after the insertion, so that of several requests at once the last one counts all
  if (await revokeSurplus(sql, { attendeeId, most: mostAdmissions, now })) void ctx.pulse.look(room)
  const token = await mintTicket(ctx.secret, {
    room,
    identity,
    canPublish: true,
    endsAtMs: now.getTime() + ticketLifeMs,
  })
  return { url: gateUrl(ctx), token, identity }
}

/**
 * Hands out a ticket for a new room, in which nobody else is and nothing can be sent. The media
 * server takes the room down when it is left.
 */
export async function tryOut(ctx: Context, meetingId: MeetingId): Promise<TrialTicket> {
  const { attendeeId } = await myPlace(ctx, meetingId)
  if (!attendeeId) throw new DomainError('notInvited', refusals.notInvited)
  const video = ctx.video()
  if (video.state !== 'ready') throw new DomainError('videoUnavailable', video.reason)
  await takeAttempt(ctx, trials, attendeeId)
  const room = `trial_${randomBytes(16).toString('hex')}`
  await createRoom(video.server, {
    room,
    emptyTimeoutS: ticketLifeMs / 1_000,
    departureTimeoutS: 1,
  })
  const token = await mintTicket(ctx.secret, {
    room,
    identity: newIdentity(),
    canPublish: false,
    endsAtMs: ctx.clock.now().getTime() + ticketLifeMs,
  })
  return { url: gateUrl(ctx), token }
}

/**
 * The meeting with the actor's invitation, which roles that take no part in meetings do not have.
 */
async function myPlace(ctx: Context, meetingId: MeetingId): Promise<Place> {
  const place = await placeIn(ctx.database.sql, { meetingId, personId: ctx.actor.personId })
  if (!place?.memberId || !maySeeMeetings(ctx.actor, { staffId: place.staffId }))
    throw notFound('meeting')
  const roles = membershipIn(ctx.actor, place.staffId)?.roles ?? []
  return takesPart(roles) ? place : { ...place, attendeeId: null }
}

export async function roomView(ctx: Context, meetingId: MeetingId): Promise<RoomView> {
  const found = await visibleMeeting(ctx, meetingId)
  const { db } = ctx.database
  const [{ participants, functions }, admitted, hands] = await Promise.all([
    participationOfOne(db, found),
    admissionsOf(db, meetingId),
    handsOf(db, meetingId),
  ])
  const labels = new Map(functions.map(f => [f.functionId, f.label]))
  const shown = new Map(
    participants.map(p => [
      p.attendeeId,
      {
        attendeeId: p.attendeeId,
        name: p.name,
        functions: p.plan.functionIds.flatMap(id => labels.get(id) ?? []),
      },
    ]),
  )
  return {
    people: admitted.flatMap(a =>
      shown.has(a.attendeeId) ? [{ identity: a.identity, ...shown.get(a.attendeeId)! }] : [],
    ),
    hands: hands.flatMap(h =>
      shown.has(h.attendeeId)
        ? [{ ...shown.get(h.attendeeId)!, raisedAt: h.raisedAt.toISOString() }]
        : [],
    ),
  }
}

/** Raises or lowers the actor's hand; lead and KGS can lower other hands. */
export async function setHand(
  ctx: Context,
  { meetingId, attendeeId }: { meetingId: MeetingId; attendeeId: AttendeeId | null },
  isUp: boolean,
): Promise<void> {
  const place = await myPlace(ctx, meetingId)
  const isOther = attendeeId !== null && attendeeId !== place.attendeeId
  if (isOther && (isUp || !mayActForOthers(ctx.actor, { staffId: place.staffId })))
    throw new DomainError('forbidden', 'Only lead and KGS lower the hands of others')
  const target = attendeeId ?? place.attendeeId
  if (!target) throw new DomainError('notInvited', refusals.notInvited)
  if (isUp && !isRunning(place.state))
    throw new DomainError('meetingNotOpen', 'The meeting is not open')
  if (isUp)
    await raiseHand(ctx.database.db, { meetingId, attendeeId: target, raisedAt: ctx.clock.now() })
  else await lowerHand(ctx.database.db, { meetingId, attendeeId: target })
  ctx.live.publish(`meeting:${meetingId}:room`)
}

/**
 * Called before the close: a person who is listed by the media server but does not answer has left
 * when the answers stopped. Takes some milliseconds, or 1.5 s when somebody does not answer. If the
 * media server does not answer, only its reports count.
 */
export async function endingsOf(deps: Deps, roomName: string): Promise<RoomSignal[]> {
  const tooLong = new AbortController()
  const giveUp = delay(3_000, [] as RoomSignal[], { signal: tooLong.signal, ref: false }).catch(
    () => [],
  )
  const endings = await Promise.race([deps.pulse.endings(roomName), giveUp]).catch(error => {
    deps.log.warn(
      { reason: String(error) },
      'the people in the room could not be asked before the close',
    )
    return []
  })
  tooLong.abort()
  return endings
}

/**
 * Deletes the room after the close. A failure is only logged, because the media server deletes an
 * empty room by itself.
 */
export async function endRoom(deps: Deps, roomName: string): Promise<void> {
  const video = deps.video()
  if (video.state !== 'ready') return
  await video.server
    .deleteRoom(roomName)
    .catch(error =>
      deps.log.warn({ reason: String(error) }, 'the virtual room could not be taken down'),
    )
}

/**
 * Called after a move or a cancellation: removes everybody from the room of the former gathering.
 */
export async function endFormerGatherings(deps: Deps, meetingId: MeetingId): Promise<void> {
  await revokeLapsed(deps)
  for (const room of await roomsLeftBehind(deps.database.db, meetingId)) await endRoom(deps, room)
}

async function holdRoom(
  server: MediaServer,
  { room, nowMs }: { room: string; nowMs: number },
): Promise<void> {
  const rooms = knownRooms.get(server) ?? new Map<string, number>()
  knownRooms.set(server, rooms)
  const knownAt = rooms.get(room)
  if (knownAt !== undefined && nowMs - knownAt >= 0 && nowMs - knownAt < roomKnownForMs) return
  await createRoom(server, { room, emptyTimeoutS: 6 * 3600, departureTimeoutS: 120 })
  if (rooms.size > 500) rooms.clear()
  rooms.set(room, nowMs)
}

async function createRoom(
  server: MediaServer,
  { room, ...limits }: { room: string; emptyTimeoutS: number; departureTimeoutS: number },
): Promise<void> {
  try {
    await server.createRoom(room, limits)
  } catch {
    throw new DomainError('videoUnavailable', 'The video server does not answer')
  }
}

function newIdentity(): string {
  return `p_${randomBytes(16).toString('hex')}`
}

/**
 * Creates the rooms again on a restarted media server, which has none. Browsers without a room give
 * up within seconds.
 */
export async function restoreRooms(deps: Deps): Promise<void> {
  const video = deps.video()
  if (video.state !== 'ready') return
  knownRooms.delete(video.server)
  const nowMs = deps.clock.now().getTime()
  for (const room of await roomsInUse(deps.database.db))
    await holdRoom(video.server, { room, nowMs })
}
