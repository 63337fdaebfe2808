import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { hasRole, seesContent, type Actor } from '../../lib/actor.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { notFound } from '../../lib/errors.ts'
import type { AttendeeId, MeetingId, StaffId } from '../../lib/ids.ts'
import { entries } from '../../journal/tables.ts'
import { mails } from '../../mail/tables.ts'
import { minutes } from '../../minutes/tables.ts'
import type { Meeting, MeetingEvent, MeetingSummary } from '../contract/meeting.ts'
import { isRunning, mayActForOthers, maySeeMeetings } from '../rules/states.ts'
import {
  agendaOf,
  eventsOf,
  listMeetings,
  meetingsByIds,
  memberNames,
  nextMeetingAfter,
  type MeetingInStaff,
} from '../store/meetings.ts'
import { attendees, meetings } from '../tables.ts'
import { attendeesOfPerson, latestReplies, participationOf } from '../store/participation.ts'
import { replyView } from './attendees.ts'
import { displayName } from '../../roster/rules.ts'
import { visibleMeeting } from '../access.ts'
import type { Overview } from '../../overview/contract.ts'

const dayMs = 86_400_000

/** Meetings of one staff, or of all my staffs, beginning in [from, until). */
export async function meetingsBetween(
  ctx: Context,
  { staffId, from, until }: { staffId?: StaffId; from: Date; until: Date },
): Promise<MeetingSummary[]> {
  const mine = visibleStaffs(ctx.actor)
  if (staffId && !mine.includes(staffId)) throw notFound('staff')
  const found = await listMeetings(ctx.database.db, {
    staffIds: staffId ? [staffId] : mine,
    from,
    until,
  })
  return summaries(ctx.database.db, ctx.actor, found)
}

export async function meetingView(ctx: Context, meetingId: MeetingId): Promise<Meeting> {
  return fullView(ctx, await visibleMeeting(ctx, meetingId))
}

export async function historyOf(
  ctx: Context,
  meetingId: MeetingId,
): Promise<z.infer<typeof MeetingEvent>[]> {
  await visibleMeeting(ctx, meetingId)
  const rows = await eventsOf(ctx.database.db, [meetingId])
  return rows.map(({ event, byTitle, byName }) => ({
    kind: event.kind,
    at: event.at.toISOString(),
    byName: byName === null ? null : displayName({ title: byTitle ?? '', name: byName }),
    details: event.details,
  }))
}

export async function overview(ctx: Context): Promise<Overview> {
  const { db } = ctx.database
  const now = ctx.clock.now()
  const staffIds = visibleStaffs(ctx.actor)
  const weekStart = new Date(now.getTime() - dayMs)
  const found = await listMeetings(db, {
    staffIds,
    from: new Date(now.getTime() - 30 * dayMs),
    until: new Date(now.getTime() + 60 * dayMs),
  })
  const next =
    found.find(m => isRunning(m.meeting.state)) ??
    found.find(m => ['planned', 'convened'].includes(m.meeting.state) && m.meeting.endsAt > now)
  const week = found.filter(
    m =>
      m.meeting.startsAt >= weekStart && m.meeting.startsAt.getTime() < now.getTime() + 7 * dayMs,
  )
  const last = found.findLast(m => m.meeting.state === 'closed')
  const listed = await summaries(db, ctx.actor, [...new Set([...week, ...(last ? [last] : [])])])
  return {
    next: next ? await fullView(ctx, next) : null,
    week: listed.filter(m => week.some(w => w.meeting.id === m.meetingId)),
    last: listed.find(m => m.meetingId === last?.meeting.id) ?? null,
    orders: await myOpenOrders(ctx),
    needsHand: await needsHand(ctx, found),
  }
}

export async function summariesByIds(ctx: Context, ids: MeetingId[]): Promise<MeetingSummary[]> {
  return summaries(ctx.database.db, ctx.actor, await meetingsByIds(ctx.database.db, ids))
}

function visibleStaffs(actor: Actor): StaffId[] {
  return actor.memberships
    .filter(({ staffId }) => maySeeMeetings(actor, { staffId }))
    .map(m => m.staffId)
}

