import { sql } from 'drizzle-orm'
import type { Context, Deps } from '../../lib/context.ts'
import type { AttendeeId, MeetingId, MemberId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import type { Lang } from '../../lib/time.ts'
import { titleOf } from '../rules/title.ts'
import { sayIn } from '../../words/say.ts'
import type { Overlap, Warning } from '../contract/meeting.ts'
import { namesInStaffs } from '../../roster/store/names.ts'
import { maySeeMeetings } from '../rules/states.ts'
import { meetingsByIds } from '../store/meetings.ts'
import { latestReplies } from '../store/replies.ts'

const mostTold = 50

/** Members promised to another meeting at this time, which is allowed. */
export async function overlapsOf(ctx: Context, meetingIds: MeetingId[]): Promise<Warning[]> {
  const found = await overlapsIn(ctx, {
    meetingIds,
    seen: seenStaffs(ctx),
    lang: ctx.actor.language,
  })
  return found.slice(0, mostTold).map(({ attendeeId: _, isOurs: __, ...warning }) => warning)
}

export const seenStaffs = (ctx: Context): StaffId[] =>
  ctx.actor.memberships
    .map(({ staffId }) => staffId)
    .filter(staffId => maySeeMeetings(ctx.actor, { staffId }))

/**
 * People invited to two meetings at one time who have declined neither. A meeting of a staff that
 * is not among `seen` is not named: the warning says only that the person is busy, and only if they
 * have agreed that this staff sees their details. Otherwise listing somebody would be enough to
 * find out when they are busy.
 */
export async function overlapsIn(
  { database: { db }, clock }: Pick<Deps, 'database' | 'clock'>,
  { meetingIds, seen, lang }: { meetingIds: MeetingId[]; seen: StaffId[]; lang: Lang },
): Promise<(Overlap & { isOurs: boolean })[]> {
  if (meetingIds.length === 0) return []
  const rows = await db.execute<{
    member_id: MemberId
    attendee_id: AttendeeId
    other_attendee_id: AttendeeId
    meeting_id: MeetingId
    other_id: MeetingId
    meeting_title: string | null
    starts_at: string | Date
    mine_starts_at: string | Date
    mine_staff_id: StaffId
    staff_id: StaffId
  }>(sql`
    select m.id as member_id, a.id as attendee_id, b.id as other_attendee_id, mine.id as meeting_id, other.id as other_id,
           other.title as meeting_title, other.starts_at, mine.starts_at as mine_starts_at, mine.staff_id as mine_staff_id, other.staff_id
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
    order by mine.starts_at, p.name, other.starts_at, a.id`)
  if (rows.length === 0) return []
  const ids = [...new Set(rows.flatMap(row => [row.meeting_id, row.other_id]))]
  const given = await latestReplies(db, await meetingsByIds(db, ids))
  const declined = new Set(
    given.filter(({ reply }) => reply?.kind === 'declined').map(each => each.attendeeId),
  )
  const staffIds = rows.map(row => row.mine_staff_id)
  const names = await namesInStaffs(db, { staffIds, now: clock.now() })
  const told = rows
    .filter(row => !declined.has(row.attendee_id) && !declined.has(row.other_attendee_id))
    .map(row => {
      const isOurs = seen.includes(row.staff_id)
      return {
        kind: 'overlap' as const,
        attendeeId: row.attendee_id,
        memberName: names.get(row.mine_staff_id)?.ofMember(row.member_id, null) ?? '',
        meetingTitle: isOurs
          ? titleOf({ title: row.meeting_title }, { language: lang })
          : sayIn(lang)('meeting.elsewhere'),
        isOurs,
        startsAt: new Date(isOurs ? row.starts_at : row.mine_starts_at).toISOString(),
      }
    })
  return [...new Map(told.map(warning => [JSON.stringify(warning), warning])).values()]
}
