import { titleOf } from '../meetings/rules/title.ts'
import { type AttendanceReading, bandOf } from '../attendance/reading.ts'
import { readAttendanceAndActs } from '../board/acting.ts'
import { type StoredEntry, carriedOrdersOf, entriesOf } from '../journal/store.ts'
import type { Db } from '../lib/db.ts'
import type { MemberId } from '../lib/ids.ts'
import { isoWithOffset } from '../lib/time.ts'
import { type MeetingInStaff, nextMeetingAfter } from '../meetings/store/meetings.ts'
import { isOnlyGuest } from '../roster/rules/roster.ts'
import { namesInStaff } from '../roster/store/names.ts'
import type { Minutes } from './contract.ts'
import { composeMinutes } from './rules/compose.ts'
import type { MinutesInput } from './rules/input.ts'
import { minutesJson } from './rules/release.ts'
import {
  type MinutesRow,
  changeDraft,
  hasCorrectionsSince,
  hasSignalsSince,
  markComposed,
} from './store.ts'
import { agendaOf } from '../meetings/store/agenda.ts'
import { eventsOf } from '../meetings/store/events.ts'

type Events = Awaited<ReturnType<typeof eventsOf>>
/** as of the end of the meeting */
type NameOf = (memberId: MemberId) => string | null

/** Composes the minutes of a closed meeting from what is stored now. */
export async function composeFor(
  db: Db,
  found: MeetingInStaff,
  { version, now }: { version: number; now: Date },
): Promise<Minutes> {
  return composeMinutes(await factsOf(db, found, { version, now }))
}

/**
 * Composes a draft again from what is stored now and keeps rewritten texts. Gives the row after
 * that; undefined when somebody was quicker.
 */
export async function refreshDraft(
  tx: Db,
  found: MeetingInStaff,
  { row, now }: { row: MinutesRow; now: Date },
): Promise<MinutesRow | undefined> {
  const record = await composeFor(tx, found, { version: row.version, now })
  if (minutesJson({ ...record, composedAt: row.record.composedAt }) !== minutesJson(row.record)) {
    return changeDraft(tx, row, { record, composedAt: now })
  }
  await markComposed(tx, row, now)
  return row
}

/**
 * Reports of the media server may come minutes after the close, the next meeting is often planned
 * only then, and mistyped names are found by those who read them.
 */
export async function isOutdated(
  db: Db,
  { meeting, staff }: MeetingInStaff,
  row: MinutesRow,
): Promise<boolean> {
  if (row.state !== 'draft') return false
  const [hasNewSignals, hasCorrections, next] = await Promise.all([
    hasSignalsSince(db, meeting.id, row.composedAt),
    hasCorrectionsSince(db, meeting.staffId, row.composedAt),
    nextMeetingAfter(db, meeting),
  ])
  const known = row.record.nextMeeting
  if (hasNewSignals || hasCorrections || (next === undefined) !== (known === null)) return true
  return (
    next !== undefined &&
    known !== null &&
    (next.title !== known.title ||
      next.place !== known.place ||
      isoWithOffset(next.startsAt, staff.zone) !== known.startsAt)
  )
}

