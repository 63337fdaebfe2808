import { Hono } from 'hono'
import { z } from 'zod'
import type { Deps } from '../lib/context.ts'
import { type Env, contextOf, describes, input } from '../lib/http.ts'
import { idSchema } from '../lib/ids.ts'
import {
  DecisionInput,
  DoneInput,
  Entry,
  FaultInput,
  LogInput,
  OrderInput,
  OrdersQuery,
} from './contract.ts'
import { decide, giveOrder, reportFault, writeLog } from './actions/write.ts'
import { finish, reopen } from './actions/change.ts'
import { entriesOfMeeting, openOrdersBefore, ordersOfStaff } from './actions/read.ts'

const OfMeeting = z.strictObject({ meetingId: idSchema('meeting') })
const OfStaff = z.strictObject({ staffId: idSchema('staff') })
const OfEntry = z.strictObject({ entryId: idSchema('entry') })

export const journalRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get(
      '/meetings/:meetingId/entries',
      describes('Decisions, orders, log and faults of a meeting', z.array(Entry)),
      input('param', OfMeeting),
      async c => c.json(await entriesOfMeeting(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .get(
      '/meetings/:meetingId/open-orders',
      describes('Orders earlier meetings left open', z.array(Entry)),
      input('param', OfMeeting),
      async c => c.json(await openOrdersBefore(contextOf(deps, c), c.req.valid('param').meetingId)),
    )
    .post(
      '/meetings/:meetingId/decisions',
      describes('Record a decision', Entry, 201),
      input('param', OfMeeting),
      input('json', DecisionInput),
      async c =>
        c.json(
          await decide(contextOf(deps, c), c.req.valid('param').meetingId, c.req.valid('json')),
          201,
        ),
    )
    .post(
      '/meetings/:meetingId/orders',
      describes('Give an order', Entry, 201),
      input('param', OfMeeting),
      input('json', OrderInput),
      async c =>
        c.json(
          await giveOrder(contextOf(deps, c), c.req.valid('param').meetingId, c.req.valid('json')),
          201,
        ),
    )
    .post(
      '/meetings/:meetingId/log',
      describes('Write into the log', Entry, 201),
      input('param', OfMeeting),
      input('json', LogInput),
      async c =>
        c.json(
          await writeLog(contextOf(deps, c), c.req.valid('param').meetingId, c.req.valid('json')),
          201,
        ),
    )
    .post(
      '/meetings/:meetingId/faults',
      describes('Report a technical fault', Entry, 201),
      input('param', OfMeeting),
      input('json', FaultInput),
      async c =>
        c.json(
          await reportFault(
            contextOf(deps, c),
            c.req.valid('param').meetingId,
            c.req.valid('json'),
          ),
          201,
        ),
    )
    .post(
      '/entries/:entryId/done',
      describes('Carried out, or over', Entry),
      input('param', OfEntry),
      input('json', DoneInput),
      async c =>
        c.json(await finish(contextOf(deps, c), c.req.valid('param').entryId, c.req.valid('json'))),
    )
    .post(
      '/entries/:entryId/reopen',
      describes('Not done after all', Entry),
      input('param', OfEntry),
      async c => c.json(await reopen(contextOf(deps, c), c.req.valid('param').entryId)),
    )
    .get(
      '/staffs/:staffId/orders',
      describes('Orders of a staff', z.array(Entry)),
      input('param', OfStaff),
      input('query', OrdersQuery),
      async c =>
        c.json(
          await ordersOfStaff(
            contextOf(deps, c),
            c.req.valid('param').staffId,
            c.req.valid('query'),
          ),
        ),
    )
