import { type Context as HonoContext, Hono } from 'hono'
import { z } from 'zod'
import type { Context, Deps } from '../../lib/context.ts'
import { type Env, contextOf, describes, input, thenAnswer } from '../../lib/http.ts'
import { type MeetingId, idSchema } from '../../lib/ids.ts'
import { conduct } from '../actions/conduct.ts'
import {
  AgendaInput,
  CancelInput,
  ConveneInput,
  ConveneNowInput,
  Meeting,
  MeetingAtInput,
  MeetingChange,
  MeetingEvent,
  MeetingInput,
  MeetingSummary,
  MeetingsQuery,
  MoveAtInput,
  MoveInput,
  MovePreview,
  OpenInput,
  Overlapping,
  OverlapsInput,
  PlannedMeeting,
  PlannedSeries,
  SeriesInput,
} from '../contract/meeting.ts'
import { changeMeeting } from '../actions/change.ts'
import { movePreview } from '../views/movePreview.ts'
import { overlappingAt, overlapsOf } from '../views/overlaps.ts'
import { conveneNow, planMeeting, planMeetingAt } from '../actions/plan.ts'
import { planSeries } from '../actions/series.ts'
import { historyOf, meetingView, meetingsBetween, summariesByIds } from '../views/meeting.ts'
import { previewSeries } from '../views/series.ts'
import { convene } from '../actions/convene.ts'
import { moveMeeting } from '../actions/move.ts'
import { cancelMeeting } from '../actions/cancel.ts'
import { sayStillRunning } from '../actions/stillRunning.ts'
import { inviteMember, uninviteMember } from '../actions/invite.ts'
import { runAgendaItem, setAgenda } from '../actions/agenda.ts'
import { SeriesPreview, SeriesPreviewQuery } from '../contract/series.ts'

const Staff = z.strictObject({ staffId: idSchema('staff') })
const OfMeeting = z.strictObject({ meetingId: idSchema('meeting') })
const Item = z.strictObject({ meetingId: idSchema('meeting'), itemId: idSchema('agendaItem') })
const yearMs = 366 * 86_400_000

