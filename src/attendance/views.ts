import type { Context } from '../lib/context.ts'
import { type Actor, hasRole } from '../lib/actor.ts'
import type { MeetingId, StaffId } from '../lib/ids.ts'
import { visibleMeeting } from '../meetings/access.ts'
import { namesOf } from '../meetings/views/attendees.ts'
import type { MeetingInStaff } from '../meetings/store/meetings.ts'
import { type Participation, participationOfOne } from '../meetings/store/participation.ts'
import { isOnlyGuest } from '../roster/rules/roster.ts'
import { namesInStaff } from '../roster/store/names.ts'
import type {
  AttendanceRow,
  AttendanceView,
  BandView,
  DoorEntry,
  PersonAttendance,
} from './contract.ts'
import { type AttendanceReading, bandOf, readAttendanceOfOne } from './reading.ts'
import { principalsOf, tookPlaceOf } from './rules/coverage.ts'
import { chainsOf } from './rules/doorJournal.ts'
import { leftLast } from './rules/presence.ts'
import { handEntriesOf } from './store.ts'
import type { Participant } from '../meetings/store/participants.ts'

const iso = (ms: number) => new Date(ms).toISOString()

/** Who has to match a record with the people of today. */
const maySeeChanges = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'records', 'lead')

/** Plan against reality for one meeting, and the band that shows it. */
export async function attendanceView(ctx: Context, meetingId: MeetingId): Promise<AttendanceView> {
  const found = await visibleMeeting(ctx, meetingId)
  const now = ctx.clock.now()
  const reading = await readAttendanceOfOne(ctx.database.db, found, now)
  const labels = new Map(reading.participation.functions.map(f => [f.functionId, f.label]))
  return {
    openedAt: found.meeting.openedAt?.toISOString() ?? null,
    closedAt: found.meeting.closedAt?.toISOString() ?? null,
    at: now.toISOString(),
    zone: found.staff.zone,
    rows: attendanceRows(reading, { showsToday: maySeeChanges(ctx.actor, found.meeting) }),
    gaps: reading.gaps.map(gap => ({
      functionLabel: labels.get(gap.functionId) ?? '',
      from: iso(gap.fromMs),
      until: iso(gap.untilMs),
      isOpen: gap.isOpen,
    })),
    band: bandView(found, reading, ctx.actor.language),
  }
}

export function bandView(
  found: MeetingInStaff,
  reading: AttendanceReading,
  lang: 'de' | 'en',
): BandView | null {
  if (!reading.window) return null
  const plannedEndMs = found.meeting.endsAt.getTime()
  const untilMs = reading.window.closedAtMs ?? Math.max(reading.untilMs, plannedEndMs)
  return {
    from: iso(reading.window.openedAtMs),
    until: iso(untilMs),
    rows: bandOf(reading, { zone: found.staff.zone, lang }).map(row => ({
      id: row.id,
      label: row.label,
      functionLabel: row.functionLabel,
      name: row.name,
      block: row.block,
      bars: row.bars.map(bar => ({
        from: iso(bar.fromMs),
        until: iso(bar.untilMs),
        kind: bar.kind,
        isOpen: bar.isOpen,
      })),
      text: row.text,
    })),
  }
}

