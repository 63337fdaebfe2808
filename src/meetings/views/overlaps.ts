import { sql } from 'drizzle-orm'
import type { Context } from '../../lib/context.ts'
import type { MeetingId, StaffId } from '../../lib/ids.ts'
import { sayIn } from '../../words/say.ts'
import { isAmong } from '../../lib/many.ts'
import { maySeeMeetings } from '../rules/states.ts'

/**
 * Members promised to another meeting at this time: warned of, allowed. Of another staff's appointment nothing is told but that they
 * are taken while the meeting lasts, and only of somebody who has agreed to be in this one, since anybody can be listed.
 */
export async function overlapsOf(ctx: Context, meetingIds: MeetingId[]) {
  if (meetingIds.length === 0) return []
  const seen = ctx.actor.memberships
    .map(({ staffId }) => staffId)
    .filter(staffId => maySeeMeetings(ctx.actor, { staffId }))
  const rows = await ctx.database.db.execute<{
    title: string
    name: string
    meeting_title: string
    starts_at: string | Date
    mine_starts_at: string | Date
    staff_id: StaffId
  }>(sql`
    select distinct p.title, p.name, other.title as meeting_title, other.starts_at, mine.starts_at as mine_starts_at, other.staff_id
    from meetings mine
    join attendees a on a.meeting_id = mine.id and a.member_id is not null and a.ended_at is null
    join members m on m.id = a.member_id and m.left_at is null
    join members same on same.person_id = m.person_id and same.left_at is null
    join attendees b on b.member_id = same.id and b.meeting_id <> mine.id and b.ended_at is null
    join meetings other on other.id = b.meeting_id
      and other.state in ('planned', 'convened', 'open', 'paused')
      and other.starts_at < mine.ends_at and other.ends_at > mine.starts_at
    join people p on p.id = m.person_id
    where ${isAmong(sql`mine.id`, meetingIds)} and (m.shares_details or ${isAmong(sql`other.staff_id`, seen)})
    order by mine.starts_at, p.name, other.starts_at
    limit 50`)
  const told = rows.map(row => {
    const isOurs = maySeeMeetings(ctx.actor, { staffId: row.staff_id })
    return {
      kind: 'overlap' as const,
      memberName: [row.title, row.name].filter(Boolean).join(' '),
      meetingTitle: isOurs ? row.meeting_title : sayIn(ctx.actor.language)('meeting.elsewhere'),
      startsAt: new Date(isOurs ? row.starts_at : row.mine_starts_at).toISOString(),
    }
  })
  return [...new Map(told.map(warning => [JSON.stringify(warning), warning])).values()]
}
