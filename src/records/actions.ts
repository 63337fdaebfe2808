import { titleOf } from '../meetings/rules/title.ts'
import { audit } from '../audit/store.ts'
import type { AttendanceReading } from '../attendance/reading.ts'
import { principalsOf, tookPlaceOf } from '../attendance/rules/coverage.ts'
import type { Context } from '../lib/context.ts'
import { DomainError, invalidField } from '../lib/errors.ts'
import { type FunctionId, type MeetingId, type StaffId, newId } from '../lib/ids.ts'
import { perMode } from '../lib/modes.ts'
import { writeOds } from '../lib/openDocument.ts'
import { permit } from '../lib/permit.ts'
import { addDays, resolveWallTime, startsOn } from '../lib/time.ts'
import { isRunning } from '../meetings/rules/states.ts'
import type { MeetingInStaff } from '../meetings/store/meetings.ts'
import { visibleMeeting } from '../meetings/access.ts'
import { namesOf } from '../meetings/views/attendees.ts'
import { readAttendanceAndActs } from '../board/acting.ts'
import { attendanceCsv, excelCsv, personsCsv } from './csv.ts'
import {
  fileTypes,
  type MyAttendance,
  type RecordedMeeting,
  type RecordsFormat,
  type RecordsQuery,
  RecordsSubject,
  type RecordsSummary,
} from './contract.ts'
import { renderPage } from '../minutes/pdf.ts'
import { intervalRows, personRows } from './columns.ts'
import { byFunction, groupings } from './facts.ts'
import { mayExport, mayExportRunning, maySeeOwnAttendance } from './rules.ts'
import { closedMeetings, closedMeetingsOfPerson, findStaff } from './store.ts'
import { summaryOf } from './summary.ts'
import { factSheet, staysSheet } from './sheets.ts'
import { statement } from './statement.ts'
import { words } from './words.ts'
import { toXlsx } from './xlsx.ts'
import type { Plan } from '../meetings/contract/plan.ts'

export type ExportFile = {
  body: string | Uint8Array<ArrayBuffer>
  contentType: string
  filename: string
}

const maxMeetings = 1_000

/** Attendance as a file. The audit row is committed before the file is given out. */
export async function exportRecords(
  ctx: Context,
  { subject, format }: { subject: RecordsSubject; format: RecordsFormat },
  query: RecordsQuery,
): Promise<ExportFile> {
  const { staff, found, label } = await exported(ctx, query)
  const readings = await readAttendanceAndActs(ctx.database.db, found, ctx.clock.now())
  const all = found.map(one =>
    recordedMeeting(one, readings.get(one.meeting.id)!, query.functionId),
  ) // read for these meetings
  const recorded = subject === 'functions' ? all.map(byFunction) : all
  const [intervals, persons] = [intervalRows(recorded), personRows(recorded)]
  const rows = subject === 'persons' ? persons : intervals
  const exportId = newId('export', ctx.clock.now())
  const { meetingId, from, until, exercises, functionId } = query
  await ctx.database.transaction(tx =>
    audit(ctx, tx, {
      staffId: staff.id,
      action: 'records.exported',
      subject: exportId,
      details: {
        subject,
        format,
        ...(meetingId ? { meetingId } : { from, until, exercises }),
        ...(functionId ? { functionId } : {}),
        meetings: found.length,
        rows: rows.length,
      },
    }),
  )
  const { language } = query
  const own = words[isForPrograms(format) ? 'de' : language]
  const named = (extension: string, addition = '') =>
    `${own[subject]} ${label}${addition}.${extension}`
  if (format === 'csv')
    return {
      body: subject === 'persons' ? personsCsv(persons) : attendanceCsv(intervals),
      contentType: fileTypes.csv,
      filename: named('csv'),
    }
  if (format === 'json')
    return {
      body: `${JSON.stringify(rows, null, 2)}\n`,
      contentType: fileTypes.json,
      filename: named('json'),
    }
  if (format === 'pdf') {
    const at = ctx.clock.now()
    const page = statement(subject, all, {
      lang: language,
      typedLang: staff.language,
      organisation: staff.organisation,
      staff: staff.name,
      extent: query.meetingId ? null : { from: query.from!, until: query.until!, exercises }, // without a meeting the schema requires both
      issued: { at, byName: ctx.actor.name },
    })
    return {
      body: new Uint8Array(await renderPage(page, { at, personId: ctx.actor.personId })),
      contentType: fileTypes.pdf,
      filename: named('pdf'),
    }
  }
  const sheets = [
    ...groupings.map(grouping => factSheet(grouping, all, language)),
    staysSheet(all, language),
  ]
  const opensOn = RecordsSubject.options.indexOf(subject)
  if (format === 'excel.csv')
    return {
      body: excelCsv(sheets[opensOn]!), // one for each subject
      contentType: fileTypes['excel.csv'],
      filename: named('csv', ` ${own.forExcel}`),
    }
  return {
    body:
      format === 'ods' ? writeOds(sheets, opensOn) : new Uint8Array(await toXlsx(sheets, opensOn)),
    contentType: fileTypes[format],
    filename: named(format),
  }
}

