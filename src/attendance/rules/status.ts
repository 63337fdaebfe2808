import type { AttendeeId } from '../../lib/ids.ts'
import type { AttendanceStatus, PersonAttendance, Stay } from '../contract.ts'
import { joinSpans, lengthOf } from '../../lib/spans.ts'
import { type Reading, endOf, presenceFrom } from './presence.ts'
import { linksOf } from '../../meetings/rules/replies.ts'
import { modeTable, modes, perMode } from '../../lib/modes.ts'
import type { AttendeePlan } from '../../meetings/contract/plan.ts'
import type { Signal } from '../../meetings/contract/signal.ts'

/**
 * The attendance of everyone who was invited or came, in the order of `attendees`. While the
 * meeting runs, the statuses are those it would have if it closed at `untilMs`. Visitors who were
 * present only before the opening or after the closing are left out.
 */
export function attendanceOf(
  attendees: readonly AttendeePlan[],
  { signals, ...reading }: Reading & { signals: readonly Signal[] },
): PersonAttendance[] {
  const staysOf = Map.groupBy(presenceFrom(signals, reading), stay => stay.attendeeId)
  const came = new Set(staysOf.keys())
  const known = signals.filter(signal => signal.atMs <= endOf(reading))
  const tried = new Set(
    known.filter(signal => signal.edge === 'aborted').map(signal => signal.attendeeId),
  )
  // entries before the opening count, too; an entry that was taken back leaves no stay
  const sinceEver = { ...reading, window: { ...reading.window, openedAtMs: -Infinity } }
  const isDeskKept = presenceFrom(signals, sinceEver).some(
    ({ mode, sources }) =>
      !modeTable[mode].isRemote && sources.some(source => source === 'desk' || source === 'self'),
  )

  return attendees
    .filter(attendee => !attendee.isVisitor || came.has(attendee.attendeeId))
    .map(attendee => {
      const stays = staysOf.get(attendee.attendeeId) ?? []
      const deputy =
        stays.length > 0 ? null : representativeOf(attendee.attendeeId, { attendees, came })
      return {
        attendeeId: attendee.attendeeId,
        status:
          stays.length > 0
            ? statusOfPresent(stays, reading)
            : statusOfAbsent(attendee, {
                isRepresented: deputy !== null,
                hasTried: tried.has(attendee.attendeeId),
                isDeskKept,
              }),
        stays,
        ...timesOf(stays),
        representedBy: deputy,
      }
    })
}

/**
 * The person who came for this one: the nearest in the chain of deputies, or null. A deputy who
 * passed on but came all the same counts. A deputy was named by the principal or took the
 * invitation over. A circular chain ends.
 */
export function representativeOf(
  attendeeId: AttendeeId,
  { attendees, came }: { attendees: readonly AttendeePlan[]; came: ReadonlySet<AttendeeId> },
): AttendeeId | null {
  const seen = new Set([attendeeId])
  let ring = [attendeeId]
  while (ring.length > 0) {
    ring = ring.flatMap(id => deputiesOf(id, attendees)).filter(id => !seen.has(id))
    const there = ring.find(id => came.has(id))
    if (there) return there
    for (const id of ring) seen.add(id)
  }
  return null
}

/** The deputies of this person, the one they named first. */
function deputiesOf(attendeeId: AttendeeId, attendees: readonly AttendeePlan[]): AttendeeId[] {
  const { byId, invitedFor } = linksOf(attendees)
  const named = byId.get(attendeeId)?.deputyId
  const tookOver = (invitedFor.get(attendeeId) ?? []).map(attendee => attendee.attendeeId)
  return named ? [named, ...tookOver] : tookOver
}

/**
 * zeitweise anwesend when a single absence (late, early or in between) is longer than allowed;
 * several short ones are not added up. Absences are rounded to whole seconds, so that the delay of
 * a click does not decide the status.
 */
function statusOfPresent(stays: readonly Stay[], reading: Reading): AttendanceStatus {
  const there = joinSpans(stays)
  const limits = [
    reading.window.openedAtMs,
    ...there.flatMap(span => [span.fromMs, span.untilMs]),
    endOf(reading),
  ]
  const mostS = reading.settings.partlyAfterS
  // limits alternate: absent from each even one to the next, present from each odd one
  const wasAway = limits.some(
    (fromMs, i) => i % 2 === 0 && Math.round(((limits[i + 1] ?? fromMs) - fromMs) / 1000) > mostS,
  )
  return wasAway ? 'partlyPresent' : 'present'
}

type Absence = { isRepresented: boolean; hasTried: boolean; isDeskKept: boolean }

/**
 * Somebody who declined is excused, with or without a deputy. Somebody who tried to connect and
 * failed is technically prevented even without a reply, because the attempt shows that they meant
 * to come. Nicht erfasst means that nobody kept the desk, so the person may have been in the room.
 */
function statusOfAbsent(
  { plan }: AttendeePlan,
  { isRepresented, hasTried, isDeskKept }: Absence,
): AttendanceStatus {
  if (isRepresented) return 'represented'
  if (plan.kind === 'declined') return 'excused'
  if (hasTried) return 'technicallyPrevented'
  if (plan.kind === 'none') return 'absentWithoutReply'
  return !modeTable[plan.mode].isRemote && !isDeskKept ? 'notRecorded' : 'absentAfterAccepting'
}

function timesOf(
  stays: readonly Stay[],
): Pick<PersonAttendance, 'msByMode' | 'totalMs' | 'mainMode'> {
  const msByMode = perMode(() => 0)
  for (const stay of stays) msByMode[stay.mode] += stay.untilMs - stay.fromMs
  const totalMs = lengthOf(joinSpans(stays))
  const longestFirst = modes
    .filter(mode => msByMode[mode] > 0)
    .sort((a, b) => msByMode[b] - msByMode[a])
  return { msByMode, totalMs, mainMode: longestFirst[0] ?? null }
}
