import { Hono } from 'hono'
import type { Deps } from '../../lib/context.ts'
import { notFound } from '../../lib/errors.ts'
import type { Env } from '../../lib/http.ts'
import { idSchema } from '../../lib/ids.ts'
import { hashToken } from '../../lib/secrets.ts'
import { calendarUid, lobbyUrl } from '../link.ts'
import { buildFeed } from '../../mail/calendar.ts'
import { personOfFeed } from '../../mail/feeds.ts'
import { partStat } from '../partStat.ts'
import { nextOfEntry } from '../store/entries.ts'
import { meetingsOfFeed } from '../store/mailed.ts'
import { latestReplies } from '../store/replies.ts'

/**
 * The link in a calendar's entry of a series: to the lobby of the meeting that runs or comes next,
 * else to the overview. It tells nothing else, and the lobby needs a session.
 */
export const lobbyRoutes = (deps: Deps) =>
  new Hono<Env>().get('/series/:calendarEntry/lobby', async c => {
    const now = deps.clock.now()
    const entry = idSchema('series').safeParse(c.req.param('calendarEntry'))
    const next = entry.success && (await nextOfEntry(deps.database.db, entry.data, { now }))
    // another date comes next tomorrow
    c.header('cache-control', 'no-store')
    return c.redirect(next ? lobbyUrl(deps, { id: next.meetingId }) : `${deps.publicUrl}/`)
  })

/**
 * The personal calendar feed under a secret address: only that there are meetings, and when.
 * Calendars fetch it without a session.
 */
export const feedRoutes = (deps: Deps) =>
  new Hono<Env>().get('/feeds/:file{[A-Za-z0-9_-]{43}\\.ics}', async c => {
    const { db } = deps.database
    const owner = await personOfFeed(db, hashToken(c.req.param('file').slice(0, -4)))
    if (!owner) throw notFound('feed')
    const since = new Date(deps.clock.now().getTime() - 30 * 86_400_000)
    const rows = await meetingsOfFeed(db, { personId: owner.personId, since })
    const given = await latestReplies(db, rows)
    const replyOf = new Map(given.map(({ attendeeId, reply }) => [attendeeId, reply]))
    const ics = buildFeed(
      rows.map(({ meeting, attendeeId }) => ({
        uid: calendarUid({ meeting }),
        // the times of a held meeting are a change of the entry (RFC 5545 §3.8.7.4)
        sequence: meeting.sequence + (meeting.closedAt ? 1 : 0),
        ...feedTimes(meeting),
        isCancelled: meeting.state === 'cancelled',
        isOver: meeting.closedAt !== null,
        partstat: partStat(replyOf.get(attendeeId) ?? null),
        url: `${deps.publicUrl}/meetings/${meeting.id}`,
      })),
      {
        zone: rows[0]?.staff.zone ?? 'Europe/Berlin',
        dtstamp: deps.clock.now(),
        lang: owner.language,
      },
    )
    return c.body(ics, 200, {
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'no-store',
    })
  })

const shortestMs = 60_000

/**
 * From opening to close, at least a minute, once the meeting is closed; the planned times before,
 * and for a cancelled meeting.
 */
function feedTimes({
  startsAt,
  endsAt,
  openedAt,
  closedAt,
}: Record<'startsAt' | 'endsAt', Date> & Record<'openedAt' | 'closedAt', Date | null>): {
  startsAt: Date
  endsAt: Date
} {
  if (!openedAt || !closedAt) return { startsAt, endsAt }
  const least = openedAt.getTime() + shortestMs
  return { startsAt: openedAt, endsAt: new Date(Math.max(closedAt.getTime(), least)) }
}