const isForPrograms = (format: RecordsFormat) => format === 'csv' || format === 'json'

/** The summary of a period. */
export async function summarise(
  ctx: Context,
  { staffId, from, until }: { staffId: StaffId; from: string; until: string },
): Promise<RecordsSummary> {
  const found = await meetingsOfPeriod(ctx, { staffId, from, until, exercises: 'exclude' })
  const readings = await readAttendanceAndActs(ctx.database.db, found.meetings, ctx.clock.now())
  return summaryOf(
    found.meetings.map(({ meeting }) => ({
      meeting: {
        meetingId: meeting.id,
        title: titleOf(meeting, ctx.actor),
        number: meeting.number!, // given at the opening
        startsAt: meeting.openedAt!.toISOString(),
      }, // a closed meeting was opened
      reading: readings.get(meeting.id)!, // read for these meetings
    })),
  )
}

/** The actor's own attendance, which every member may see. */
export async function myAttendance(
  ctx: Context,
  staffId: StaffId,
  wish: { from?: string | undefined; until?: string | undefined },
): Promise<MyAttendance> {
  permit(ctx.actor, { staffId }, maySeeOwnAttendance)
  const { db } = ctx.database
  const staff = (await findStaff(db, staffId))! // the staff of a membership exists
  const now = ctx.clock.now()
  const until = wish.until ?? startsOn(now, staff.zone)
  const span = daysOf({ from: wish.from ?? addDays(until, -365), until, zone: staff.zone })
  const found = await closedMeetingsOfPerson(db, { staffId, ...span, personId: ctx.actor.personId })
  const readings = await readAttendanceAndActs(db, found, now)
  return found.flatMap(({ meeting, staff: then, incident, attendeeId }) => {
    const { attendance, participation } = readings.get(meeting.id)! // read for exactly these
    const mine = attendance.find(a => a.attendeeId === attendeeId)
    const me = participation.participants.find(p => p.attendeeId === attendeeId)
    if (!mine || !me) return []
    const seconds = (ms: number) => Math.round(ms / 1000)
    return [
      {
        meetingId: meeting.id,
        title: titleOf(meeting, ctx.actor),
        incidentTitle: incident.title,
        kind: meeting.kind,
        startsAt: meeting.openedAt!.toISOString(), // closed, so it was opened
        zone: then.zone,
        planned: plannedOf(me.plan.plan),
        status: mine.status,
        seconds: perMode(mode => seconds(mine.msByMode[mode])),
        totalS: seconds(mine.totalMs),
        representedByName: mine.representedBy
          ? namesOf(participation.participants)(mine.representedBy)
          : null,
      },
    ]
  })
}

type Exported = { staff: MeetingInStaff['staff']; found: MeetingInStaff[]; label: string }

async function exported(ctx: Context, query: RecordsQuery): Promise<Exported> {
  if (query.meetingId) return oneMeeting(ctx, query.meetingId)
  // the schema requires all three when there is no meetingId
  const { staffId, from, until } = query as { staffId: StaffId; from: string; until: string }
  const { staff, meetings } = await meetingsOfPeriod(ctx, {
    staffId,
    from,
    until,
    exercises: query.exercises,
  })
  return {
    staff,
    found: meetings,
    label: from === until ? `${staff.name} ${from}` : `${staff.name} ${from} bis ${until}`,
  }
}

