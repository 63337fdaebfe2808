import { Hono } from 'hono'
import { z } from 'zod'
import { presentActor } from '../access/actions/session.ts'
import { idleMs } from '../access/rules.ts'
import { touchSession } from '../access/store/sessions.ts'
import { type Visit, visitOf } from '../access/visit.ts'
import { type Actor, membershipIn, seesContent } from '../lib/actor.ts'
import type { Deps } from '../lib/context.ts'
import { DomainError, notFound } from '../lib/errors.ts'
import { type Env, describe, describesFile, input } from '../lib/http.ts'
import type { MeetingId, StaffId } from '../lib/ids.ts'
import { createPlaces } from '../lib/places.ts'
import { streamTopics } from '../lib/streams.ts'
import { isRunning, maySeeMeetings } from '../meetings/rules/states.ts'
import { type MeetingInStaff, meetingsByIds } from '../meetings/store/meetings.ts'
import { placeOf } from '../lib/limits.ts'

const topicPattern =
  /^(?:(meeting):(mtg_[0-9a-z]{26})|(staff):(stf_[0-9a-z]{26}))(?::([a-z]{1,20}))?$/
const Query = z.strictObject({ topics: z.string().max(2_000) })
const maxTopics = 30
const touchAfterMs = 5 * 60_000
/** Limits of open streams in this process. A whole county may share one network. */
const most = { perSession: 10, perPerson: 30, perNetwork: 5_000 }
/**
 * Parts of a staff's topics that every member may follow; the other parts need a role that sees
 * content.
 */
const openParts: readonly (string | undefined)[] = [undefined, 'outbox']

/** One stream per page; it sends topics only, never data. */
export const liveRoutes = (deps: Deps, stopping: AbortSignal) => {
  const places = createPlaces()
  return new Hono<Env>().get(
    '/live',
    describesFile('Topics as they change', 'text/event-stream'),
    input('query', Query),
    async c => {
      const { actor } = c.var
      const topics = c.req.valid('query').topics.split(',').filter(Boolean)
      await requireTopics(deps, actor, topics)
      const visit = visitOf(deps, c)
      const place = places.take([
        { key: actor.sessionId, count: most.perSession },
        { key: actor.personId, count: most.perPerson },
        { key: placeOf(visit.address), count: most.perNetwork },
      ])
      return streamTopics(c, deps.live, {
        topics: new Set(topics),
        guard: `person:${actor.personId}`,
        allowedForMs: () => allowedForMs(visit, actor, topics),
        stopping,
        displaced: place.lost,
        onEnd: place.leave,
      })
    },
  )
}

/**
 * Milliseconds until the session ends if nothing uses it; 0 when it has ended or the person may not
 * follow one of the topics any more.
 */
async function allowedForMs(visit: Visit, { sessionId }: Actor, topics: string[]): Promise<number> {
  try {
    const present = await presentActor(visit)
    if (present?.actor.sessionId !== sessionId) return 0
    const followed = await requireTopics(visit, present.actor, topics)
    const lastUseMs = await keepInUse(visit, present, followed)
    const endMs = Math.min(present.expiresAt.getTime(), lastUseMs + idleMs)
    return endMs - visit.clock.now().getTime()
  } catch (error) {
    if (!(error instanceof DomainError))
      visit.log.warn({ err: describe(error) }, 'a live stream ends: it could not be asked for')
    return 0
  }
}

/** The meetings of the topics; throws when the person may not follow one of them. */
async function requireTopics(
  deps: Deps,
  actor: Actor,
  topics: string[],
): Promise<MeetingInStaff[]> {
  if (topics.length > maxTopics) throw new DomainError('invalid', `At most ${maxTopics} topics`)
  const meetingIds = new Set<MeetingId>()
  for (const topic of topics) {
    if (topic === 'video' || topic === `person:${actor.personId}`) continue
    const match = topicPattern.exec(topic)
    if (!match) throw new DomainError('invalid', `No such topic: ${topic.slice(0, 60)}`)
    // the pattern has checked the shape of both ids
    if (match[3] && !mayFollow(actor, match[4] as StaffId, match[5])) throw notFound('staff')
    if (match[1]) meetingIds.add(match[2] as MeetingId)
  }
  const found = await meetingsByIds(deps.database.db, [...meetingIds])
  const isVisible =
    found.length === meetingIds.size &&
    found.every(({ staff }) => maySeeMeetings(actor, { staffId: staff.id }))
  if (!isVisible) throw notFound('meeting')
  return found
}

function mayFollow(actor: Actor, staffId: StaffId, part: string | undefined): boolean {
  return openParts.includes(part)
    ? membershipIn(actor, staffId) !== undefined
    : seesContent(actor, staffId)
}

/**
 * Following a running meeting counts as using the session, so that nobody is signed out during a
 * quiet half hour. Gives the time of the last use in epoch milliseconds.
 */
async function keepInUse(
  deps: Deps,
  { actor, lastSeenAt }: { actor: Actor; lastSeenAt: Date },
  followed: MeetingInStaff[],
): Promise<number> {
  const now = deps.clock.now()
  const isKept =
    now.getTime() - lastSeenAt.getTime() >= touchAfterMs &&
    followed.some(({ meeting }) => isRunning(meeting.state))
  if (!isKept) return lastSeenAt.getTime()
  await touchSession(deps.database.db, actor.sessionId, now)
  return now.getTime()
}
