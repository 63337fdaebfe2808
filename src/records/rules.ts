import type { Plan } from '../attendance/contract.ts'
import { hasRole, type Actor } from '../lib/actor.ts'
import type { StaffId } from '../lib/ids.ts'
import { isoWithOffset } from '../lib/time.ts'
import { modeWords, sourceWords, statusWords, timeSpan } from '../minutes/rules/words.ts'
import { ordered } from '../minutes/rules/order.ts'
import type { IntervalRow, PersonRow, RecordedMeeting, RecordedPerson } from './contract.ts'

/** Exports attendance and sees the counts of a period; personal numbers are for these two roles alone. */
export const mayExport = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'records', 'lead')
/** Exports a meeting that still runs, as it stands. */
export const mayExportRunning = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead')

/**
 * Text as a spreadsheet may hold it: with an apostrophe before whatever it would take for a formula. That is a sign (`=`, `+`, `-`,
 * `@`, also in full width or as a superscript), a tab or a line end, be it first or behind blanks and characters that are not
 * seen, which spreadsheets drop before they look (OWASP, CSV injection).
 */
export function plainCell(text: string): string {
  const unseen = /^[\p{White_Space}\p{C}\p{Default_Ignorable_Code_Point}]*/u.exec(text)![0] // an empty run matches too
  const first = String.fromCodePoint(text.codePointAt(unseen.length) ?? 0).normalize('NFKC')
  return /[\t\r\n]/.test(unseen) || /^[=+\-@\u2212]/.test(first) ? `'${text}` : text
}

/**
 * One row per stay, meetings by their start, people as the staff orders them, stays by time. Seconds are rounded to
 * whole ones each for itself, as spreadsheets expect; the exact ends stand in `from` and `until`.
 */
export function intervalRows(meetings: readonly RecordedMeeting[]): IntervalRow[] {
  return chronological(meetings).flatMap(meeting =>
    meeting.people.flatMap(person =>
      ordered(person.attendance.stays, stay => [stay.fromMs, stay.untilMs, stay.mode]).map(
        stay => ({
          meeting: meeting.meetingTitle,
          functions: functionsOf(person),
          name: person.name,
          organisation: person.organisation,
          mode: modeWords.de[stay.mode],
          from: isoWithOffset(stay.fromMs, meeting.zone),
          until: isoWithOffset(stay.untilMs, meeting.zone),
          seconds: seconds(stay.untilMs - stay.fromMs),
          source: [...new Set(stay.sources.map(source => sourceWords.de[source]))]
            .sort()
            .join(', '),
          corrected: '',
        }),
      ),
    ),
  )
}

/** One row per invited or present person of each meeting. */
export function personRows(meetings: readonly RecordedMeeting[]): PersonRow[] {
  return chronological(meetings).flatMap(meeting =>
    meeting.people.map(person => ({
      meeting: meeting.meetingTitle,
      functions: functionsOf(person),
      name: person.name,
      organisation: person.organisation,
      planned: plannedWord(person.plan),
      status: statusText(person, meeting.zone),
      onSiteS: seconds(person.attendance.msByMode.onSite),
      videoS: seconds(person.attendance.msByMode.video),
      phoneS: seconds(person.attendance.msByMode.phone),
      totalS: seconds(person.attendance.totalMs),
      representedBy: person.representedByName ?? '',
    })),
  )
}

/** The derived word, followed by what belongs to it: from–to, or who came instead. */
export function statusText(
  { attendance, representedByName }: RecordedPerson,
  zone: string,
): string {
  const word = statusWords.de[attendance.status]
  if (attendance.status === 'represented')
    return representedByName ? `${word} durch ${representedByName}` : word
  if (attendance.status !== 'partlyPresent') return word
  const spans = spansOf(attendance.stays).map(span => timeSpan(span.fromMs, span.untilMs, zone))
  return spans.length > 0 ? `${word} (${spans.join(', ')})` : word
}

/** Times somebody was there in any mode; stays that overlap or touch are one. */
function spansOf(
  stays: readonly { fromMs: number; untilMs: number }[],
): { fromMs: number; untilMs: number }[] {
  const spans: { fromMs: number; untilMs: number }[] = []
  for (const stay of ordered(stays, s => [s.fromMs, s.untilMs])) {
    const last = spans.at(-1)
    if (last && stay.fromMs <= last.untilMs) last.untilMs = Math.max(last.untilMs, stay.untilMs)
    else spans.push({ fromMs: stay.fromMs, untilMs: stay.untilMs })
  }
  return spans
}

function functionsOf({ functions, isVisitor }: RecordedPerson): string {
  return isVisitor ? 'Gast' : functions.join(', ')
}

function plannedWord(plan: Plan): string {
  if (plan.kind === 'accepted') return modeWords.de[plan.mode]
  return plan.kind === 'declined' ? 'verhindert' : ''
}

function seconds(ms: number): number {
  return Math.round(ms / 1000)
}

function chronological(meetings: readonly RecordedMeeting[]): RecordedMeeting[] {
  return ordered(meetings, meeting => [meeting.startsAtMs, meeting.meetingTitle])
}
