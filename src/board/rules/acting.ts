import type { AttendanceStatus, PersonAttendance } from '../../attendance/contract.ts'
import type { AttendeeId, PersonId } from '../../lib/ids.ts'

/** Something a person did in a meeting that only somebody who takes part does. */
export type Act = { kind: 'opened' | 'led' | 'door' | 'entry'; byId: PersonId | null; at: Date }

export type Acts = {
  hasOpened: boolean
  /** interrupted, resumed or closed it */
  hasLed: boolean
  entries: number
  /** people entered at the door */
  atDoor: number
  /** not before the opening */
  firstAt: Date
}

/**
 * What each person did. An act before the opening counts from the opening; one after the end (a
 * forgotten closing, an entry added later) does not count.
 */
export function actsFrom(
  acts: readonly Act[],
  { openedAt, closedAt }: { openedAt: Date | null; closedAt: Date | null },
): Map<PersonId, Acts> {
  const all = new Map<PersonId, Acts>()
  for (const { kind, byId, at } of acts) {
    if (!byId || !openedAt || (closedAt && at > closedAt)) continue
    const atOrOpening = at < openedAt ? openedAt : at
    const known = all.get(byId)
    const own = known ?? {
      hasOpened: false,
      hasLed: false,
      entries: 0,
      atDoor: 0,
      firstAt: atOrOpening,
    }
    if (atOrOpening < own.firstAt) own.firstAt = atOrOpening
    if (kind === 'opened') own.hasOpened = true
    if (kind === 'led') own.hasLed = true
    if (kind === 'entry') own.entries++
    if (kind === 'door') own.atDoor++
    all.set(byId, own)
  }
  return all
}

const absent: readonly AttendanceStatus[] = ['absentAfterAccepting', 'absentWithoutReply']

/**
 * Nobody who acted was absent: without a stay they are *nicht erfasst*. `acted`: those who acted and
 * of whom nobody said that they did not take part.
 */
export function withActs(
  attendance: readonly PersonAttendance[],
  acted: ReadonlySet<AttendeeId>,
): PersonAttendance[] {
  return attendance.map(own =>
    acted.has(own.attendeeId) && absent.includes(own.status)
      ? { ...own, status: 'notRecorded' as const }
      : own,
  )
}