async function oneMeeting(ctx: Context, meetingId: MeetingId): Promise<Exported> {
  const found = await visibleMeeting(ctx, meetingId)
  const { meeting, staff } = found
  if (!mayExport(ctx.actor, { staffId: staff.id }))
    throw new DomainError('forbidden', 'Only records and lead export attendance')
  if (!meeting.openedAt)
    throw new DomainError(
      'meetingNotOpen',
      'The meeting was not opened; there is no attendance yet',
    )
  if (isRunning(meeting.state) && !mayExportRunning(ctx.actor, { staffId: staff.id })) {
    throw new DomainError(
      'wrongState',
      'The meeting is still running; only the lead exports what there is so far',
    )
  }
  return {
    staff,
    found: [found],
    label: `${titleOf(meeting, staff)} ${startsOn(meeting.openedAt, staff.zone)}`,
  }
}

async function meetingsOfPeriod(
  ctx: Context,
  {
    staffId,
    from,
    until,
    exercises,
  }: { staffId: StaffId; from: string; until: string; exercises: RecordsQuery['exercises'] },
): Promise<{ staff: MeetingInStaff['staff']; meetings: MeetingInStaff[] }> {
  const { db } = ctx.database
  permit(ctx.actor, { staffId }, mayExport)
  const staff = (await findStaff(db, staffId))! // the staff of a membership exists
  const kinds =
    exercises === 'include' ? (['operation', 'exercise'] as const) : (['operation'] as const)
  const meetings = await closedMeetings(db, {
    staffId,
    ...daysOf({ from, until, zone: staff.zone }),
    kinds,
    limit: maxMeetings + 1,
  })
  if (meetings.length > maxMeetings)
    throw invalidField('until', `covers more than ${maxMeetings} meetings`, {
      value: until,
      expected: 'a shorter period',
    })
  return { staff, meetings }
}

/** From the start of the first day to the start of the day after the last, in the zone. */
function daysOf({ from, until, zone }: { from: string; until: string; zone: string }): {
  from: Date
  until: Date
} {
  return { from: beginningOf(from, zone), until: beginningOf(addDays(until, 1), zone) }
}

function beginningOf(date: string, zone: string): Date {
  const midnight = resolveWallTime({ date, time: '00:00', zone })
  if (midnight.kind === 'exact') return midnight.at
  // where a clock change skips midnight, the day begins after the change
  return midnight.kind === 'missing' ? midnight.after : midnight.earlier
}

function recordedMeeting(
  { meeting, staff, incident }: MeetingInStaff,
  { attendance, participation, gaps }: AttendanceReading,
  functionId?: FunctionId,
): RecordedMeeting {
  const { participants } = participation
  const isMeant = (id: FunctionId) => functionId === undefined || id === functionId
  const functions = participation.functions.filter(fn => isMeant(fn.functionId))
  const shownOf = new Map(attendance.map(shown => [shown.attendeeId, shown]))
  const plans = participants.map(({ plan }) => plan)
  const labels = new Map(functions.map(f => [f.functionId, f.label]))
  const people = new Map(participants.map(p => [p.attendeeId, p]))
  const nameOf = namesOf(participants)
  return {
    meetingTitle: titleOf(meeting, staff),
    incidentTitle: incident.title,
    kind: meeting.kind,
    startsAtMs: (meeting.openedAt ?? meeting.startsAt).getTime(),
    zone: staff.zone,
    gaps: gaps.flatMap(({ functionId: id, fromMs, untilMs }) => {
      const label = labels.get(id)
      return label === undefined ? [] : [{ label, fromMs, untilMs }]
    }),
    people: attendance.flatMap(shown => {
      const person = people.get(shown.attendeeId)! // attendance is derived from these people
      if (functionId !== undefined && !person.plan.functionIds.includes(functionId)) return []
      return {
        functions: person.plan.functionIds.flatMap(id => labels.get(id) ?? []),
        name: person.name,
        sortName: person.sortName,
        key: person.memberId ?? `${person.sortName}\n${person.organisation}`,
        organisation: person.organisation,
        isVisitor: person.plan.isVisitor,
        plan: person.plan.plan,
        attendance: shown,
        representedByName: shown.representedBy ? nameOf(shown.representedBy) : null,
        deputyForNames: principalsOf(person.plan, plans)
          .filter(({ attendeeId }) =>
            tookPlaceOf(shown.stays, shownOf.get(attendeeId)?.stays ?? []),
          )
          .flatMap(({ attendeeId }) => people.get(attendeeId)?.sortName ?? []),
      }
    }),
  }
}

function plannedOf(plan: Plan): MyAttendance[number]['planned'] {
  return plan.kind === 'accepted' ? plan.mode : plan.kind
}
