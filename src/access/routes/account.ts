import { Hono, type Context as HonoContext } from 'hono'
import { z } from 'zod'
import type { Deps } from '../../lib/context.ts'
import { contextOf, describes, input, type Env } from '../../lib/http.ts'
import { idSchema } from '../../lib/ids.ts'
import {
  beginFactorChange,
  changeMe,
  changePassword,
  confirmFactorChange,
  endMySession,
  mySessions,
  signOutEverywhere,
} from '../actions/mine.ts'
import {
  permitSampleSignIn,
  signIn,
  signInAsSample,
  signInWithCode,
  signOut,
} from '../actions/signIn.ts'
import * as shapes from '../contract/account.ts'
import { keyShape, settleRequest } from '../idempotency.ts'
import {
  clearSessionCookie,
  deviceOf,
  setDeviceCookie,
  setLanguageCookie,
  setSessionCookie,
  enter,
  visitOf,
} from '../visit.ts'

/**
 * Routes without a session. None of them keeps answers by Idempotency-Key: their answers set
 * cookies.
 */
export function publicAccountRoutes(deps: Deps) {
  return new Hono<Env>()
    .post(
      '/sign-in',
      describes('Sign in, first step: address and password', shapes.SignInAnswer),
      input('json', shapes.SignInInput),
      async c => {
        setSessionCookie(c, await signIn(visitOf(deps, c), c.req.valid('json')), 'secondFactor')
        return c.json({ next: 'secondFactor' as const })
      },
    )
    .post(
      '/sign-in/code',
      describes('Sign in, second step: the code of the app', shapes.Done),
      input('json', shapes.CodeInput),
      async c => {
        enter(c, await signInWithCode(visitOf(deps, c), c.req.valid('json')))
        return c.json({})
      },
    )
    .post(
      '/sign-in/sample',
      describes('Sign in to the sample staff', shapes.Done),
      async (c, next) => {
        await permitSampleSignIn(visitOf(deps, c))
        await next()
      },
      input('json', shapes.SampleSignInInput),
      async c => {
        setSessionCookie(c, await signInAsSample(visitOf(deps, c), c.req.valid('json')), 'full')
        return c.json({})
      },
    )
    .post('/sign-out', describes('Sign out', shapes.Done), async c => {
      await signOut(visitOf(deps, c))
      return farewell(c)
    })
    .post(
      '/language',
      describes('Choose the language before signing in', shapes.Done),
      input('json', shapes.LanguageInput),
      c => {
        setLanguageCookie(c, c.req.valid('json').language)
        return c.json({})
      },
    )
}

/** Routes of a person about themselves; mounted behind the gate. */
export function accountRoutes(deps: Deps) {
  const SessionParam = z.strictObject({ sessionId: idSchema('session') })
  const RequestParam = z.strictObject({ key: z.string().regex(keyShape) })
  return new Hono<Env>()
    .post('/sign-out-everywhere', describes('Sign out on every device', shapes.Done), async c => {
      await signOutEverywhere(contextOf(deps, c))
      return farewell(c)
    })
    .get('/me/sessions', describes('Where I am signed in', shapes.MySessions), async c =>
      c.json(await mySessions(contextOf(deps, c))),
    )
    .delete(
      '/me/sessions/:sessionId',
      describes('End one of my sessions', shapes.Done),
      input('param', SessionParam),
      async c => {
        const { sessionId } = c.req.valid('param')
        await endMySession(contextOf(deps, c), sessionId)
        return sessionId === c.var.actor.sessionId ? farewell(c) : c.json({})
      },
    )
    .post(
      '/me/requests/:key/settle',
      describes('What became of my request whose answer was lost', shapes.Settled),
      input('param', RequestParam),
      async c => {
        const { key } = c.req.valid('param')
        return c.json({ state: await settleRequest(deps, c.var.actor, key) })
      },
    )
    .patch(
      '/me',
      describes('Change what is known of me', shapes.Done),
      input('json', shapes.MyChange),
      async c => {
        const change = c.req.valid('json')
        await changeMe(contextOf(deps, c), change)
        if (change.language) setLanguageCookie(c, change.language)
        return c.json({})
      },
    )
    .post(
      '/me/password',
      describes('Change my password', shapes.Done),
      input('json', shapes.PasswordChangeInput),
      async c => {
        const input = c.req.valid('json')
        setDeviceCookie(c, await changePassword(contextOf(deps, c), input, deviceOf(c)))
        return c.json({})
      },
    )
    .post(
      '/me/factor',
      describes('Begin to take another app', shapes.FactorChange),
      input('json', shapes.FactorChangeInput),
      async c => c.json(await beginFactorChange(contextOf(deps, c), c.req.valid('json'))),
    )
    .post(
      '/me/factor/confirm',
      describes('Take the new app', shapes.Done),
      input('json', shapes.FactorConfirmInput),
      async c => {
        await confirmFactorChange(contextOf(deps, c), c.req.valid('json'))
        return c.json({})
      },
    )
}

/** Leaves nothing of the session in the browser: no cookie, no cached page. */
function farewell(c: HonoContext) {
  clearSessionCookie(c)
  c.header('clear-site-data', '"cache", "storage"')
  return c.json({})
}
