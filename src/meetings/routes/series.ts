import { Hono } from 'hono'
import { z } from 'zod'
import type { Deps } from '../../lib/context.ts'
import { type Env, contextOf, describes, input } from '../../lib/http.ts'
import { idSchema } from '../../lib/ids.ts'
import { changeFollowing } from '../actions/following.ts'
import {
  FollowingChange,
  FollowingDone,
  FollowingPreview,
  FollowingWish,
} from '../contract/following.ts'
import { followingPreview } from '../views/following.ts'

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
