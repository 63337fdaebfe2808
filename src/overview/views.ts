import { titleOf } from '../meetings/rules/title.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { hasRole } from '../lib/actor.ts'
import type { Context } from '../lib/context.ts'
import { isAmong } from '../lib/many.ts'
import { entries } from '../journal/tables.ts'
import { minutes } from '../minutes/tables.ts'
import type { MeetingSummary } from '../meetings/contract/meeting.ts'
import { abandoned } from '../meetings/rules/replies.ts'
import {
  isGivenUp,
  isMovable,
  isRunning,
  mayActForOthers,
  mayLead,
} from '../meetings/rules/states.ts'
import {
  type MeetingInStaff,
  heldAs,
  listMeetings,
  openedLastOf,
} from '../meetings/store/meetings.ts'
import { withoutMinuteTaker } from '../meetings/store/minuteTakers.ts'
import { meetings } from '../meetings/tables.ts'
import { readAttendance } from '../attendance/reading.ts'
import type { Overview } from './contract.ts'
import { mailTrouble } from './mails.ts'
import { dayMs, fullView, summaries, visibleStaffs } from '../meetings/views/meeting.ts'

export async function overview(ctx: Context): Promise<Overview> {
  const { db } = ctx.database
  const now = ctx.clock.now()
  const staffIds = visibleStaffs(ctx.actor)
  const weekStart = new Date(now.getTime() - dayMs)
  const found = await listMeetings(db, {
    staffIds,
    from: new Date(now.getTime() - 30 * dayMs),
    until: new Date(now.getTime() + 60 * dayMs),
    withRunning: true,
  })
  const openedLast = await openedLastOf(
    db,
    found.flatMap(({ meeting }) => (meeting.startsAt <= now ? [meeting.id] : [])),
  )
  const isAwaited = ({ meeting }: MeetingInStaff) =>
    isMovable(meeting.state) &&
    !isGivenUp(meeting, { now, openedLast: openedLast.get(meeting.id) ?? null })
  const next = found.find(m => isRunning(m.meeting.state)) ?? found.find(isAwaited)
  const week = found.filter(
    m =>
      m.meeting.startsAt >= weekStart && m.meeting.startsAt.getTime() < now.getTime() + 7 * dayMs,
  )
  const last = found.findLast(m => m.meeting.state === 'closed')
  const running = found.filter(
    m => isRunning(m.meeting.state) && mayLead(ctx.actor, { staffId: m.staff.id }),
  )
  // only people who can invite somebody see functions that are unfilled, weeks ahead or now
  const ahead = found.filter(
    m =>
      (isRunning(m.meeting.state) || isAwaited(m)) &&
      mayActForOthers(ctx.actor, { staffId: m.staff.id }),
  )
  const shown = new Set([...week, ...running, ...ahead, ...(last ? [last] : [])])
  const [listed, full, orders, more] = await Promise.all([
    summaries(ctx, [...shown]),
    next ? fullView(ctx, next) : null,
    myOpenOrders(ctx),
    needsHand(ctx, found, isAwaited),
  ])
  return {
    next: full,
    week: listed.filter(m => week.some(w => w.meeting.id === m.meetingId)),
    last: listed.find(m => m.meetingId === last?.meeting.id) ?? null,
    running: listed.filter(m => running.some(r => r.meeting.id === m.meetingId)),
    orders,
    needsHand: [
      ...unfilled(listed.filter(m => ahead.some(a => a.meeting.id === m.meetingId))),
      ...more,
    ],
  }
}

const mostUnfilled = 5
/** coming meetings whose answers are looked through for functions that nobody fills any more */
const mostChecked = 10
/** meetings whose missing answers are counted */
const mostAsked = 3

/**
 * Groups meetings that run or are waited for by the required functions for which nobody is
 * invited; gives the next meeting and the number of meetings for each group.
 */
function unfilled(ahead: readonly MeetingSummary[]): Overview['needsHand'] {
  const open = ahead
    .filter(m => m.unfilled.length > 0)
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt))
  const groups = Map.groupBy(open, m => `${m.staffId} ${m.unfilled.join()}`)
  return [...groups.values()].slice(0, mostUnfilled).map(alike => {
    const { meetingId, title, startsAt, unfilled } = alike[0]! // groups are never empty
    return handFor({
      kind: 'unfilled',
      count: alike.length,
      meetingId,
      meetingTitle: title,
      startsAt,
      functions: unfilled,
    })
  })
}

async function myOpenOrders(ctx: Context): Promise<Overview['orders']> {
  const memberIds = ctx.actor.memberships.map(m => m.memberId)
  if (memberIds.length === 0) return []
  const rows = await ctx.database.db
    .select({ entry: entries, ...heldAs })
    .from(entries)
    .innerJoin(meetings, eq(meetings.id, entries.meetingId))
    .where(
      and(
        isAmong(entries.responsibleId, memberIds),
        isNull(entries.doneAt),
        isNull(entries.retractedAt),
      ),
    )
    .orderBy(sql`${entries.dueAt} asc nulls last`, asc(entries.id))
    .limit(50)
  return rows.map(({ entry, ...meeting }) => ({
    entryId: entry.id,
    text: entry.text,
    dueAt: entry.dueAt?.toISOString() ?? null,
    meetingId: entry.meetingId,
    meetingTitle: titleOf(meeting, ctx.actor),
  }))
}

