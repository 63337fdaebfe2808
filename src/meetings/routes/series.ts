import { Hono } from 'hono'
import { z } from 'zod'
import type { Deps } from '../../lib/context.ts'
import { type Env, contextOf, describes, input } from '../../lib/http.ts'
import { idSchema } from '../../lib/ids.ts'
import { changeFollowing } from '../actions/following.ts'
import { replyToSeries } from '../actions/seriesReply.ts'
import {
  FollowingChange,
  FollowingDone,
  FollowingPreview,
  FollowingWish,
} from '../contract/following.ts'
import { SeriesAnswers, SeriesReplyInput } from '../contract/seriesAnswers.ts'
import { followingPreview } from '../views/following.ts'
import { mySeriesAnswers } from '../views/seriesAnswers.ts'

const OfMeeting = z.strictObject({ meetingId: idSchema('meeting') })

/** Acts on several meetings of a series at once. */
export const seriesRoutes = (deps: Deps) =>
  new Hono<Env>()
    .post(
      '/meetings/:meetingId/following/preview',
      describes('What a change of this and the following meetings would do', FollowingPreview),
      input('param', OfMeeting),
      input('json', FollowingWish),
      async c => {
        const { meetingId } = c.req.valid('param')
        return c.json(await followingPreview(contextOf(deps, c), meetingId, c.req.valid('json')))
      },
    )
    .post(
      '/meetings/:meetingId/following',
      describes('Change this and the following meetings of a series', FollowingDone),
      input('param', OfMeeting),
      input('json', FollowingChange),
      async c => {
        const { meetingId } = c.req.valid('param')
        return c.json(await changeFollowing(contextOf(deps, c), meetingId, c.req.valid('json')))
      },
    )
    .get(
      '/meetings/:meetingId/series/answers',
      describes('My replies to all dates of a series', SeriesAnswers),
      input('param', OfMeeting),
      async c => c.json(await mySeriesAnswers(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .put(
      '/meetings/:meetingId/series/answers',
      describes('Reply to several dates of a series', SeriesAnswers),
      input('param', OfMeeting),
      input('json', SeriesReplyInput),
      async c => {
        const ctx = contextOf(deps, c)
        const { meetingId } = c.req.valid('param')
        await replyToSeries(ctx, meetingId, c.req.valid('json'))
        return c.json(await mySeriesAnswers(ctx, meetingId))
      },
    )
