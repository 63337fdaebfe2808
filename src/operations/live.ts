import { and, eq, gt, isNull } from 'drizzle-orm'
import { Hono } from 'hono'
import { z } from 'zod'
import { touchSession } from '../accounts/store/sessions.ts'
import { sessions } from '../accounts/tables.ts'
import type { Actor } from '../lib/actor.ts'
import type { Deps } from '../lib/context.ts'
import { DomainError, notFound } from '../lib/errors.ts'
import { describesFile, input, type Env } from '../lib/http.ts'
import type { MeetingId, StaffId } from '../lib/ids.ts'
import { streamTopics } from '../lib/streams.ts'
import { isRunning, maySeeMeetings } from '../meetings/rules.ts'
import { meetingsByIds } from '../meetings/store.ts'

const topicPattern =
  /^(?:(meeting):(mtg_[0-9a-z]{26})|(staff):(stf_[0-9a-z]{26}))(?::[a-z]{1,20})?$/
const Query = z.strictObject({ topics: z.string().max(2_000) })
const maxTopics = 30
const touchAfterMs = 5 * 60_000

/** One stream per page; topics only, never data. */
export const liveRoutes = (deps: Deps, stopping: AbortSignal) =>
  new Hono<Env>().get(
    '/live',
    describesFile('Topics as they change', 'text/event-stream'),
    input('query', Query),
    async c => {
      const { actor } = c.var
      const topics = c.req.valid('query').topics.split(',').filter(Boolean)
      const followed = await requireTopics(deps, actor, topics)
      const isStillAllowed = async () => {
        const [row] = await deps.database.db
          .select({ lastSeenAt: sessions.lastSeenAt })
          .from(sessions)
          .where(
            and(
              eq(sessions.id, actor.sessionId),
              isNull(sessions.endedAt),
              gt(sessions.expiresAt, deps.clock.now()),
            ),
          )
        if (row) await keepInUse(deps, actor, { ...row, followed })
        return row !== undefined
      }
      return streamTopics(c, deps.live, {
        topics: new Set(topics),
        guard: `person:${actor.personId}`,
        isStillAllowed,
        stopping,
      })
    },
  )

/** The meetings the topics are about; throws when one of them is not this person's to see. */
async function requireTopics(deps: Deps, actor: Actor, topics: string[]): Promise<MeetingId[]> {
  if (topics.length > maxTopics) throw new DomainError('invalid', `At most ${maxTopics} topics`)
  const mine = new Set(actor.memberships.map(m => m.staffId))
  const meetingIds = new Set<MeetingId>()
  for (const topic of topics) {
    if (topic === 'video' || topic === `person:${actor.personId}`) continue
    const match = topicPattern.exec(topic)
    if (!match) throw new DomainError('invalid', `No such topic: ${topic.slice(0, 60)}`)
    // the pattern has checked both shapes
    if (match[3] && !mine.has(match[4] as StaffId)) throw notFound('staff')
    if (match[1]) meetingIds.add(match[2] as MeetingId)
  }
  const found = await meetingsByIds(deps.database.db, [...meetingIds])
  const isVisible =
    found.length === meetingIds.size &&
    found.every(({ staff }) => maySeeMeetings(actor, { staffId: staff.id }))
  if (!isVisible) throw notFound('meeting')
  return [...meetingIds]
}

/** Whoever follows a running meeting uses their session: nobody is signed out in the middle of a quiet half hour. */
async function keepInUse(
  deps: Deps,
  actor: Actor,
  { lastSeenAt, followed }: { lastSeenAt: Date; followed: MeetingId[] },
): Promise<void> {
  const now = deps.clock.now()
  if (followed.length === 0 || now.getTime() - lastSeenAt.getTime() < touchAfterMs) return
  const found = await meetingsByIds(deps.database.db, followed)
  if (found.some(({ meeting }) => isRunning(meeting.state)))
    await touchSession(deps.database.db, actor.sessionId, now)
}