async function factsOf(
  db: Db,
  found: MeetingInStaff,
  { version, now }: { version: number; now: Date },
): Promise<MinutesInput> {
  const { meeting, staff, incident } = found
  const { openedAt, closedAt } = meeting
  if (!openedAt || !closedAt) throw new Error('Minutes are composed of a closed meeting')
  const [readings, agenda, events, stored, carried, next, names] = await Promise.all([
    readAttendanceAndActs(db, [found], now),
    agendaOf(db, meeting.id),
    eventsOf(db, [meeting.id]),
    entriesOf(db, { meeting, now }),
    carriedOrdersOf(db, { meeting, now }),
    nextMeetingAfter(db, meeting),
    namesInStaff(db, { staffId: staff.id, now }),
  ])
  const reading = readings.get(meeting.id)! // read for this meeting
  // a closed meeting was closed by somebody
  const closing = events.findLast(({ kind }) => kind === 'closed')!
  const { participants, functions } = reading.participation
  // a visitor may be a member's namesake, whom only the list of attendance knows
  const told = new Map(
    participants.flatMap(p => (p.name === p.ownName ? [] : [[p.memberId, p.name]])),
  )
  const nameOf = (memberId: MemberId) => told.get(memberId) ?? names.ofMember(memberId, closedAt)
  const listed = new Set(reading.attendance.map(a => a.attendeeId))
  const ofKind = (kind: StoredEntry['row']['kind']) => stored.filter(({ row }) => row.kind === kind)
  return {
    version,
    language: staff.language,
    composedAtMs: now.getTime(),
    zone: staff.zone,
    organisation: staff.organisation,
    staff: staff.name,
    incident: incident.title,
    meeting: {
      kind: meeting.kind,
      number: meeting.number!, // given at the opening
      title: titleOf(meeting, staff),
      openedAtMs: openedAt.getTime(),
      closedAtMs: closedAt.getTime(),
      endTold:
        closing.details.endedAt === undefined
          ? null
          : { closedAtMs: closing.at.getTime(), reason: closing.details.reason ?? '' },
      place: meeting.place,
      hasVirtualRoom: meeting.hasVirtualRoom,
    },
    lead: leadOf(reading) ?? openerOf(events, byId => names.ofPerson(byId, closedAt)),
    minuteTakers: minuteTakersOf(events, { openedAt, closedAt, toldAt: closing.at, nameOf }),
    interruptions: interruptionsOf(events, closedAt),
    functions: functions.map(({ functionId, ...fn }) => ({ id: functionId, ...fn })),
    people: participants
      // leaves out visitors who came only before the opening or after the close
      .filter(p => listed.has(p.attendeeId))
      .map(p => ({
        attendeeId: p.attendeeId,
        name: p.name,
        sortName: p.sortName,
        organisation: p.organisation,
        isGuest: isOnlyGuest(p.roles),
      })),
    plans: participants.map(p => p.plan),
    attendance: reading.attendance,
    gaps: reading.gaps,
    faults: ofKind('fault').map(({ row }) => ({
      id: row.id,
      fromMs: row.at.getTime(),
      untilMs: doneBy(row, closing.at),
      text: row.text,
      retractedAtMs: row.retractedAt?.getTime() ?? null,
    })),
    agenda: agenda.map((item, position) => ({
      id: item.itemId,
      position,
      title: item.title,
      responsible: item.responsible,
      hasBegun: item.startedAt !== null,
    })),
    decisions: ofKind('decision').map(entry => ({
      ...entryFacts(entry),
      reason: entry.row.reason,
    })),
    orders: ofKind('order').map(entry => orderFacts(entry, { closedAt: closing.at, nameOf })),
    carriedOrders: carried.map(entry => ({
      ...orderFacts(entry, { closedAt: closing.at, nameOf }),
      // numbers count within an incident, so an order of another one names it
      text:
        entry.view.incidentTitle === incident.title
          ? entry.row.text
          : `${entry.row.text} (${entry.view.incidentTitle})`,
      meetingNumber: entry.meetingNumber,
    })),
    log: ofKind('log').map(entryFacts),
    nextMeeting: next
      ? { title: titleOf(next, staff), startsAtMs: next.startsAt.getTime(), place: next.place }
      : null,
    annexes: [],
    bandRows: bandOf(reading, { zone: staff.zone, lang: staff.language }).map(row => ({
      label: row.label,
      functionLabel: row.functionLabel,
      name: row.name,
      bars: row.bars.map(({ fromMs, untilMs, kind }) => ({ fromMs, untilMs, kind })),
    })),
  }
}

