import { Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import {
  Done,
  EnrolmentConfirmInput,
  EnrolmentPage,
  EnrolmentReadInput,
} from '../contract/account.ts'
import { enter, languageOf, visitOf } from '../visit.ts'
import type { Deps } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import { type Env, contextOf, describes, input } from '../../lib/http.ts'
import { idSchema } from '../../lib/ids.ts'
import { actorOf, describeSession } from '../actions/session.ts'
import { confirmEnrolment, readEnrolment } from '../actions/enrol.ts'
import {
  MemberEnrolment,
  MemberEnrolmentInput,
  OpenAccess,
  SessionView,
} from '../contract/session.ts'
import { enrolMember } from '../actions/enrolMember.ts'
import { openAccess } from '../views.ts'

/**
 * Refuses requests without a session proven by two factors, and those of a page that was loaded for
 * somebody else; all routes mounted after it are behind it.
 */
export function requireActor(deps: Deps): MiddlewareHandler<Env> {
  return async (c, next) => {
    const actor = await actorOf(visitOf(deps, c))
    const speaker = c.req.header('lagerunde-person')
    if (speaker !== undefined && speaker !== actor.personId)
      throw new DomainError('unauthenticated', 'Somebody else has signed in in this browser')
    c.set('actor', actor)
    await next()
  }
}

/**
 * Routes without a session. None of them keeps answers by Idempotency-Key: their answers set
 * cookies.
 */
export function publicAccessRoutes(deps: Deps) {
  return new Hono<Env>()
    .get('/session', describes('Who is signed in, and what runs', SessionView), async c =>
      c.json(await describeSession(visitOf(deps, c), languageOf(c))),
    )
    .post(
      '/enrolment/read',
      describes('Whom an access code is for', EnrolmentPage),
      input('json', EnrolmentReadInput),
      async c => c.json(await readEnrolment(visitOf(deps, c), c.req.valid('json'))),
    )
    .post(
      '/enrolment/confirm',
      describes('Set password and app code', Done),
      input('json', EnrolmentConfirmInput),
      async c => {
        enter(c, await confirmEnrolment(visitOf(deps, c), c.req.valid('json')))
        return c.json({})
      },
    )
}

export function accessRoutes(deps: Deps) {
  const MemberParam = z.strictObject({ memberId: idSchema('member') })
  const StaffParam = z.strictObject({ staffId: idSchema('staff') })
  return new Hono<Env>()
    .get(
      '/staffs/:staffId/access',
      describes('Who was given access and has not used it yet', OpenAccess),
      input('param', StaffParam),
      async c => c.json(await openAccess(contextOf(deps, c), c.req.valid('param').staffId)),
    )
    .post(
      '/members/:memberId/enrolment',
      describes('Give a member access, by mail or on paper', MemberEnrolment),
      input('param', MemberParam),
      input('json', MemberEnrolmentInput),
      async c =>
        c.json(
          await enrolMember(contextOf(deps, c), c.req.valid('param').memberId, c.req.valid('json')),
        ),
    )
}
