import type { AttendanceReading } from '../attendance/reading.ts'
import { countsByMode, coverageOf } from '../attendance/rules/coverage.ts'
import { lengthOf } from '../lib/spans.ts'
import { ordered } from '../minutes/rules/order.ts'
import type { RecordsSummary } from './contract.ts'

/** A meeting with its attendance. */
export type ReadMeeting = {
  meeting: Omit<RecordsSummary['perMeeting'][number], 'present' | 'byMode'>
  reading: AttendanceReading
}

/** Smaller groups are not split by mode, so that nobody is recognised. */
const smallestSplitGroup = 5

/** The summary of a period, meetings by their start; contains nothing about a single person. */
export function summaryOf(read: readonly ReadMeeting[]): RecordsSummary {
  const perMeeting = ordered(read, ({ meeting }) => [meeting.startsAt, meeting.meetingId]).map(
    ({ meeting, reading }) => {
      const modes = reading.attendance.flatMap(a => a.mainMode ?? [])
      return {
        ...meeting,
        present: modes.length,
        byMode: modes.length < smallestSplitGroup ? null : countsByMode(modes),
      }
    },
  )
  return {
    meetings: perMeeting.length,
    attendances: perMeeting.reduce((sum, meeting) => sum + meeting.present, 0),
    perMeeting,
    coverage: coverageShares(read.map(({ reading }) => reading)),
  }
}

type Shares = RecordsSummary['coverage'][number]

/**
 * How long each required function was filled by its own holder, by a deputy, or by nobody, over all
 * meetings that required it. Gaps are merged as on the board. In the order of the staff at the last
 * meeting.
 */
export function coverageShares(readings: readonly AttendanceReading[]): Shares[] {
  const shares = new Map<string, Shares & { position: number }>()
  for (const reading of readings) {
    const { window } = reading
    if (!window) continue
    const wholeMs = Math.max(0, (window.closedAtMs ?? reading.untilMs) - window.openedAtMs)
    for (const fn of reading.participation.functions) {
      if (!fn.isRequired) continue
      const holders = new Set(
        reading.participation.holders
          .filter(h => h.functionId === fn.functionId && h.rank === 0)
          .map(h => h.memberId),
      )
      const own = reading.participation.participants
        .filter(p => p.memberId !== null && holders.has(p.memberId))
        .map(p => p.plan)
      const { stays, untilMs, settings } = reading
      const withoutOwnMs = lengthOf(
        coverageOf([fn.functionId], { attendees: own, stays, window, untilMs, settings }),
      )
      const unfilledMs = lengthOf(reading.gaps.filter(gap => gap.functionId === fn.functionId))
      const sum = shares.get(fn.label) ?? {
        functionLabel: fn.label,
        filledMs: 0,
        byDeputyMs: 0,
        unfilledMs: 0,
        position: 0,
      }
      shares.set(fn.label, {
        functionLabel: fn.label,
        filledMs: sum.filledMs + wholeMs - withoutOwnMs,
        // a deputy counts only for the time without the holder
        byDeputyMs: sum.byDeputyMs + Math.max(0, withoutOwnMs - unfilledMs),
        unfilledMs: sum.unfilledMs + Math.min(unfilledMs, withoutOwnMs),
        position: fn.position,
      })
    }
  }
  return ordered([...shares.values()], share => [share.position, share.functionLabel]).map(
    ({ position: _position, ...share }) => share,
  )
}
