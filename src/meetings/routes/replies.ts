import { Hono } from 'hono'
import { z } from 'zod'
import type { Deps } from '../../lib/context.ts'
import { type Env, contextOf, describes, input, thenAnswer } from '../../lib/http.ts'
import { idSchema } from '../../lib/ids.ts'
import { replyAsMyself, replyOnBehalf } from '../actions/reply.ts'
import { visibleMeeting } from '../access.ts'
import {
  AttendeeView,
  CallInput,
  DeputyOption,
  PrintedLink,
  Reminded,
  ReplyChange,
  ReplyInput,
} from '../contract/reply.ts'
import { myPlaceIn } from '../place.ts'
import { attendeeList, replyChanges } from '../views/attendees.ts'
import { recordCall } from '../actions/call.ts'
import { printLink, revokeLink } from '../actions/link.ts'
import { remind } from '../actions/remind.ts'
import { deputyOptions } from '../views/deputies.ts'

const Meeting = z.strictObject({ meetingId: idSchema('meeting') })
const Person = z.strictObject({ meetingId: idSchema('meeting'), attendeeId: idSchema('attendee') })
const Remind = z.strictObject({ attendeeIds: z.array(idSchema('attendee')).max(500).optional() })

export const replyRoutes = (deps: Deps) => {
  const then = thenAnswer(deps, attendeeList)
  return new Hono<Env>()
    .put(
      '/meetings/:meetingId/reply',
      describes('Reply for myself', z.array(AttendeeView)),
      input('param', Meeting),
      input('json', ReplyInput),
      c => then(c, c.req.valid('param'), (ctx, id) => replyAsMyself(ctx, id, c.req.valid('json'))),
    )
    .put(
      '/meetings/:meetingId/attendees/:attendeeId/reply',
      describes('Reply on behalf', z.array(AttendeeView)),
      input('param', Person),
      input('json', ReplyInput),
      c => {
        const param = c.req.valid('param')
        return then(c, param, ctx => replyOnBehalf(ctx, param, c.req.valid('json')))
      },
    )
    .post(
      '/meetings/:meetingId/attendees/:attendeeId/link',
      describes('A personal link to hand over on paper', PrintedLink),
      input('param', Person),
      async c => c.json(await printLink(contextOf(deps, c), c.req.valid('param'))),
    )
    .delete(
      '/meetings/:meetingId/attendees/:attendeeId/link',
      describes('Revoke a personal link'),
      input('param', Person),
      async c => {
        await revokeLink(contextOf(deps, c), c.req.valid('param'))
        return c.body(null, 204)
      },
    )
    .get(
      '/meetings/:meetingId/attendees',
      describes('Everyone of a meeting', z.array(AttendeeView)),
      input('param', Meeting),
      async c => c.json(await attendeeList(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .get(
      '/meetings/:meetingId/replies',
      describes('History of replies', z.array(ReplyChange)),
      input('param', Meeting),
      async c => c.json(await replyChanges(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .get(
      '/meetings/:meetingId/deputies',
      describes('Whom I may name as deputy', z.array(DeputyOption)),
      input('param', Meeting),
      async c => {
        const ctx = contextOf(deps, c)
        const found = await visibleMeeting(ctx, c.req.valid('param').meetingId)
        const me = await myPlaceIn(ctx, found)
        return c.json(me ? await deputyOptions(ctx.database.db, found, me.id) : [])
      },
    )
    .get(
      '/meetings/:meetingId/attendees/:attendeeId/deputies',
      describes('Whom to name for somebody', z.array(DeputyOption)),
      input('param', Person),
      async c => {
        const ctx = contextOf(deps, c)
        const { meetingId, attendeeId } = c.req.valid('param')
        return c.json(
          await deputyOptions(ctx.database.db, await visibleMeeting(ctx, meetingId), attendeeId),
        )
      },
    )
    .post(
      '/meetings/:meetingId/calls',
      describes('How a call to a member ended'),
      input('param', Meeting),
      input('json', CallInput),
      async c => {
        await recordCall(contextOf(deps, c), c.req.valid('param').meetingId, c.req.valid('json'))
        return c.body(null, 204)
      },
    )
    .post(
      '/meetings/:meetingId/remind',
      describes('Remind by mail', Reminded),
      input('param', Meeting),
      input('json', Remind),
      async c =>
        c.json(
          await remind(
            contextOf(deps, c),
            c.req.valid('param').meetingId,
            c.req.valid('json').attendeeIds,
          ),
        ),
    )
}
