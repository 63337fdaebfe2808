import { and, asc, eq } from 'drizzle-orm'
import type { Database, Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId, MemberId, PersonId, StaffId } from '../../lib/ids.ts'
import type { MeetingState } from '../../meetings/contract/meeting.ts'
import { raisedHands } from '../tables.ts'

export type Place = {
  staffId: StaffId
  state: MeetingState
  startsAt: Date
  hasVirtualRoom: boolean
  roomName: string
  gathering: number
  /** null: the person is not in the staff */
  memberId: MemberId | null
  /** null: the person is not invited */
  attendeeId: AttendeeId | null
}

/**
 * The meeting and the person's row in it, in one query; undefined when the meeting does not exist.
 */
export async function placeIn(
  sql: Database['sql'],
  { meetingId, personId }: { meetingId: MeetingId; personId: PersonId },
): Promise<Place | undefined> {
  const [row] = await sql<(Omit<Place, 'startsAt'> & { startsAt: string })[]>`
    select m.staff_id as "staffId", m.state, m.starts_at as "startsAt", m.has_virtual_room as "hasVirtualRoom",
           m.room_name as "roomName", m.gathering, b.id as "memberId", a.id as "attendeeId"
    from meetings m
    left join members b on b.staff_id = m.staff_id and b.person_id = ${personId} and b.left_at is null
    left join attendees a on a.meeting_id = m.id and a.member_id = b.id and a.ended_at is null
    where m.id = ${meetingId}`
  return row && { ...row, startsAt: new Date(row.startsAt) }
}

export async function handsOf(db: Db, meetingId: MeetingId) {
  return db
    .select()
    .from(raisedHands)
    .where(eq(raisedHands.meetingId, meetingId))
    .orderBy(asc(raisedHands.raisedAt), asc(raisedHands.attendeeId))
}

export async function raiseHand(db: Db, hand: typeof raisedHands.$inferInsert): Promise<void> {
  await db.insert(raisedHands).values(hand).onConflictDoNothing()
}

/**
 * Lowers the hand of the person whose connection under this identity has ended, unless another of
 * their connections is still there. Tells whether a hand was lowered.
 */
export async function lowerHandOfGone(sql: Database['sql'], identity: string): Promise<boolean> {
  const rows = await sql`
    delete from raised_hands h using admissions gone
    where gone.identity = ${identity} and h.meeting_id = gone.meeting_id and h.attendee_id = gone.attendee_id
      and not exists (
        select from admissions a
        where a.attendee_id = h.attendee_id and a.sid is not null and a.revoked_at is null and not exists (
          select from signals s where s.meeting_id = a.meeting_id and s.stay = a.sid and s.edge = 'out'))
    returning h.attendee_id`
  return rows.length > 0
}

export async function lowerHand(
  db: Db,
  { meetingId, attendeeId }: { meetingId: MeetingId; attendeeId: AttendeeId },
): Promise<void> {
  await db
    .delete(raisedHands)
    .where(and(eq(raisedHands.meetingId, meetingId), eq(raisedHands.attendeeId, attendeeId)))
}
