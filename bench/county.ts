import { randomBytes, randomUUID } from 'node:crypto'
import type { PgTable } from 'drizzle-orm/pg-core'
import { sessions } from '../src/access/tables.ts'
import { incidents } from '../src/incidents/tables.ts'
import type { Role } from '../src/lib/actor.ts'
import type { Database } from '../src/lib/db.ts'
import {
  type AttendeeId,
  type Id,
  type IncidentId,
  type MeetingId,
  type MemberId,
  type StaffId,
  newId,
} from '../src/lib/ids.ts'
import { hashToken } from '../src/lib/secrets.ts'
import { attendees, meetings } from '../src/meetings/tables.ts'
import { admissions } from '../src/rooms/tables.ts'
import { functions, holders, members, people, staffs } from '../src/roster/tables.ts'

export type CountyMember = {
  cookie: string
  /** cookies of the member's sessions; the first is `cookie` */
  cookies: string[]
  memberId: MemberId
  /** cookie of the first session */
  sessionId: Id<'session'>
  attendeeId: AttendeeId
  identity: string
  isLead: boolean
}
export type CountyStaff = {
  staffId: StaffId
  meetingId: MeetingId
  incidentId: IncidentId
  roomName: string
  members: CountyMember[]
}

const devicesEach = 3

/**
 * The invented staffs of a whole Land: 40 staffs of 35 people, each in an open meeting with a
 * virtual room. Everybody has a function, three sessions signed in with two factors, and one
 * admission. Written straight into the tables, because the API would take minutes.
 */
export async function settleCounty(
  { db }: Database,
  { staffCount = 40, membersEach = 35 } = {},
): Promise<CountyStaff[]> {
  const now = new Date()
  const rows = {
    staffs: [] as (typeof staffs.$inferInsert)[],
    people: [] as (typeof people.$inferInsert)[],
    members: [] as (typeof members.$inferInsert)[],
    functions: [] as (typeof functions.$inferInsert)[],
    holders: [] as (typeof holders.$inferInsert)[],
    sessions: [] as (typeof sessions.$inferInsert)[],
    incidents: [] as (typeof incidents.$inferInsert)[],
    meetings: [] as (typeof meetings.$inferInsert)[],
    attendees: [] as (typeof attendees.$inferInsert)[],
    admissions: [] as (typeof admissions.$inferInsert)[],
  }
  const county: CountyStaff[] = []
  for (let s = 0; s < staffCount; s++) {
    const [staffId, incidentId, meetingId] = [
      newId('staff', now),
      newId('incident', now),
      newId('meeting', now),
    ]
    const roomName = `figure-${randomBytes(12).toString('hex')}`
    rows.staffs.push({
      id: staffId,
      name: `Krisenstab Beispielkreis ${s}`,
      organisation: `Beispielkreis ${s}`,
      template: 'nrw',
      createdAt: now,
    })
    rows.incidents.push({
      id: incidentId,
      staffId,
      title: 'Hochwasser (erfunden)',
      kind: 'operation',
      startedAt: now,
    })
    rows.meetings.push({
      id: meetingId,
      staffId,
      incidentId,
      number: 1,
      title: '1. Sitzung',
      kind: 'operation',
      state: 'open',
      startsAt: now,
      openedAt: now,
      endsAt: new Date(now.getTime() + 8 * 3_600_000),
      place: 'Raum 1',
      hasVirtualRoom: true,
      roomName,
      createdAt: now,
    })
    const staff: CountyStaff = { staffId, meetingId, incidentId, roomName, members: [] }
    for (let m = 0; m < membersEach; m++) {
      const [personId, memberId, functionId, attendeeId] = [
        newId('person', now),
        newId('member', now),
        newId('staffFunction', now),
        newId('attendee', now),
      ]
      const devices = Array.from({ length: devicesEach }, () => ({
        sessionId: newId('session', now),
        token: randomBytes(32).toString('base64url'),
      }))
      const { sessionId } = devices[0]! // every member has three
      const identity = `p_${randomBytes(16).toString('hex')}`
      const roles: Role[] = m === 0 ? ['lead'] : ['member']
      rows.people.push({
        id: personId,
        name: `Mitglied ${s}-${m}`,
        organisation: 'Kreis',
        email: `m${s}-${m}@kreis.example`,
        createdAt: now,
      })
      rows.members.push({ id: memberId, staffId, personId, roles, joinedAt: now })
      rows.functions.push({
        id: functionId,
        staffId,
        label: `Funktion ${m}`,
        block: 'EMS',
        position: m,
        isRequired: m < 10,
        createdAt: now,
      })
      rows.holders.push({
        id: newId('holder', now),
        staffId,
        functionId,
        memberId,
        rank: 0,
        validFrom: '2026-01-01',
      })
      for (const device of devices) {
        rows.sessions.push({
          id: device.sessionId,
          personId,
          tokenHash: hashToken(device.token),
          factors: ['password', 'totp'],
          createdAt: now,
          lastSeenAt: now,
          expiresAt: new Date(now.getTime() + 11 * 3_600_000),
        })
      }
      const cookies = devices.map(({ token }) => `__Host-lagerunde=${token}`)
      rows.attendees.push({ id: attendeeId, meetingId, memberId, kind: 'invited', createdAt: now })
      rows.admissions.push({ identity, meetingId, attendeeId, sessionId, issuedAt: now })
      staff.members.push({
        cookie: cookies[0]!,
        cookies,
        memberId,
        sessionId,
        attendeeId,
        identity,
        isLead: m === 0,
      })
    }
    county.push(staff)
  }
  const put = async <T extends PgTable>(table: T, all: T['$inferInsert'][]) => {
    for (let i = 0; i < all.length; i += 700)
      await db.insert(table).values(all.slice(i, i + 700) as never) // the rows are those of the table, which the generic insert does not know
  }
  await put(staffs, rows.staffs)
  await put(people, rows.people)
  await put(members, rows.members)
  await put(functions, rows.functions)
  await put(holders, rows.holders)
  await put(sessions, rows.sessions)
  await put(incidents, rows.incidents)
  await put(meetings, rows.meetings)
  await put(attendees, rows.attendees)
  await put(admissions, rows.admissions)
  // the server does this by itself later; without it queries would be planned for empty tables
  await db.execute(
    'analyze staffs, people, members, functions, holders, sessions, incidents, meetings, attendees, admissions',
  )
  return county
}

/**
 * A request as bytes of HTTP/1.1 with the headers of a browser; every call has an Idempotency-Key
 * of its own.
 */
export function rawPost({
  address,
  path,
  body,
  headers = {},
}: {
  address: string
  path: string
  body: string
  headers?: Record<string, string>
}): string {
  const { host } = new URL(address)
  const all = {
    host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'idempotency-key': randomUUID(),
    ...headers,
  }
  return `POST ${path} HTTP/1.1\r\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`
}