/** The person who acted longest for the staff's first function: its holder or a deputy. */
function leadOf({ participation, attendance }: AttendanceReading): string | null {
  const [first] = [...participation.functions].sort((a, b) => a.position - b.position)
  if (!first) return null
  const there = new Map(attendance.map(a => [a.attendeeId, a.totalMs]))
  const acting = participation.participants.filter(
    p => p.plan.functionIds.includes(first.functionId) && (there.get(p.attendeeId) ?? 0) > 0,
  )
  return acting.sort((a, b) => there.get(b.attendeeId)! - there.get(a.attendeeId)!)[0]?.name ?? null // the list is filtered to people with a time
}

function openerOf(
  events: Events,
  nameOf: (byId: Events[number]['byId']) => string | null,
): string | null {
  const opened = events.findLast(({ kind }) => kind === 'opened')
  return nameOf(opened?.byId ?? null)
}

/**
 * The minute takers and their times. One named after the close replaces the last instead of
 * starting a new span. `toldAt` is when the meeting was closed, `closedAt` the end that was told
 * then; a change between them replaces nobody who kept the minutes until that end.
 */
function minuteTakersOf(
  events: Events,
  {
    openedAt,
    closedAt,
    toldAt,
    nameOf,
  }: { openedAt: Date; closedAt: Date; toldAt: Date; nameOf: NameOf },
): MinutesInput['minuteTakers'] {
  const spans: { memberId: MemberId; fromMs: number; untilMs: number | null }[] = []
  for (const event of events) {
    if (event.kind !== 'minuteTaker') continue
    const isCorrection = event.at >= closedAt
    const last = spans.at(-1)
    if (isCorrection && event.at < toldAt && last) continue
    const atMs = isCorrection
      ? last
        ? (last.untilMs ?? last.fromMs)
        : openedAt.getTime()
      : Math.max(event.at.getTime(), openedAt.getTime())
    if (last && last.untilMs === null) last.untilMs = atMs
    if (last && last.untilMs === last.fromMs) spans.pop()
    // our own planning stores a member id here, or null
    const memberId = event.details.memberId as MemberId | null | undefined
    if (!memberId) continue
    const before = spans.at(-1)
    if (before?.memberId === memberId && before.untilMs === atMs) before.untilMs = null
    else spans.push({ memberId, fromMs: atMs, untilMs: null })
  }
  return spans.flatMap(({ memberId, ...span }) => {
    const name = nameOf(memberId)
    return name ? [{ name, ...span }] : []
  })
}

function interruptionsOf(events: Events, closedAt: Date): MinutesInput['interruptions'] {
  const spans: MinutesInput['interruptions'] = []
  for (const event of events) {
    // what was said after the end is none of the meeting's
    if (event.at >= closedAt) break
    if (event.kind === 'paused') spans.push({ fromMs: event.at.getTime(), untilMs: null })
    const last = spans.at(-1)
    if (event.kind === 'resumed' && last) last.untilMs = event.at.getTime()
  }
  return spans
}

function entryFacts({ row, view }: StoredEntry) {
  return {
    id: row.id,
    number: row.number,
    atMs: row.at.getTime(),
    text: row.text,
    retractedAtMs: row.retractedAt?.getTime() ?? null,
    replacedBy: view.replacedByLabel,
    corrected: row.former.map(({ until, text, reason }) => ({
      atMs: new Date(until).getTime(),
      text: reason ? `${text} – ${reason}` : text,
    })),
    addedAtMs: view.isAddedLater ? row.enteredAt.getTime() : null,
  }
}

function orderFacts(entry: StoredEntry, { closedAt, nameOf }: { closedAt: Date; nameOf: NameOf }) {
  const { row } = entry
  return {
    ...entryFacts(entry),
    responsible: (row.responsibleId && nameOf(row.responsibleId)) || row.responsibleText,
    dueAtMs: row.dueAt?.getTime() ?? null,
    doneAtMs: doneBy(row, closedAt),
  }
}

/** Minutes show the state at the close, whenever they are composed. */
function doneBy({ doneAt }: StoredEntry['row'], closedAt: Date): number | null {
  return doneAt && doneAt <= closedAt ? doneAt.getTime() : null
}
