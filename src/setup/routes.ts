import { Hono } from 'hono'
import { visitOf } from '../accounts/visit.ts'
import type { Deps } from '../lib/context.ts'
import { describes, input, type Env } from '../lib/http.ts'
import { makeFirstStaff } from './actions/firstStart.ts'
import { makeSample } from './actions/sample.ts'
import { FirstStaff, FirstStaffInput, SampleMade } from './contract.ts'

/** Before the gate: an empty installation has nobody who could sign in. */
export function publicSetupRoutes(deps: Deps) {
  return new Hono<Env>()
    .post(
      '/first-start/staff',
      describes('Set up the first staff', FirstStaff),
      input('json', FirstStaffInput),
      async c => c.json(await makeFirstStaff(visitOf(deps, c), c.req.valid('json'))),
    )
    .post('/first-start/sample', describes('Make the sample staff', SampleMade), async c =>
      c.json(await makeSample(visitOf(deps, c))),
    )
}