async function summaries(
  db: Db,
  actor: Actor,
  found: readonly MeetingInStaff[],
): Promise<MeetingSummary[]> {
  const ids = found.map(m => m.meeting.id)
  const [mine, moves] = await Promise.all([myPlaces(db, actor, ids), eventsOf(db, ids)])
  return found.map(m => core(m, mine.get(m.meeting.id) ?? null, lastMove(moves, m.meeting.id)))
}

async function fullView(ctx: Context, found: MeetingInStaff): Promise<Meeting> {
  const { db } = ctx.database
  const { meeting, staff } = found
  const [mine, events, agenda, next, participation, names] = await Promise.all([
    myPlaces(db, ctx.actor, [meeting.id]),
    eventsOf(db, [meeting.id]),
    agendaOf(db, meeting.id),
    nextMeetingAfter(db, meeting),
    participationOf(db, [found]),
    memberNames(db, meeting.minuteTakerId ? [meeting.minuteTakerId] : []),
  ])
  const minuteTaker = meeting.minuteTakerId ? names.get(meeting.minuteTakerId) : undefined
  const isMine = mine.get(meeting.id) ?? null
  const inside = isMine !== null || seesContent(ctx.actor, staff.id)
  return {
    ...core(found, isMine, lastMove(events, meeting.id)),
    seats: meeting.seats,
    seatsPromised: participation
      .get(meeting.id)!
      .participants.filter(p => p.reply?.mode === 'onSite').length,
    cancelReason: meeting.cancelReason,
    minuteTakerId: meeting.minuteTakerId,
    minuteTakerName: minuteTaker ? displayName(minuteTaker) : null,
    pausedSince:
      meeting.state === 'paused'
        ? (events.findLast(e => e.event.kind === 'paused')?.event.at.toISOString() ?? null)
        : null,
    agenda: inside ? agenda : [],
    next: next
      ? { meetingId: next.id, title: next.title, startsAt: next.startsAt.toISOString() }
      : null,
    hotline: staff.hotline,
    dialInNumber: staff.dialInNumber,
    dialInCode: staff.dialInCode,
    revision: meeting.revision,
  }
}

type Place = NonNullable<MeetingSummary['me']>

/** My row and promise in each meeting. */
async function myPlaces(
  db: Db,
  actor: Actor,
  meetingIds: MeetingId[],
): Promise<Map<MeetingId, Place>> {
  const rows = await attendeesOfPerson(db, meetingIds, actor.personId)
  if (rows.length === 0) return new Map()
  const all = await latestReplies(
    db,
    rows.map(r => r.attendee.meetingId),
  )
  const named = await attendeeNames(db, [
    ...all.flatMap(r => (r.deputyId ? [r.deputyId] : [])),
    ...all.filter(r => rows.some(row => row.attendee.id === r.deputyId)).map(r => r.attendeeId),
  ])
  return new Map(
    rows.map(({ attendee }) => {
      const reply = all.find(r => r.attendeeId === attendee.id)
      const principal =
        all.find(r => r.deputyId === attendee.id)?.attendeeId ?? attendee.deputyForId
      return [
        attendee.meetingId,
        {
          attendeeId: attendee.id,
          deputyForName: principal ? (named.get(principal) ?? null) : null,
          reply: reply ? replyView(reply, id => named.get(id) ?? null) : null,
        },
      ]
    }),
  )
}

async function attendeeNames(db: Db, ids: AttendeeId[]): Promise<Map<AttendeeId, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: attendees.id, memberId: attendees.memberId, visitorName: attendees.visitorName })
    .from(attendees)
    .where(inArray(attendees.id, ids))
  const names = await memberNames(
    db,
    rows.flatMap(r => (r.memberId ? [r.memberId] : [])),
  )
  return new Map(
    rows.map(r => [
      r.id,
      r.memberId && names.has(r.memberId)
        ? displayName(names.get(r.memberId)!)
        : (r.visitorName ?? ''),
    ]),
  )
}

