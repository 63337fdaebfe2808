import { and, eq, gt, isNull } from 'drizzle-orm'
import { Hono } from 'hono'
import { z } from 'zod'
import { sessions } from '../accounts/tables.ts'
import type { Actor } from '../lib/actor.ts'
import type { Deps } from '../lib/context.ts'
import { DomainError, notFound } from '../lib/errors.ts'
import { input, type Env } from '../lib/http.ts'
import type { MeetingId, StaffId } from '../lib/ids.ts'
import { streamTopics } from '../lib/streams.ts'
import { maySeeMeetings } from '../meetings/rules.ts'
import { meetingsByIds } from '../meetings/store.ts'

const topicPattern = /^(?:(meeting):(mtg_[0-9a-z]{26})|(staff):(stf_[0-9a-z]{26}))(?::[a-z]{1,20})?$/
const Query = z.strictObject({ topics: z.string().max(2_000) })
const maxTopics = 30

/** One stream per page; topics only, never data. */
export const liveRoutes = (deps: Deps, stopping: AbortSignal) =>
  new Hono<Env>().get('/live', input('query', Query), async c => {
    const { actor } = c.var
    const topics = c.req.valid('query').topics.split(',').filter(Boolean)
    await requireTopics(deps, actor, topics)
    const isStillAllowed = async () => {
      const [row] = await deps.database.db
        .select({ id: sessions.id })
        .from(sessions)
        .where(and(eq(sessions.id, actor.sessionId), isNull(sessions.endedAt), gt(sessions.expiresAt, deps.clock.now())))
      return row !== undefined
    }
    return streamTopics(c, deps.live, { topics: new Set(topics), guard: `person:${actor.personId}`, isStillAllowed, stopping })
  })

async function requireTopics(deps: Deps, actor: Actor, topics: string[]): Promise<void> {
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
  const isVisible = found.length === meetingIds.size && found.every(({ staff }) => maySeeMeetings(actor, { staffId: staff.id }))
  if (!isVisible) throw notFound('meeting')
}
