import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, or } from 'drizzle-orm'
import { incidents } from '../incidents/tables.ts'
import type { Db } from '../lib/db.ts'
import type { PersonId, StaffId } from '../lib/ids.ts'
import { asItWas, meetingsInStaff, type MeetingInStaff } from '../meetings/store/meetings.ts'
import { attendees, meetings } from '../meetings/tables.ts'
import { members, staffs } from '../roster/tables.ts'

type Period = { staffId: StaffId; from: Date; until: Date }

/** Closed meetings of a staff that were opened in [from, until), in order of time. */
export async function closedMeetings(
  db: Db,
  {
    staffId,
    from,
    until,
    kinds,
    limit,
  }: Period & { kinds: readonly MeetingInStaff['meeting']['kind'][]; limit: number },
): Promise<MeetingInStaff[]> {
  const rows = await meetingsInStaff(db)
    .where(
      and(
        eq(meetings.staffId, staffId),
        eq(meetings.state, 'closed'),
        inArray(meetings.kind, [...kinds]),
        gte(meetings.openedAt, from),
        lt(meetings.openedAt, until),
      ),
    )
    .orderBy(asc(meetings.openedAt), asc(meetings.id))
    .limit(limit)
  return rows.map(asItWas)
}

/**
 * The same, but only meetings with this person, with the person's attendee id; the newest first.
 */
export async function closedMeetingsOfPerson(
  db: Db,
  { staffId, from, until, personId }: Period & { personId: PersonId },
) {
  const rows = await db
    .select({ meeting: meetings, staff: staffs, incident: incidents, attendeeId: attendees.id })
    .from(meetings)
    .innerJoin(staffs, eq(staffs.id, meetings.staffId))
    .innerJoin(incidents, eq(incidents.id, meetings.incidentId))
    .innerJoin(attendees, eq(attendees.meetingId, meetings.id))
    .innerJoin(members, eq(members.id, attendees.memberId))
    .where(
      and(
        eq(meetings.staffId, staffId),
        eq(meetings.state, 'closed'),
        eq(members.personId, personId),
        gte(meetings.openedAt, from),
        lt(meetings.openedAt, until),
      ),
    )
    .orderBy(desc(meetings.openedAt), desc(meetings.id))
    .limit(500)
  return rows.map(asItWas)
}

/**
 * The meetings that went on at a moment, and those closed last before and opened first after it;
 * their end does not belong to them.
 */
export async function meetingsAround(db: Db, staffId: StaffId, at: Date) {
  const ofStaff = eq(meetings.staffId, staffId)
  const [during, before, after] = await Promise.all([
    meetingsInStaff(db)
      .where(
        and(
          ofStaff,
          lte(meetings.openedAt, at),
          or(isNull(meetings.closedAt), gt(meetings.closedAt, at)),
        ),
      )
      .orderBy(asc(meetings.openedAt), asc(meetings.id))
      .limit(10),
    meetingsInStaff(db)
      .where(and(ofStaff, lte(meetings.closedAt, at)))
      .orderBy(desc(meetings.closedAt), desc(meetings.id))
      .limit(1),
    meetingsInStaff(db)
      .where(and(ofStaff, gt(meetings.openedAt, at)))
      .orderBy(asc(meetings.openedAt), asc(meetings.id))
      .limit(1),
  ])
  return {
    during: during.map(asItWas),
    before: before.map(asItWas)[0],
    after: after.map(asItWas)[0],
  }
}

export async function findStaff(
  db: Db,
  staffId: StaffId,
): Promise<MeetingInStaff['staff'] | undefined> {
  const [row] = await db.select().from(staffs).where(eq(staffs.id, staffId))
  return row
}