export const meetingRoutes = (deps: Deps) => {
  const span = ({ from, until }: z.output<typeof MeetingsQuery>) => {
    const now = deps.clock.now().getTime()
    return {
      from: from ? new Date(from) : new Date(now - yearMs),
      until: until ? new Date(until) : new Date(now + yearMs),
    }
  }
  const then = thenAnswer(deps, meetingView)
  /** Plans, then answers with the meeting and people promised to another one at that time. */
  const planned = async (c: HonoContext<Env>, plan: (ctx: Context) => Promise<MeetingId>) => {
    const ctx = contextOf(deps, c)
    const meetingId = await plan(ctx)
    const meeting = await meetingView(ctx, meetingId)
    return c.json({ meeting, warnings: await overlapsOf(ctx, [meetingId]) }, 201)
  }
  return new Hono<Env>()
    .get(
      '/meetings',
      describes('Meetings of my staffs', z.array(MeetingSummary)),
      input('query', MeetingsQuery),
      async c => c.json(await meetingsBetween(contextOf(deps, c), span(c.req.valid('query')))),
    )
    .get(
      '/staffs/:staffId/meetings',
      describes('Meetings of a staff', z.array(MeetingSummary)),
      input('param', Staff),
      input('query', MeetingsQuery),
      async c =>
        c.json(
          await meetingsBetween(contextOf(deps, c), {
            ...c.req.valid('param'),
            ...span(c.req.valid('query')),
          }),
        ),
    )
    .post(
      '/staffs/:staffId/meetings',
      describes('Plan a meeting', PlannedMeeting, 201),
      input('param', Staff),
      input('json', MeetingInput),
      c => planned(c, ctx => planMeeting(ctx, c.req.valid('param').staffId, c.req.valid('json'))),
    )
    .post(
      '/staffs/:staffId/meetings/at',
      describes('Plan a meeting at an instant', PlannedMeeting, 201),
      input('param', Staff),
      input('json', MeetingAtInput),
      c => planned(c, ctx => planMeetingAt(ctx, c.req.valid('param').staffId, c.req.valid('json'))),
    )
    .post(
      '/staffs/:staffId/meetings/now',
      describes('Convene now', PlannedMeeting, 201),
      input('param', Staff),
      input('json', ConveneNowInput),
      c => planned(c, ctx => conveneNow(ctx, c.req.valid('param').staffId, c.req.valid('json'))),
    )
    .post(
      '/staffs/:staffId/overlaps',
      describes('Who would be invited to another meeting at a time', Overlapping),
      input('param', Staff),
      input('json', OverlapsInput),
      async c =>
        c.json(
          await overlappingAt(
            contextOf(deps, c),
            c.req.valid('param').staffId,
            c.req.valid('json'),
          ),
        ),
    )
    .get(
      '/staffs/:staffId/series/preview',
      describes('What planning a series would make', SeriesPreview),
      input('param', Staff),
      input('query', SeriesPreviewQuery),
      async c =>
        c.json(
          await previewSeries(
            contextOf(deps, c),
            c.req.valid('param').staffId,
            c.req.valid('query'),
          ),
        ),
    )
    .post(
      '/staffs/:staffId/series',
      describes('Plan a series', PlannedSeries, 201),
      input('param', Staff),
      input('json', SeriesInput),
      async c => {
        const ctx = contextOf(deps, c)
        const { seriesId, meetingIds } = await planSeries(
          ctx,
          c.req.valid('param').staffId,
          c.req.valid('json'),
        )
        return c.json(
          {
            seriesId,
            meetings: await summariesByIds(ctx, meetingIds),
            warnings: await overlapsOf(ctx, meetingIds),
          },
          201,
        )
      },
    )
    .get(
      '/meetings/:meetingId',
      describes('One meeting', Meeting),
      input('param', OfMeeting),
      async c => c.json(await meetingView(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .get(
      '/meetings/:meetingId/history',
      describes('What happened to a meeting', z.array(MeetingEvent)),
      input('param', OfMeeting),
      async c => c.json(await historyOf(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .patch(
      '/meetings/:meetingId',
      describes('Change a meeting', Meeting),
      input('param', OfMeeting),
      input('json', MeetingChange),
      c => then(c, c.req.valid('param'), (ctx, id) => changeMeeting(ctx, id, c.req.valid('json'))),
    )
    .post(
      '/meetings/:meetingId/move',
      describes('Move a meeting', Meeting),
      input('param', OfMeeting),
      input('json', MoveInput),
      c => then(c, c.req.valid('param'), (ctx, id) => moveMeeting(ctx, id, c.req.valid('json'))),
    )
    .post(
      '/meetings/:meetingId/move/preview',
      describes('What a move would do to invitations and replies', MovePreview),
      input('param', OfMeeting),
      input('json', MoveInput.omit({ revision: true })),
      async c => {
        const { meetingId } = c.req.valid('param')
        return c.json(await movePreview(contextOf(deps, c), meetingId, c.req.valid('json')))
      },
    )
    .post(
      '/meetings/:meetingId/convene',
      describes('Convene a planned meeting', Meeting),
      input('param', OfMeeting),
      input('json', ConveneInput),
      c => then(c, c.req.valid('param'), (ctx, id) => convene(ctx, id, c.req.valid('json'))),
    )
    .post(
      '/meetings/:meetingId/move/at',
      describes('Move a meeting to an instant', Meeting),
      input('param', OfMeeting),
      input('json', MoveAtInput),
      c => then(c, c.req.valid('param'), (ctx, id) => moveMeeting(ctx, id, c.req.valid('json'))),
    )
    .post(
      '/meetings/:meetingId/cancel',
      describes('Cancel a meeting', Meeting),
      input('param', OfMeeting),
      input('json', CancelInput),
      c => then(c, c.req.valid('param'), (ctx, id) => cancelMeeting(ctx, id, c.req.valid('json'))),
    )
    .post(
      '/meetings/:meetingId/open',
      describes('Open a meeting', Meeting),
      input('param', OfMeeting),
      input('json', OpenInput),
      c =>
        then(c, c.req.valid('param'), (ctx, id) => conduct(ctx, id, 'open', c.req.valid('json'))),
    )
    .post(
      '/meetings/:meetingId/pause',
      describes('Interrupt a meeting', Meeting),
      input('param', OfMeeting),
      c => then(c, c.req.valid('param'), (ctx, id) => conduct(ctx, id, 'pause')),
    )
    .post(
      '/meetings/:meetingId/resume',
      describes('Go on after an interruption', Meeting),
      input('param', OfMeeting),
      c => then(c, c.req.valid('param'), (ctx, id) => conduct(ctx, id, 'resume')),
    )
    .post(
      '/meetings/:meetingId/still-running',
      describes('Say that a meeting still goes on, long after its planned end', Meeting),
      input('param', OfMeeting),
      c => then(c, c.req.valid('param'), sayStillRunning),
    )
    .post(
      '/meetings/:meetingId/members',
      describes('Invite one more member'),
      input('param', OfMeeting),
      input('json', z.strictObject({ memberId: idSchema('member') })),
      async c => {
        await inviteMember(
          contextOf(deps, c),
          c.req.valid('param').meetingId,
          c.req.valid('json').memberId,
        )
        return c.body(null, 204)
      },
    )
    .delete(
      '/meetings/:meetingId/members/:memberId',
      describes('Take somebody out of a meeting'),
      input('param', OfMeeting.extend({ memberId: idSchema('member') })),
      async c => {
        const { meetingId, memberId } = c.req.valid('param')
        await uninviteMember(contextOf(deps, c), meetingId, memberId)
        return c.body(null, 204)
      },
    )
    .put(
      '/meetings/:meetingId/agenda',
      describes('Replace the agenda', Meeting),
      input('param', OfMeeting),
      input('json', AgendaInput),
      c => then(c, c.req.valid('param'), (ctx, id) => setAgenda(ctx, id, c.req.valid('json'))),
    )
    .post(
      '/meetings/:meetingId/agenda/:itemId/start',
      describes('Begin an agenda item', Meeting),
      input('param', Item),
      c => then(c, c.req.valid('param'), ctx => runAgendaItem(ctx, c.req.valid('param'), 'start')),
    )
    .post(
      '/meetings/:meetingId/agenda/:itemId/end',
      describes('End an agenda item', Meeting),
      input('param', Item),
      c => then(c, c.req.valid('param'), ctx => runAgendaItem(ctx, c.req.valid('param'), 'end')),
    )
}