async function needsHand(
  ctx: Context,
  found: readonly MeetingInStaff[],
  isAwaited: (of: MeetingInStaff) => boolean,
): Promise<Overview['needsHand']> {
  const { db } = ctx.database
  const mine = ctx.actor.memberships
    .map(m => m.staffId)
    .filter(staffId => mayActForOthers(ctx.actor, { staffId }))
  if (mine.length === 0) return []
  const now = ctx.clock.now()
  const own = found.filter(m => mine.includes(m.staff.id))
  const coming = own
    .filter(m => isRunning(m.meeting.state) || (m.meeting.state === 'convened' && isAwaited(m)))
    .slice(0, mostChecked)
  const readings = await readAttendance(db, coming, now)
  // the page asks the reader for their own reply in another place
  const waiting = coming.flatMap(m => {
    const count = readings
      .get(m.meeting.id)!
      .participation.participants.filter(
        p =>
          p.kind !== 'visitor' &&
          !p.isGone &&
          p.personId !== ctx.actor.personId &&
          (!p.reply || p.reply.isToConfirm),
      ).length
    return count > 0 ? [{ m, count }] : []
  })
  const asked = waiting.slice(0, mostAsked)
  const silent = asked.map(({ m, count }, i) =>
    handFor({
      kind: 'noReply',
      count,
      ...toldAs(m, ctx),
      more: i === asked.length - 1 ? waiting.length - asked.length : 0,
    }),
  )
  const open = coming.flatMap(m => {
    const { participation, present } = readings.get(m.meeting.id)! // read for these meetings
    const { participants, functions } = participation
    const required = functions.filter(fn => fn.isRequired).map(fn => fn.functionId)
    const there = new Set(present.map(each => each.attendeeId))
    const people = participants.map(({ plan, isGone, attendeeId }) => ({
      plan,
      isGone,
      isPresent: there.has(attendeeId),
    }))
    const count = abandoned(required, people).length
    return count > 0 ? [handFor({ kind: 'functionOpen', count, ...toldAs(m, ctx) })] : []
  })
  const unkept = own.filter(
    ({ meeting: { state, endsAt, minuteTakerId } }) =>
      minuteTakerId === null && (isRunning(state) || (isMovable(state) && endsAt > now)),
  )
  const lost = await withoutMinuteTaker(
    db,
    unkept.map(({ meeting }) => meeting.id),
  )
  const byStaff = Map.groupBy(
    unkept.filter(({ meeting }) => lost.has(meeting.id)),
    ({ staff }) => staff.id,
  )
  const minuteTakerGone = [...byStaff.values()].map(alike =>
    handFor({
      kind: 'minuteTakerGone',
      count: alike.length,
      ...toldAs(alike[0]!, ctx), // groups are never empty
    }),
  )
  const notOpened = own
    .filter(
      m =>
        isMovable(m.meeting.state) &&
        m.meeting.startsAt <= now &&
        !isAwaited(m) &&
        m.meeting.startsAt.getTime() > now.getTime() - 7 * dayMs,
    )
    .map(m => handFor({ kind: 'notOpened', count: 1, ...toldAs(m, ctx) }))
  const troubled = await mailTrouble(db, mine, now)
  const leading = mine.filter(staffId => hasRole(ctx.actor, staffId, 'lead'))
  const drafts =
    leading.length === 0
      ? []
      : await db
          .select({ meetingId: meetings.id, ...heldAs, startsAt: meetings.startsAt })
          .from(minutes)
          .innerJoin(meetings, eq(meetings.id, minutes.meetingId))
          .where(and(isAmong(meetings.staffId, leading), eq(minutes.state, 'draft')))
          .orderBy(asc(meetings.startsAt))
          .limit(5)
  return [
    ...open,
    ...minuteTakerGone,
    ...silent,
    ...notOpened.slice(-mostUnfilled),
    ...troubled,
    ...drafts.map(d =>
      handFor({
        kind: 'draftMinutes',
        count: 1,
        meetingId: d.meetingId,
        meetingTitle: titleOf(d, ctx.actor),
        startsAt: d.startsAt.toISOString(),
      }),
    ),
  ]
}

type Hand = Overview['needsHand'][number]
type OnlySometimes = 'functions' | 'more' | 'names'

/** One thing to do, with nothing in the lists that belong to other kinds. */
const handFor = (told: Omit<Hand, OnlySometimes> & Partial<Pick<Hand, OnlySometimes>>): Hand => ({
  functions: [],
  more: 0,
  names: [],
  ...told,
})

const toldAs = ({ meeting }: MeetingInStaff, { actor }: Context) => ({
  meetingId: meeting.id,
  meetingTitle: titleOf(meeting, actor),
  startsAt: meeting.startsAt.toISOString(),
})
