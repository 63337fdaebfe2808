import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { unusedSince } from '../../access/store/sessions.ts'
import type { Database, Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId, PersonId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import type { MeetingState } from '../../meetings/contract/meeting.ts'
import { rolesTakingPart } from '../../roster/rules/roster.ts'
import { admissions } from '../tables.ts'

/** States in which somebody may be let into the room. */
export const unfinished = ['planned', 'convened', 'open', 'paused'] as const

type Admission = Pick<
  typeof admissions.$inferSelect,
  | 'identity'
  | 'meetingId'
  | 'roomName'
  | 'gathering'
  | 'attendeeId'
  | 'sessionId'
  | 'device'
  | 'issuedAt'
>

export async function insertAdmission(sql: Database['sql'], admission: Admission): Promise<void> {
  const { identity, meetingId, roomName, gathering, attendeeId, sessionId, device, issuedAt } =
    admission
  await sql`
    insert into admissions (identity, meeting_id, room_name, gathering, attendee_id, session_id, device, issued_at)
    values (${identity}, ${meetingId}, ${roomName}, ${gathering}, ${attendeeId}, ${sessionId}, ${device}, ${issuedAt.toISOString()})`
}

/**
 * Keeps at most `most` admissions of a person in a meeting: those in use except for one place, then
 * the newest. The order is fixed, so that requests at the same time do not together end one too
 * many. Gives whether one in use was revoked.
 */
export async function revokeSurplus(
  sql: Database['sql'],
  { attendeeId, most, now }: Pick<Admission, 'attendeeId'> & { most: number; now: Date },
): Promise<boolean> {
  const rows = await sql`
    with mine as (
      select a.identity, a.issued_at, a.sid is not null and not exists (
        select from signals s where s.meeting_id = a.meeting_id and s.stay = a.sid and s.edge = 'out'
      ) as used
      from admissions a where a.attendee_id = ${attendeeId} and a.revoked_at is null),
    placed as (
      select identity, issued_at, used and row_number() over (partition by used order by issued_at desc, identity) < ${most} as keeps
      from mine)
    update admissions set revoked_at = ${now.toISOString()}
    where revoked_at is null and identity in (
      select identity from placed order by keeps desc, issued_at desc, identity offset ${most})
    returning sid`
  return rows.some(row => row.sid !== null)
}

/**
 * Revokes the admission of a page's broken connection, which the media server keeps for a while.
 * Only for the person and session it was made for; gives whether there was one.
 */
export async function giveWay(
  sql: Database['sql'],
  {
    identity,
    attendeeId,
    sessionId,
    now,
  }: Pick<Admission, 'identity' | 'attendeeId' | 'sessionId'> & { now: Date },
): Promise<boolean> {
  const rows = await sql`
    update admissions set revoked_at = ${now.toISOString()}
    where identity = ${identity} and attendee_id = ${attendeeId} and session_id = ${sessionId}
      and revoked_at is null
    returning sid`
  return rows.length > 0
}

/** Identities the media server has shown whose admission is valid. */
export async function admissionsOf(db: Db, meetingId: MeetingId) {
  return db
    .select({ identity: admissions.identity, attendeeId: admissions.attendeeId })
    .from(admissions)
    .where(
      and(
        eq(admissions.meetingId, meetingId),
        isNull(admissions.revokedAt),
        isNotNull(admissions.sid),
      ),
    )
}

export type Lapsed = {
  identity: string
  sid: string | null
  meetingId: MeetingId
  staffId: StaffId
  attendeeId: AttendeeId
  state: MeetingState
  closedAt: string | null
}

/**
 * Admissions, of everybody or one person, whose reason has ended: session, membership, role,
 * invitation or meeting is over, or the meeting was moved.
 */
export async function lapsedAdmissions(
  sql: Database['sql'],
  { now, personId = null }: { now: Date; personId?: PersonId | null },
): Promise<Lapsed[]> {
  return sql<Lapsed[]>`
    select a.identity, a.sid, a.meeting_id as "meetingId", m.staff_id as "staffId", a.attendee_id as "attendeeId", m.state,
           (select max(e.at) from meeting_events e where e.meeting_id = m.id and e.kind = 'closed') as "closedAt"
    from admissions a join meetings m on m.id = a.meeting_id
    where a.revoked_at is null and ${ofPerson(sql, personId)} and not (${hasReason(sql, now)})
    limit 500`
}

/**
 * Lets a ticket in: true while the admission of its identity is valid. A ticket that was never used
 * must not have ended (`isFresh`). `isEntering` marks it as used.
 */
export async function enterBy(
  sql: Database['sql'],
  {
    identity,
    room,
    isFresh,
    isEntering,
    now,
  }: { identity: string; room: string; isFresh: boolean; isEntering: boolean; now: Date },
): Promise<boolean> {
  const rows = await sql`
    update admissions a
    set entered_at = coalesce(a.entered_at, case when ${isEntering} then ${now.toISOString()}::timestamptz end)
    from meetings m
    where m.id = a.meeting_id and a.identity = ${identity} and coalesce(a.room_name, m.room_name) = ${room}
      and a.revoked_at is null and (a.entered_at is not null or ${isFresh}) and ${hasReason(sql, now)}
    returning a.identity`
  return rows.length > 0
}

/** Those of the identities whose admission is valid. */
export async function validAmong(
  sql: Database['sql'],
  { identities, now }: { identities: readonly string[]; now: Date },
): Promise<Set<string>> {
  if (identities.length === 0) return new Set()
  const rows = await sql<{ identity: string }[]>`
    select a.identity from admissions a join meetings m on m.id = a.meeting_id
    where a.identity in ${sql([...identities])} and a.revoked_at is null and ${hasReason(sql, now)}`
  return new Set(rows.map(row => row.identity))
}

/** Whether everything that an admission `a` to a meeting `m` depends on still holds. */
const hasReason = (sql: Database['sql'], now: Date) => sql`
  m.state in ${sql(unfinished)} and a.gathering = m.gathering and exists (
    select from attendees t
    join members b on b.id = t.member_id and b.left_at is null and b.roles && string_to_array(${rolesInRoom}, ' ')
    join sessions s on s.person_id = b.person_id and s.id = a.session_id
    where t.id = a.attendee_id and t.ended_at is null and s.ended_at is null
      and s.expires_at > ${now.toISOString()} and s.last_seen_at > ${unusedSince(now).toISOString()})`

const rolesInRoom = rolesTakingPart.join(' ')

export function ofPerson(sql: Database['sql'], personId: PersonId | null) {
  return personId === null
    ? sql`true`
    : sql`a.attendee_id in (
        select t.id from attendees t join members b on b.id = t.member_id where b.person_id = ${personId})`
}

/**
 * Revokes admissions and gives those that were valid before. For a closed meeting the time is that
 * of its close.
 */
export async function revokeAdmissions(
  tx: Db,
  lapsed: readonly Pick<Lapsed, 'identity' | 'closedAt'>[],
  now: Date,
): Promise<string[]> {
  const revoked: string[] = []
  for (const [closedAt, own] of Map.groupBy(lapsed, row => row.closedAt)) {
    const rows = await tx
      .update(admissions)
      .set({ revokedAt: closedAt === null ? now : new Date(closedAt) })
      .where(
        and(
          isAmong(
            admissions.identity,
            own.map(row => row.identity),
          ),
          isNull(admissions.revokedAt),
        ),
      )
      .returning({ identity: admissions.identity })
    revoked.push(...rows.map(row => row.identity))
  }
  return revoked
}

export type AdmissionIn = {
  meetingId: MeetingId
  staffId: StaffId
  admissions: Map<string, { attendeeId: AttendeeId; revokedAt: Date | null; sid: string | null }>
}

/**
 * The meeting of a room, also of a former room, with those of its admissions; null when the room is
 * not ours.
 */
export async function admissionsIn(
  sql: Database['sql'],
  { room, tickets }: { room: string; tickets: readonly string[] },
): Promise<AdmissionIn | null> {
  const rows = await sql<
    {
      meetingId: MeetingId
      staffId: StaffId
      identity: string | null
      attendeeId: AttendeeId
      revokedAt: string | null
      sid: string | null
    }[]
  >`
    with place as (
      select id, staff_id from meetings where room_name = ${room}
      union select m.id, m.staff_id from admissions a join meetings m on m.id = a.meeting_id where a.room_name = ${room})
    select m.id as "meetingId", m.staff_id as "staffId", a.identity, a.attendee_id as "attendeeId", a.revoked_at as "revokedAt", a.sid
    from place m left join admissions a
      on a.meeting_id = m.id and a.identity in ${sql(['', ...tickets])} and coalesce(a.room_name, ${room}) = ${room}`
  const [first] = rows
  if (!first) return null
  return {
    meetingId: first.meetingId,
    staffId: first.staffId,
    admissions: new Map(
      rows.flatMap(({ identity, attendeeId, revokedAt, sid }) =>
        identity === null
          ? []
          : [[identity, { attendeeId, revokedAt: revokedAt ? new Date(revokedAt) : null, sid }]],
      ),
    ),
  }
}

/**
 * Stores which connections the media server shows under admitted identities; revoked admissions are
 * not changed.
 */
export async function noteConnections(
  sql: Database['sql'],
  shown: readonly { identity: string; sid: string }[],
): Promise<void> {
  await sql`
    update admissions a set sid = s.sid
    from (values ${sql(shown.map(({ identity, sid }) => [identity, sid]))}) as s (identity, sid)
    where a.identity = s.identity and a.revoked_at is null`
}
