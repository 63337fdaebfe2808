import type { AttendanceStatus, PersonAttendance, Stay } from '../../src/attendance/contract.ts'
import { type Mode, perMode } from '../../src/lib/modes.ts'
import { sortName } from '../../src/roster/rules/names.ts'
import type { RecordedMeeting, RecordedPerson } from '../../src/records/contract.ts'
import type { SignalSource } from '../../src/meetings/contract/signal.ts'

export const startMs = Date.parse('2026-11-24T08:31:00+01:00')

export function stay(
  mode: Mode,
  fromS: number,
  untilS: number,
  sources: SignalSource[] = ['desk'],
): Stay {
  return {
    attendeeId: 'att_x' as Stay['attendeeId'], // no rule here looks at the id
    mode,
    fromMs: startMs + fromS * 1000,
    untilMs: startMs + untilS * 1000,
    isOpen: false,
    sources,
  }
}

export function attendance(
  status: AttendanceStatus,
  stays: Stay[] = [],
  totalMs?: number,
): PersonAttendance {
  const msByMode = perMode(() => 0)
  for (const s of stays) msByMode[s.mode] += s.untilMs - s.fromMs
  return {
    attendeeId: 'att_x' as PersonAttendance['attendeeId'], // no rule here looks at the id
    status,
    stays,
    msByMode,
    totalMs: totalMs ?? Object.values(msByMode).reduce((sum, ms) => sum + ms, 0),
    mainMode: stays[0]?.mode ?? null,
    representedBy: null,
  }
}

export function person(name: string, more: Partial<RecordedPerson> = {}): RecordedPerson {
  return {
    functions: [],
    name,
    sortName: sortName({ title: '', name }),
    key: name,
    organisation: 'Kreis',
    isVisitor: false,
    plan: { kind: 'none' },
    attendance: attendance('absentWithoutReply'),
    representedByName: null,
    deputyForNames: [],
    ...more,
  }
}

export function meeting(
  people: RecordedPerson[],
  more: Partial<RecordedMeeting> = {},
): RecordedMeeting {
  return {
    meetingTitle: '17. Sitzung',
    incidentTitle: 'Hochwasser (erfunden)',
    kind: 'operation',
    startsAtMs: startMs,
    zone: 'Europe/Berlin',
    people,
    gaps: [],
    ...more,
  }
}
