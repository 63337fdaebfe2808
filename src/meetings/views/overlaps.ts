import { type SQL, sql } from 'drizzle-orm'
import type { Kind } from '../../incidents/contract.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId, MemberId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { permit } from '../../lib/permit.ts'
import type { Lang } from '../../lib/time.ts'
import { presentMembers } from '../../roster/store/members.ts'
import { namesInStaff } from '../../roster/store/names.ts'
import { titleOf } from '../rules/title.ts'
import { sayIn } from '../../words/say.ts'
import type { Overlap, Overlapping, OverlapsInput, Warning } from '../contract/meeting.ts'
import { mayPlan, maySeeMeetings } from '../rules/states.ts'
import { type Out, slotOf } from '../slot.ts'
import { meetingsByIds } from '../store/meetings.ts'
import { latestReplies } from '../store/replies.ts'
import { bySortName } from '../../roster/rules/names.ts'

const mostTold = 50

/** Members promised to another meeting at this time, which is allowed. */
export async function overlapsOf(ctx: Context, meetingIds: MeetingId[]): Promise<Warning[]> {
  const found = await overlapsIn(ctx.database.db, {
    meetingIds,
    seen: seenStaffs(ctx),
    lang: ctx.actor.language,
    now: ctx.clock.now(),
  })
  return found.slice(0, mostTold).map(({ attendeeId: _, isOurs: __, ...warning }) => warning)
}

export const seenStaffs = (ctx: Context): StaffId[] =>
  ctx.actor.memberships
    .map(({ staffId }) => staffId)
    .filter(staffId => maySeeMeetings(ctx.actor, { staffId }))

type Reader = { seen: StaffId[]; lang: Lang; now: Date }

/**
 * People invited to two meetings at one time who have declined neither, by time and surname. A
 * meeting of a staff that is not among `seen` is not named: the warning says only that the person
 * is busy, and only if they have agreed that this staff sees their details. Otherwise listing
 * somebody would be enough to find out when they are busy.
 */
export async function overlapsIn(
  db: Db,
  { meetingIds, ...reader }: Reader & { meetingIds: MeetingId[] },
): Promise<(Overlap & { isOurs: boolean })[]> {
  if (meetingIds.length === 0) return []
  const invited = sql`
    select a.id as attendee_id, a.member_id, mine.id as meeting_id, mine.starts_at, mine.ends_at
    from meetings mine
    join attendees a on a.meeting_id = mine.id and a.member_id is not null and a.ended_at is null
    where ${isAmong(sql`mine.id`, meetingIds)}`
  const found = await twiceInvited(db, { invited, ...reader })
  return found.flatMap(({ attendeeId, ...overlap }) =>
    attendeeId === null ? [] : [{ attendeeId, ...overlap }],
  )
}

/**
 * The same for a time to which a meeting may be moved, or at which a new one may be planned
 * (`meetingId` null), and members who would be invited then.
 */
export function overlapsAt(
  db: Db,
  {
    meetingId,
    startsAt,
    endsAt,
    memberIds,
    ...reader
  }: Reader & { meetingId: MeetingId | null; startsAt: Date; endsAt: Date; memberIds: MemberId[] },
): Promise<Warning[]> {
  const invited = sql`
    select null as attendee_id, id as member_id, ${meetingId}::text as meeting_id,
           ${startsAt.toISOString()}::timestamptz as starts_at,
           ${endsAt.toISOString()}::timestamptz as ends_at
    from members where ${isAmong(sql`id`, memberIds)}`
  return twiceInvited(db, { invited, ...reader })
}

