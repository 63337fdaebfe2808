import { Hono } from 'hono'
import { z } from 'zod'
import type { Deps } from '../lib/context.ts'
import { contextOf, describes, input, type Env } from '../lib/http.ts'
import { idSchema } from '../lib/ids.ts'
import { join, roomView, setHand, tryOut } from './actions.ts'
import { aliveness } from './gate/alive.ts'
import { validate } from './gate/validate.ts'
import { JoinInput, JoinTicket, RoomView, TrialTicket } from './contract.ts'

const OfMeeting = z.strictObject({ meetingId: idSchema('meeting') })
const Hand = z.strictObject({ attendeeId: idSchema('attendee').nullable().default(null) })

export const roomRoutes = (deps: Deps) =>
  new Hono<Env>()
    .post(
      '/meetings/:meetingId/join',
      describes('Ticket for the virtual room', JoinTicket),
      input('param', OfMeeting),
      input('json', JoinInput),
      async c =>
        c.json(await join(contextOf(deps, c), c.req.valid('param').meetingId, c.req.valid('json'))),
    )
    .post(
      '/meetings/:meetingId/trial',
      describes('Ticket for trying the connection, which counts as no presence', TrialTicket),
      input('param', OfMeeting),
      async c => c.json(await tryOut(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .get(
      '/meetings/:meetingId/room',
      describes('Who is who in the virtual room', RoomView),
      input('param', OfMeeting),
      async c => c.json(await roomView(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .put(
      '/meetings/:meetingId/hand',
      describes('Raise a hand'),
      input('param', OfMeeting),
      async c => {
        await setHand(contextOf(deps, c), { ...c.req.valid('param'), attendeeId: null }, true)
        return c.body(null, 204)
      },
    )
    .post(
      '/meetings/:meetingId/hand/lower',
      describes('Lower a hand'),
      input('param', OfMeeting),
      input('json', Hand),
      async c => {
        await setHand(
          contextOf(deps, c),
          { ...c.req.valid('param'), ...c.req.valid('json') },
          false,
        )
        return c.body(null, 204)
      },
    )

/**
 * Clients ask here why they were refused. Only 401 and 403 make them stop at once
 * (docs/decisions/0029).
 */
export const gateRoutes = (deps: Deps) => {
  const alive = aliveness(deps)
  return new Hono<Env>()
    .get('/rtc/alive', async c =>
      c.body(null, (await alive()) ? 204 : 503, { 'cache-control': 'no-store' }),
    )
    .on('GET', ['/rtc/validate', '/rtc/v1/validate'], async c => {
      const { status, text } = await validate(deps, {
        target: c.req.url.slice(new URL(c.req.url).origin.length),
        authorization: c.req.header('authorization'),
      })
      return c.text(text, status as 200 | 403 | 404 | 502 | 503, { 'cache-control': 'no-store' })
    })
}
