import { Hono } from 'hono'
import { z } from 'zod'
import { bandView } from '../attendance/views.ts'
import { readAttendanceOfOne } from '../attendance/reading.ts'
import type { Context, Deps } from '../lib/context.ts'
import { type Env, contextOf, describes, input, thenAnswer } from '../lib/http.ts'
import { type MeetingId, idSchema } from '../lib/ids.ts'
import { mayActForOthers } from '../meetings/rules/states.ts'
import { nameWith } from '../lib/namesakes.ts'
import { visibleMeeting } from '../meetings/access.ts'
import { Meeting } from '../meetings/contract/meeting.ts'
import { meetingView } from '../meetings/views/meeting.ts'
import { additionsIn } from '../meetings/views/deputies.ts'
import { triedIn } from '../meetings/rules/calls.ts'
import { activeMembers } from '../meetings/store/participation.ts'
import { latestStray } from '../rooms/store/strays.ts'
import { isOnlyGuest } from '../roster/rules/roster.ts'
import { DomainError } from '../lib/errors.ts'
import { maySettle } from '../attendance/rules/desk.ts'
import { actingUnrecorded } from './acting.ts'
import { ActingPerson, BoardView } from './contract.ts'
import { boardFrom } from './rules/board.ts'
import { takeOpeningBack } from './unopen.ts'
import { displayName } from '../roster/rules/names.ts'
import { eventsOf } from '../meetings/store/events.ts'

const OfMeeting = z.strictObject({ meetingId: idSchema('meeting') })

export const boardRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get(
      '/meetings/:meetingId/board',
      describes('Lagetafel: who fills what now', BoardView),
      input('param', OfMeeting),
      async c => c.json(await readBoard(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .post(
      '/meetings/:meetingId/unopen',
      describes('Take a mistaken opening back', Meeting),
      input('param', OfMeeting),
      c => thenAnswer(deps, meetingView)(c, c.req.valid('param'), takeOpeningBack),
    )
    .get(
      '/meetings/:meetingId/acting',
      describes('Who acts and is not recorded', z.array(ActingPerson)),
      input('param', OfMeeting),
      async c => c.json(await readActing(contextOf(deps, c), c.req.valid('param').meetingId)),
    )

async function readActing(ctx: Context, meetingId: MeetingId): Promise<ActingPerson[]> {
  const found = await visibleMeeting(ctx, meetingId)
  const { minuteTakerId } = found.meeting
  if (!maySettle(ctx.actor, { staffId: found.staff.id, minuteTakerId }))
    throw new DomainError('forbidden', 'Only lead, KGS and minute taker see who is not recorded')
  const { db } = ctx.database
  return actingUnrecorded(db, found, await readAttendanceOfOne(db, found, ctx.clock.now()))
}

/**
 * Reads the board with seven queries, whatever the size of the staff; for lead and KGS with two
 * more.
 */
async function readBoard(ctx: Context, meetingId: MeetingId): Promise<BoardView> {
  const found = await visibleMeeting(ctx, meetingId)
  const { db } = ctx.database
  const now = ctx.clock.now()
  const isDesk = mayActForOthers(ctx.actor, { staffId: found.staff.id })
  const [reading, everybody, stray, events] = await Promise.all([
    readAttendanceOfOne(db, found, now),
    activeMembers(db, found.staff.id),
    isDesk ? latestStray(db, meetingId) : null,
    isDesk ? eventsOf(db, [meetingId]) : [],
  ])
  const { participants, functions, holders } = reading.participation
  const additions = additionsIn({ holders, functions }, everybody)
  const board = boardFrom({
    functions,
    holders,
    contacts: new Map(
      everybody.map(({ member, person }) => [
        member.id,
        { name: nameWith(displayName(person), additions.get(member.id)), mobile: person.mobile },
      ]),
    ),
    people: participants.map(p => ({
      plan: p.plan,
      memberId: p.memberId,
      name: p.name,
      organisation: p.organisation,
      mobile: p.mobile,
      isGone: p.isGone,
      isGuest: isOnlyGuest(p.roles),
      remindedAt: p.remindedAt,
      reminder: p.reminder,
    })),
    signals: reading.signals,
    present: reading.present,
    window: reading.window,
    nowMs: now.getTime(),
    settings: reading.settings,
    showsPhones: isDesk,
    tried: triedIn(events),
    readerId: everybody.find(({ person }) => person.id === ctx.actor.personId)?.member.id ?? null,
  })
  return {
    ...board,
    at: now.toISOString(),
    zone: found.staff.zone,
    openedAt: found.meeting.openedAt?.toISOString() ?? null,
    closedAt: found.meeting.closedAt?.toISOString() ?? null,
    seats: found.meeting.seats,
    band: bandView(found, reading, ctx.actor.language),
    stray: stray && {
      at: stray.at.toISOString(),
      name: (stray.attendeeId && reading.participation.names.get(stray.attendeeId)) ?? null,
    },
  }
}