/** By surname, those of these members who would be invited to another meeting at that time. */
export async function overlappingAt(
  ctx: Context,
  staffId: StaffId,
  { startsAt, durationMin, memberIds }: Out<typeof OverlapsInput>,
): Promise<Overlapping> {
  permit(ctx.actor, { staffId }, mayPlan)
  const { db } = ctx.database
  const overlaps = await overlapsAt(db, {
    meetingId: null,
    ...slotOf(new Date(startsAt), durationMin),
    // of nobody else is told when they are busy
    memberIds: [...(await presentMembers(db, staffId, memberIds)).keys()],
    seen: seenStaffs(ctx),
    lang: ctx.actor.language,
    now: ctx.clock.now(),
  })
  return { overlapping: [...new Set(overlaps.map(each => each.memberName))] }
}

async function twiceInvited(
  db: Db,
  { invited, seen, lang, now }: Reader & { invited: SQL },
): Promise<(Warning & { attendeeId: AttendeeId | null; isOurs: boolean })[]> {
  const rows = await db.execute<{
    attendee_id: AttendeeId | null
    member_id: MemberId
    my_staff_id: StaffId
    other_attendee_id: AttendeeId
    /** null: the meeting is not planned yet */
    meeting_id: MeetingId | null
    other_id: MeetingId
    meeting_title: string | null
    meeting_number: number | null
    incident_title: string
    meeting_kind: Kind
    starts_at: string | Date
    mine_starts_at: string | Date
    staff_id: StaffId
  }>(sql`
    with mine as (${invited})
    select mine.attendee_id, m.id as member_id, m.staff_id as my_staff_id, b.id as other_attendee_id, mine.meeting_id,
           other.id as other_id, other.title as meeting_title, other.number as meeting_number,
           other.kind as meeting_kind, incidents.title as incident_title, other.starts_at, mine.starts_at as mine_starts_at, other.staff_id
    from mine
    join members m on m.id = mine.member_id and m.left_at is null
    join members same on same.person_id = m.person_id and same.left_at is null
    join attendees b on b.member_id = same.id and b.meeting_id is distinct from mine.meeting_id and b.ended_at is null
    join meetings other on other.id = b.meeting_id
      and other.state in ('planned', 'convened', 'open', 'paused')
      and other.starts_at < mine.ends_at and other.ends_at > mine.starts_at
    join incidents on incidents.id = other.incident_id
    where m.shares_details or ${isAmong(sql`other.staff_id`, seen)}
    order by mine.starts_at, other.starts_at, m.id`)
  const [first] = rows
  if (!first) return []
  // all meetings of one question are of one staff
  const names = await namesInStaff(db, { staffId: first.my_staff_id, now })
  const ids = [...new Set(rows.flatMap(row => [row.meeting_id ?? [], row.other_id].flat()))]
  const given = await latestReplies(db, await meetingsByIds(db, ids))
  const declined = new Set(
    given.filter(({ reply }) => reply?.kind === 'declined').map(each => each.attendeeId),
  )
  const isDeclined = (id: AttendeeId | null) => id !== null && declined.has(id)
  const told = rows
    .filter(row => !isDeclined(row.attendee_id) && !isDeclined(row.other_attendee_id))
    .map(row => ({ row, sortName: names.sortNameOf(row.member_id) }))
    .sort((a, b) => msOf(a.row) - msOf(b.row) || bySortName(a, b))
    .map(({ row }) => {
      const isOurs = seen.includes(row.staff_id)
      return {
        kind: 'overlap' as const,
        attendeeId: row.attendee_id,
        memberName: names.ofMember(row.member_id, null)!, // a member of this staff
        meetingTitle: isOurs
          ? [
              titleOf({ title: row.meeting_title, number: row.meeting_number }, { language: lang }),
              row.incident_title,
              ...(row.meeting_kind === 'exercise' ? [sayIn(lang)('kind.exercise')] : []),
            ].join(' · ')
          : sayIn(lang)('meeting.elsewhere'),
        isOurs,
        startsAt: new Date(isOurs ? row.starts_at : row.mine_starts_at).toISOString(),
      }
    })
  return [...new Map(told.map(warning => [JSON.stringify(warning), warning])).values()]
}

const msOf = ({ mine_starts_at: at }: { mine_starts_at: string | Date }) => new Date(at).getTime()