export function attendanceRows(
  reading: AttendanceReading,
  { showsToday }: { showsToday: boolean },
): AttendanceRow[] {
  const { participants, functions } = reading.participation
  const labels = new Map(functions.map(f => [f.functionId, f.label]))
  const nameOf = namesOf(participants)
  const plans = participants.map(p => p.plan)
  const folded = new Map(reading.attendance.map(a => [a.attendeeId, a]))
  const here = new Map(reading.present.map(p => [p.attendeeId, p]))
  const left = leftLast(reading.signals, { nowMs: reading.untilMs, settings: reading.settings })
  const signalsOf = Map.groupBy(reading.signals, signal => signal.attendeeId)
  return participants.map(p => {
    const attendance = folded.get(p.attendeeId)
    const present = here.get(p.attendeeId)
    const own = signalsOf.get(p.attendeeId) ?? []
    const leftAtMs = left.get(p.attendeeId)
    return {
      attendeeId: p.attendeeId,
      memberId: p.memberId,
      name: p.name,
      sortName: p.sortName,
      organisation: p.organisation,
      functions: p.plan.functionIds.flatMap(id => labels.get(id) ?? []),
      today: showsToday ? todayOf(p, reading.participation) : null,
      isVisitor: p.kind === 'visitor',
      isGuest: isOnlyGuest(p.roles),
      planned: p.plan.plan.kind === 'accepted' ? p.plan.plan.mode : p.plan.plan.kind,
      status: attendance?.status ?? null,
      representedByName: attendance?.representedBy ? nameOf(attendance.representedBy) : null,
      deputyForNames: principalsOf(p.plan, plans)
        .filter(({ attendeeId }) =>
          tookPlaceOf(attendance?.stays ?? [], folded.get(attendeeId)?.stays ?? []),
        )
        .flatMap(principal => nameOf(principal.attendeeId) ?? []),
      stays: staysOf(attendance),
      totalS: Math.round((attendance?.totalMs ?? 0) / 1000),
      mainMode: attendance?.mainMode ?? null,
      now: present ? { mode: present.mode, since: iso(present.sinceMs) } : null,
      leftAt: leftAtMs === undefined ? null : iso(leftAtMs),
      hasTechnicalTrouble: own.some(signal => signal.edge === 'aborted'),
    }
  })
}

/** What of a person and their functions was called otherwise then; null: all is as it was. */
function todayOf(
  { ownName, organisation, today, plan }: Participant,
  { functions, labelsToday }: Participation,
): AttendanceRow['today'] {
  const own = functions.filter(fn => plan.functionIds.includes(fn.functionId))
  const hasNewLabel = own.some(fn => labelsToday.get(fn.functionId) !== fn.label)
  const changed = {
    name: today && today.name !== ownName ? today.name : null,
    organisation: today && today.organisation !== organisation ? today.organisation : null,
    functions: hasNewLabel ? own.map(fn => labelsToday.get(fn.functionId) ?? fn.label) : null,
  }
  return Object.values(changed).some(value => value !== null) ? changed : null
}

function staysOf(attendance: PersonAttendance | undefined): AttendanceRow['stays'] {
  return (attendance?.stays ?? []).map(stay => ({
    mode: stay.mode,
    from: iso(stay.fromMs),
    until: iso(stay.untilMs),
    isOpen: stay.isOpen,
    seconds: Math.round((stay.untilMs - stay.fromMs) / 1000),
    sources: stay.sources,
  }))
}

/** Everything entered by hand, whoever did it on whichever device, with what became of it. */
export async function doorJournal(
  ctx: Context,
  found: MeetingInStaff,
): Promise<{ entries: DoorEntry[] }> {
  const { db } = ctx.database
  const { meeting, staff } = found
  const [rows, { names, participants }, people] = await Promise.all([
    handEntriesOf(db, meeting),
    participationOfOne(db, found),
    namesInStaff(db, { staffId: staff.id, now: ctx.clock.now() }),
  ])
  const visitors = new Set(participants.flatMap(p => (p.kind === 'visitor' ? [p.attendeeId] : [])))
  const sortNames = new Map(participants.map(p => [p.attendeeId, p.sortName]))
  const entries = chainsOf(rows).flatMap((chain): DoorEntry[] => {
    const [first] = chain
    const last = chain.at(-1)!
    const before = chain.at(-2)
    if (first.edge !== 'in' && first.edge !== 'out') return []
    return [
      {
        signalId: last.id,
        attendeeId: first.attendeeId,
        name: sortNames.get(first.attendeeId) ?? names.get(first.attendeeId) ?? '',
        isVisitor: visitors.has(first.attendeeId),
        mode: first.mode,
        edge: first.edge,
        at: last.at.toISOString(),
        enteredAt: first.receivedAt.toISOString(),
        byName: people.ofPerson(first.byId, first.receivedAt),
        source: first.source,
        corrected: before
          ? {
              at: last.receivedAt.toISOString(),
              byName: people.ofPerson(last.byId, last.receivedAt),
              former: before.at.toISOString(),
            }
          : null,
        isTakenBack: last.edge === 'void',
      },
    ]
  })
  return { entries: entries.reverse() }
}