function core(
  { meeting, staff, incident }: MeetingInStaff,
  me: Place | null,
  movedFrom: string | null,
): MeetingSummary {
  return {
    meetingId: meeting.id,
    staffId: staff.id,
    incidentId: incident.id,
    incidentTitle: incident.title,
    seriesId: meeting.seriesId,
    number: meeting.number,
    title: meeting.title,
    kind: meeting.kind,
    state: meeting.state,
    startsAt: meeting.startsAt.toISOString(),
    endsAt: meeting.endsAt.toISOString(),
    zone: staff.zone,
    place: meeting.place,
    hasVirtualRoom: meeting.hasVirtualRoom,
    openedAt: meeting.openedAt?.toISOString() ?? null,
    closedAt: meeting.closedAt?.toISOString() ?? null,
    movedFrom,
    me,
  }
}

function lastMove(
  events: Awaited<ReturnType<typeof eventsOf>>,
  meetingId: MeetingId,
): string | null {
  return (
    events.findLast(e => e.event.meetingId === meetingId && e.event.kind === 'moved')?.event.details
      .from ?? null
  )
}

async function myOpenOrders(ctx: Context): Promise<Overview['orders']> {
  const memberIds = ctx.actor.memberships.map(m => m.memberId)
  if (memberIds.length === 0) return []
  const rows = await ctx.database.db
    .select({ entry: entries, title: meetings.title })
    .from(entries)
    .innerJoin(meetings, eq(meetings.id, entries.meetingId))
    .where(
      and(
        inArray(entries.responsibleId, memberIds),
        isNull(entries.doneAt),
        isNull(entries.retractedAt),
      ),
    )
    .orderBy(sql`${entries.dueAt} asc nulls last`, asc(entries.id))
    .limit(50)
  return rows.map(({ entry, title }) => ({
    entryId: entry.id,
    text: entry.text,
    dueAt: entry.dueAt?.toISOString() ?? null,
    meetingId: entry.meetingId,
    meetingTitle: title,
  }))
}

async function needsHand(
  ctx: Context,
  found: readonly MeetingInStaff[],
): Promise<Overview['needsHand']> {
  const { db } = ctx.database
  const mine = ctx.actor.memberships
    .map(m => m.staffId)
    .filter(staffId => mayActForOthers(ctx.actor, { staffId }))
  if (mine.length === 0) return []
  const now = ctx.clock.now()
  const coming = found
    .filter(
      m =>
        mine.includes(m.staff.id) &&
        ['convened', 'open', 'paused'].includes(m.meeting.state) &&
        m.meeting.endsAt > now,
    )
    .slice(0, 3)
  const participation = await participationOf(db, coming)
  const silent = coming.flatMap(m => {
    const count = participation
      .get(m.meeting.id)!
      .participants.filter(p => p.kind !== 'visitor' && p.leftAt === null && !p.reply).length
    return count > 0
      ? [
          {
            kind: 'noReply' as const,
            count,
            meetingId: m.meeting.id,
            meetingTitle: m.meeting.title,
          },
        ]
      : []
  })
  const [failed] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(mails)
    .where(
      and(
        inArray(mails.staffId, mine),
        eq(mails.state, 'failed'),
        gt(mails.createdAt, new Date(now.getTime() - 7 * dayMs)),
      ),
    )
  const leading = mine.filter(staffId => hasRole(ctx.actor, staffId, 'lead'))
  const drafts =
    leading.length === 0
      ? []
      : await db
          .select({ meetingId: meetings.id, title: meetings.title })
          .from(minutes)
          .innerJoin(meetings, eq(meetings.id, minutes.meetingId))
          .where(and(inArray(meetings.staffId, leading), eq(minutes.state, 'draft')))
          .orderBy(asc(meetings.startsAt))
          .limit(5)
  return [
    ...silent,
    ...(failed && failed.count > 0
      ? [{ kind: 'mailFailed' as const, count: failed.count, meetingId: null, meetingTitle: null }]
      : []),
    ...drafts.map(d => ({
      kind: 'draftMinutes' as const,
      count: 1,
      meetingId: d.meetingId,
      meetingTitle: d.title,
    })),
  ]
}
