import { recordAudit } from '../audit/store.ts'
import type { Deps } from '../lib/context.ts'
import type { PersonId } from '../lib/ids.ts'
import { isOver } from '../meetings/rules/states.ts'
import {
  type AdmissionIn,
  admissionsIn,
  lapsedAdmissions,
  noteConnections,
  revokeAdmissions,
} from './store/admissions.ts'
import { roomsInUse, roomsLeftLately } from './store/rooms.ts'
import { noteStray } from './store/strays.ts'
import type { MediaServer, RoomParticipant } from '../lib/media.ts'

/**
 * Only the rows of `admissions` decide who may be in a room. A row is revoked once something it
 * depends on has ended: the session, the membership, a role that takes part, the invitation, the
 * meeting. Then the media server is told, again and again, until it lists nobody without an
 * unrevoked row, because it lets people in with tokens of its own for ten minutes, and a removal
 * may be lost between two connections of a person.
 */
type Removing = Pick<Deps, 'database' | 'clock' | 'log' | 'live' | 'pulse'>

/**
 * The form of our identities; LiveKit appends `#…` for a client that connects with `?publish=…`.
 */
const ticketPattern = /^p_[0-9a-f]{32}/
/** Tokens that LiveKit hands out itself are valid for 10 minutes and 60 s more. */
const watchedAfterMs = 15 * 60_000
/** This process also acts on revocations that another process wrote within this time. */
const latelyMs = 60_000
const tellEveryMs = 60_000

/**
 * Revokes admissions, of everybody or one person, whose session, membership, role or meeting has
 * ended.
 */
export async function revokeLapsed(
  deps: Removing,
  { personId }: { personId?: PersonId } = {},
): Promise<void> {
  const now = deps.clock.now()
  const lapsed = await lapsedAdmissions(deps.database.sql, { now, ...(personId && { personId }) })
  if (lapsed.length === 0) return
  await deps.database.transaction(async tx => {
    const revoked = new Set(await revokeAdmissions(tx, lapsed, now))
    const ended = lapsed.filter(
      ({ identity, sid, state }) => revoked.has(identity) && sid !== null && !isOver(state),
    )
    for (const [meetingId, own] of Map.groupBy(ended, row => row.meetingId)) {
      await recordAudit(tx, {
        at: now,
        staffId: own[0]!.staffId, // groups are never empty
        actorId: null,
        action: 'room.admissionRevoked',
        subject: meetingId,
        details: { attendees: [...new Set(own.map(row => row.attendeeId))] },
      })
    }
  })
  deps.live.publish(...new Set(lapsed.map(row => `meeting:${row.meetingId}:room`)))
}

/**
 * Called after a person's rights changed: removes them at once from rooms they may no longer be in.
 */
export async function endConnectionsOf(deps: Removing, personId: PersonId): Promise<void> {
  await revokeLapsed(deps, { personId })
  const since = new Date(deps.clock.now().getTime() - latelyMs)
  const rooms = await roomsLeftLately(deps.database.sql, { since, personId })
  await Promise.all(rooms.map(room => deps.pulse.look(room)))
}

/** The rooms to check: those in use, and those left or closed recently. */
export async function roomsToWatch(deps: Removing): Promise<string[]> {
  const since = new Date(deps.clock.now().getTime() - watchedAfterMs)
  const { db, sql } = deps.database
  const [inUse, left] = await Promise.all([roomsInUse(db), roomsLeftLately(sql, { since })])
  return [...new Set([...inUse, ...left])]
}

/**
 * Removes everybody whom the media server lists in a room without a valid admission. Other rooms
 * than ours are left alone.
 */
export async function removeUnadmitted(
  deps: Removing,
  media: MediaServer,
  { room, listed }: { room: string; listed: readonly RoomParticipant[] },
): Promise<void> {
  if (listed.length === 0) return
  const tickets = listed.flatMap(({ identity }) => ticketPattern.exec(identity) ?? [])
  const known = await admissionsIn(deps.database.sql, { room, tickets })
  if (!known) return
  const { meetingId } = known
  const admissionOf = (identity: string) => known.admissions.get(identity)
  const isAdmitted = ({ identity }: RoomParticipant) => admissionOf(identity)?.revokedAt === null
  const news = listed.filter(
    each => each.isActive && isAdmitted(each) && admissionOf(each.identity)?.sid !== each.sid,
  )
  if (news.length > 0) {
    await noteConnections(deps.database.sql, news)
    deps.live.publish(`meeting:${meetingId}:room`)
  }
  const strangers = listed.filter(each => !isAdmitted(each))
  await Promise.all(
    strangers.map(async stranger => {
      const ending = media.removeParticipant(room, stranger.identity)
      const admission = admissionOf(stranger.identity)
      // a connection older than the revocation is no stray, because its removal is still under way
      const isStray =
        stranger.isActive && !(admission && stranger.joinedAtMs <= admission.revokedAt!.getTime())
      const [ticket = ''] = ticketPattern.exec(stranger.identity) ?? []
      await Promise.all([ending, isStray && tell(deps, { ...known, ticket, room })])
    }),
  )
}

/** Reports each stray ticket at most once a minute, whichever process ends its connections. */
async function tell(
  deps: Removing,
  { meetingId, staffId, admissions, ticket }: AdmissionIn & { ticket: string; room: string },
): Promise<void> {
  const at = deps.clock.now()
  const attendeeId = admissions.get(ticket)?.attendeeId ?? null
  const identity = attendeeId === null ? '' : ticket
  const isNews = await deps.database.transaction(async tx => {
    const since = new Date(at.getTime() - tellEveryMs)
    if (!(await noteStray(tx, { meetingId, identity, attendeeId, at }, since))) return false
    const details = { attendee: attendeeId }
    const action = 'room.strayRemoved'
    await recordAudit(tx, { at, staffId, actorId: null, action, subject: meetingId, details })
    return true
  })
  if (!isNews) return
  deps.log.warn(
    { event: 'security.unadmittedParticipant', meeting: meetingId, attendee: attendeeId },
    'a connection without admission was taken out of a room',
  )
  deps.live.publish(`meeting:${meetingId}`)
}
