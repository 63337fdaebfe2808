import { Hono, type MiddlewareHandler } from 'hono'
import { Done } from '../access/contract/account.ts'
import { setCodeCookie, visitOf } from '../access/visit.ts'
import type { Deps } from '../lib/context.ts'
import { describes, input, type Env } from '../lib/http.ts'
import { showCode } from './actions/code.ts'
import { makeFirstStaff } from './actions/firstStart.ts'
import { permitCode, permitFirstStart, permitSample, type Permit } from './actions/permit.ts'
import { makeSample } from './actions/sample.ts'
import { FirstStaff, FirstStaffInput, SampleMade, StartCodeInput } from './contract.ts'

/** Routes without a session, because nobody can sign in to an empty installation. */
export function publicSetupRoutes(deps: Deps) {
  const first =
    (permit: Permit): MiddlewareHandler<Env> =>
    async (c, next) => {
      await permit(visitOf(deps, c))
      await next()
    }
  return new Hono<Env>()
    .post(
      '/first-start/code',
      describes('Show the code that the start printed', Done),
      first(permitCode),
      input('json', StartCodeInput),
      async c => {
        setCodeCookie(c, await showCode(visitOf(deps, c), c.req.valid('json')))
        return c.json({})
      },
    )
    .post(
      '/first-start/staff',
      describes('Set up the first staff', FirstStaff),
      first(permitFirstStart),
      input('json', FirstStaffInput),
      async c => c.json(await makeFirstStaff(visitOf(deps, c), c.req.valid('json'))),
    )
    .post(
      '/first-start/sample',
      describes('Make the sample staff', SampleMade),
      first(permitSample),
      async c => c.json(await makeSample(visitOf(deps, c))),
    )
}
