import { type AttendanceReading, readAttendance } from '../attendance/reading.ts'
import { doorKeepersOf } from '../attendance/store.ts'
import { writersOf } from '../journal/store.ts'
import type { Db } from '../lib/db.ts'
import type { MeetingId, MemberId, PersonId } from '../lib/ids.ts'
import type { MeetingInStaff } from '../meetings/store/meetings.ts'
import { activeMembers } from '../meetings/store/participation.ts'
import { takesPart } from '../roster/rules/roster.ts'
import type { ActingPerson } from './contract.ts'
import { type Act, type Acts, actsFrom, withActs } from './rules/acting.ts'
import { displayName } from '../roster/rules/names.ts'
import { eventsOf } from '../meetings/store/events.ts'

type Acting = { acts: ReadonlyMap<PersonId, Acts>; notThere: ReadonlySet<MemberId> }

/** Who acted in these meetings, and of whom it was said that they do so without taking part. */
export async function actsIn(
  db: Db,
  found: readonly MeetingInStaff[],
): Promise<Map<MeetingId, Acting>> {
  const ids = found.map(({ meeting }) => meeting.id)
  const [events, keepers, writers] = await Promise.all([
    eventsOf(db, ids),
    doorKeepersOf(db, ids),
    writersOf(db, ids),
  ])
  return new Map(
    found.map(({ meeting }) => {
      const own = <T extends { meetingId: MeetingId }>(rows: T[]) =>
        rows.filter(row => row.meetingId === meeting.id)
      const happened = own(events)
      // an opening that was taken back was no act
      const sinceMistake = happened.slice(
        happened.findLastIndex(({ kind }) => kind === 'unopened') + 1,
      )
      const done: Act[] = [
        ...sinceMistake.flatMap(({ kind, byId, at }): Act[] =>
          kind === 'opened' || kind === 'paused' || kind === 'resumed' || kind === 'closed'
            ? [{ kind: kind === 'opened' ? 'opened' : 'led', byId, at }]
            : [],
        ),
        ...own(keepers).map(({ byId, at }): Act => ({ kind: 'door', byId, at })),
        ...own(writers).map(({ byId, at }): Act => ({ kind: 'entry', byId, at })),
      ]
      const notThere = happened.flatMap(({ kind, details }) =>
        // our own action writes a member id here
        kind === 'notThere' && details.memberId ? [details.memberId as MemberId] : [],
      )
      return [meeting.id, { acts: actsFrom(done, meeting), notThere: new Set(notThere) }]
    }),
  )
}

/** What is derived from the signals of these meetings, with nobody absent who acted. */
export async function readAttendanceAndActs(
  db: Db,
  found: readonly MeetingInStaff[],
  now: Date,
): Promise<Map<MeetingId, AttendanceReading>> {
  const [readings, acting] = await Promise.all([readAttendance(db, found, now), actsIn(db, found)])
  return new Map(
    [...readings].map(([meetingId, reading]) => {
      const { acts, notThere } = acting.get(meetingId)! // read for the same meetings
      const acted = new Set(
        reading.participation.participants
          .filter(p => p.personId && acts.has(p.personId) && !notThere.has(p.memberId!)) // a person is a member
          .map(({ attendeeId }) => attendeeId),
      )
      return [meetingId, { ...reading, attendance: withActs(reading.attendance, acted) }]
    }),
  )
}

/**
 * The members who act in a meeting and are not recorded as present: who opened it first, then the
 * minute taker, then by their first act. Somebody who was only named to keep the minutes has no
 * `firstAt`.
 */
export async function actingUnrecorded(
  db: Db,
  found: MeetingInStaff,
  { attendance, present, participation }: AttendanceReading,
): Promise<ActingPerson[]> {
  const { meeting, staff } = found
  if (!meeting.openedAt) return []
  const [all, members] = await Promise.all([actsIn(db, [found]), activeMembers(db, staff.id)])
  const { acts, notThere } = all.get(meeting.id)! // read for this meeting
  const there = new Set([
    ...attendance.flatMap(({ attendeeId, stays }) => (stays.length > 0 ? [attendeeId] : [])),
    ...present.map(({ attendeeId }) => attendeeId),
  ])
  const placeOf = new Map(participation.participants.map(p => [p.memberId, p]))
  return members
    .filter(({ member }) => takesPart(member.roles))
    .flatMap(({ member, person }): ActingPerson[] => {
      const own = acts.get(person.id)
      const isMinuteTaker = meeting.minuteTakerId === member.id
      const place = placeOf.get(member.id)
      if ((!own && !isMinuteTaker) || (place && there.has(place.attendeeId))) return []
      return [
        {
          memberId: member.id,
          name: place?.name ?? displayName(person),
          hasOpened: own?.hasOpened ?? false,
          hasLed: own?.hasLed ?? false,
          isMinuteTaker,
          entries: own?.entries ?? 0,
          atDoor: own?.atDoor ?? 0,
          firstAt: own?.firstAt.toISOString() ?? null,
          saidNotThere: notThere.has(member.id),
        },
      ]
    })
    .sort(
      (a, b) =>
        Number(b.hasOpened) - Number(a.hasOpened) ||
        Number(b.isMinuteTaker) - Number(a.isMinuteTaker) ||
        (a.firstAt ?? '').localeCompare(b.firstAt ?? ''),
    )
}

/**
 * Who closed the meeting and is recorded as gone before; null when they were there, were never
 * recorded, or told afterwards that the meeting had ended earlier.
 */
export async function closerWhoLeft(
  db: Db,
  { meeting }: MeetingInStaff,
  { participation, stays }: AttendanceReading,
): Promise<{ name: string; atMs: number } | null> {
  if (!meeting.closedAt) return null
  const closing = (await eventsOf(db, [meeting.id])).findLast(({ kind }) => kind === 'closed')
  const closedMs = meeting.closedAt.getTime()
  const closer = participation.participants.find(({ personId }) => personId === closing?.byId)
  if (!closing || closing.at.getTime() > closedMs || !closer) return null
  const own = stays.filter(({ attendeeId }) => attendeeId === closer.attendeeId)
  const atMs = Math.max(...own.map(({ untilMs }) => untilMs))
  return own.length > 0 && atMs < closedMs ? { name: closer.name, atMs } : null
}
