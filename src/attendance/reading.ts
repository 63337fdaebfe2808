import type { Db } from '../lib/db.ts'
import type { MeetingId } from '../lib/ids.ts'
import { formatBeside } from '../lib/timeWords.ts'
import { sayIn } from '../words/say.ts'
import type { MeetingInStaff, StaffRow } from '../meetings/store/meetings.ts'
import { type Participation, participationOf } from '../meetings/store/participation.ts'
import type {
  CoverageGap,
  MeetingWindow,
  PersonAttendance,
  PresenceSettings,
  Stay,
} from './contract.ts'
import { type BandRow, bandRows } from './rules/band.ts'
import { coverageOf } from './rules/coverage.ts'
import { type Present, presenceFrom, presentNow } from './rules/presence.ts'
import { attendanceOf } from './rules/status.ts'
import { signalsOf } from './store.ts'
import type { Signal } from '../meetings/contract/signal.ts'
import type { Participant } from '../meetings/store/participants.ts'

/** Everything derived from the signals of one meeting. `window` null: not opened yet. */
export type AttendanceReading = {
  participation: Participation
  signals: Signal[]
  settings: PresenceSettings
  window: MeetingWindow | null
  untilMs: number
  present: Present[]
  stays: Stay[]
  attendance: PersonAttendance[]
  gaps: CoverageGap[]
}

/** Reads many meetings with four queries. */
export async function readAttendance(
  db: Db,
  found: readonly MeetingInStaff[],
  now: Date,
): Promise<Map<MeetingId, AttendanceReading>> {
  const ids = found.map(f => f.meeting.id)
  const [participations, signals] = await Promise.all([
    participationOf(db, found),
    signalsOf(db, ids),
  ])
  return new Map(
    found.map(f => [
      f.meeting.id,
      read(f, participations.get(f.meeting.id)!, signals.get(f.meeting.id) ?? [], now),
    ]),
  )
}

export async function readAttendanceOfOne(
  db: Db,
  found: MeetingInStaff,
  now: Date,
): Promise<AttendanceReading> {
  return (await readAttendance(db, [found], now)).get(found.meeting.id)!
}

/** Rows of the Anwesenheitsband in the order of the staff; empty before the opening. */
export function bandOf(
  reading: AttendanceReading,
  { zone, lang }: { zone: string; lang: 'de' | 'en' },
): BandRow[] {
  if (!reading.window) return []
  const { openedAtMs } = reading.window
  const named = (p: Participant) => ({ ...p.plan, name: p.name })
  return bandRows({
    functions: reading.participation.functions,
    people: reading.participation.participants.map(named),
    stays: reading.stays,
    gaps: reading.gaps,
    window: reading.window,
    nowMs: reading.untilMs,
    say: sayIn(lang),
    time: (atMs, beside = openedAtMs) => formatBeside(atMs, { beside, zone, lang }),
  })
}

export function settingsOf(staff: StaffRow): PresenceSettings {
  return { mergeGapS: staff.mergeGapS, partlyAfterS: staff.partlyAfterS }
}

function read(
  { meeting, staff }: MeetingInStaff,
  participation: Participation,
  signals: Signal[],
  now: Date,
): AttendanceReading {
  const settings = settingsOf(staff)
  const untilMs = Math.min(now.getTime(), meeting.closedAt?.getTime() ?? Infinity)
  // the people present at the end of a closed meeting
  const present = presentNow(signals, { nowMs: untilMs, settings })
  if (!meeting.openedAt) {
    return {
      participation,
      signals,
      settings,
      window: null,
      untilMs,
      present,
      stays: [],
      attendance: [],
      gaps: [],
    }
  }
  const window: MeetingWindow = {
    openedAtMs: meeting.openedAt.getTime(),
    closedAtMs: meeting.closedAt?.getTime() ?? null,
  }
  const plans = participation.participants.map(p => p.plan)
  const reading = { window, untilMs, settings }
  const stays = presenceFrom(signals, reading)
  const required = participation.functions.filter(f => f.isRequired).map(f => f.functionId)
  return {
    participation,
    signals,
    settings,
    window,
    untilMs,
    present,
    stays,
    attendance: attendanceOf(plans, { signals, ...reading }),
    gaps: coverageOf(required, { attendees: plans, stays, ...reading }),
  }
}
