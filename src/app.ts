import { randomUUID } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import { accessRoutes, publicAccessRoutes, requireActor } from './access/routes/session.ts'
import { idempotency } from './access/idempotency.ts'
import { accountRoutes, publicAccountRoutes } from './access/routes/account.ts'
import { attendanceRoutes, publicDoorRoutes, webhookRoutes } from './attendance/routes.ts'
import { boardRoutes } from './board/routes.ts'
import { incidentRoutes } from './incidents/routes.ts'
import { mailRoutes } from './mail/routes.ts'
import { journalRoutes } from './journal/routes.ts'
import { limitBody } from './lib/body.ts'
import type { Deps } from './lib/context.ts'
import { DomainError, notFound } from './lib/errors.ts'
import { type Env, answerProblem, errorHandler } from './lib/http.ts'
import { minutesRoutes } from './minutes/routes.ts'
import { docsRoutes } from './operations/docs.ts'
import { liveRoutes } from './operations/live.ts'
import { healthRoutes } from './operations/routes.ts'
import { safeHeaders, webRoutes } from './operations/web.ts'
import { meetingRoutes } from './meetings/routes/meetings.ts'
import { overviewRoutes } from './overview/routes.ts'
import { recordRoutes } from './records/routes.ts'
import { openLink, openSeriesLink } from './meetings/link.ts'
import { replyRoutes } from './meetings/routes/replies.ts'
import { incidentEndRoutes } from './meetings/routes/incidents.ts'
import { seriesRoutes } from './meetings/routes/series.ts'
import { gateRoutes, roomRoutes } from './rooms/routes.ts'
import { importGate, rosterRoutes } from './roster/routes.ts'
import { importLimitBytes } from './roster/rules/roster.ts'
import { publicSetupRoutes } from './setup/routes.ts'
import { answerRoutes } from './meetings/routes/answer.ts'
import { feedRoutes, lobbyRoutes } from './meetings/routes/feed.ts'

const kilobyte = 1024

/** Body limits in bytes of routes that need another one than the default. */
const bodyLimits: readonly [path: RegExp, bytes: number][] = [
  [/^\/api\/staffs\/[^/]{1,40}\/import(\/preview)?$/, importLimitBytes + 64 * kilobyte],
  [/^\/api\/meetings\/[^/]{1,40}\/minutes$/, 1024 * kilobyte],
  // visitors who are not signed in send little
  [/^\/api\/(sign-in|sign-out|enrolment|first-start|answer|language)(\/|$)/, 16 * kilobyte],
]
const limitFor = (path: string) =>
  bodyLimits.find(([pattern]) => pattern.test(path))?.[1] ?? 256 * kilobyte

/**
 * The whole product as one handler: one line per feature, in the order in which features may use
 * each other.
 */
export function createApp(
  deps: Deps,
  { webFolder, stopping }: { webFolder: string; stopping: AbortSignal },
) {
  const openedBy = (token: string) => openLink(deps, token)
  const described: { routes?: Hono<Env> } = {}
  const api = new Hono<Env>()
    .use('*', async (c, next) => {
      // the default; a route may set another value
      c.header('cache-control', 'no-store')
      // pages go by this time, which is that of the product's clock
      c.header('date', deps.clock.now().toUTCString())
      await next()
    })
    .route(
      '/',
      docsRoutes(() => described.routes!),
    )
    .route('/', publicAccountRoutes(deps))
    .route('/', publicAccessRoutes(deps))
    .route('/', publicSetupRoutes(deps))
    .route('/', publicDoorRoutes(deps))
    .use('/answer', idempotency(deps, openedBy))
    .use('/answer/not-mine', idempotency(deps, openedBy))
    .use(
      '/answer/series',
      idempotency(deps, token => openSeriesLink(deps, token)),
    )
    .route('/', answerRoutes(deps))
    // everything below requires a session proven by two factors
    .use('*', requireActor(deps))
    .use('/staffs/:staffId/import/*', importGate)
    .use('*', idempotency(deps))
    .route('/', rosterRoutes(deps))
    .route('/', incidentRoutes(deps))
    .route('/', mailRoutes(deps))
    .route('/', accountRoutes(deps))
    .route('/', accessRoutes(deps))
    .route('/', meetingRoutes(deps))
    .route('/', replyRoutes(deps))
    .route('/', seriesRoutes(deps))
    .route('/', incidentEndRoutes(deps))
    .route('/', roomRoutes(deps))
    .route('/', attendanceRoutes(deps))
    .route('/', journalRoutes(deps))
    .route('/', boardRoutes(deps))
    .route('/', minutesRoutes(deps))
    .route('/', recordRoutes(deps))
    .route('/', overviewRoutes(deps))
    .route('/', liveRoutes(deps, stopping))
    .all('*', c => answerProblem(c, notFound('address')))

  described.routes = api as unknown as Hono<Env> // the generator reads only the routes of the application

  const app = new Hono<Env>()
    .use('*', async (c, next) => {
      const startedAt = performance.now()
      c.set('requestId', randomUUID())
      c.set('isHttps', deps.publicUrl.startsWith('https:'))
      c.header('x-request-id', c.var.requestId)
      await next()
      if (!deps.log.isLevelEnabled('debug')) return
      // paths carry ids only; queries and fragments are left out
      const route = c.req.path.startsWith('/feeds/') ? '/feeds/…' : c.req.path
      deps.log.debug(
        {
          requestId: c.var.requestId,
          method: c.req.method,
          path: route,
          status: c.res.status,
          ms: Math.round(performance.now() - startedAt),
        },
        'request',
      )
    })
    .use('*', safeHeaders(deps))
    .use('*', refuseForeignOrigin(deps))
    .route('/', healthRoutes(deps))
    .use('*', limitBody(limitFor))
    .route('/', webhookRoutes(deps))
    .route('/', feedRoutes(deps))
    .route('/', lobbyRoutes(deps))
    .route('/', gateRoutes(deps))
    .route('/api', api)
    .route('/', webRoutes(webFolder))
  app.onError(errorHandler(deps.log))
  app.notFound(c => answerProblem(c, notFound('address')))
  return app
}

export type App = ReturnType<typeof createApp>

/**
 * Other sites may not change anything here (RFC 6454) and may not read the API; they may only link
 * to pages (W3C Fetch Metadata). Browsers tell the origin of a request by these headers; servers
 * send none of them and are let through.
 */
function refuseForeignOrigin(deps: Deps): MiddlewareHandler<Env> {
  const own = new URL(deps.publicUrl).origin
  return async (c, next) => {
    const origin = c.req.header('origin')
    const site = c.req.header('sec-fetch-site')
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
    const isForeign =
      (origin !== undefined && origin !== own && !isSameHost(origin, c.req.header('host'))) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none')
    const isClick = isRead && c.req.header('sec-fetch-mode') === 'navigate'
    if (isForeign && !isClick && (!isRead || c.req.path.startsWith('/api/'))) {
      return answerProblem(c, new DomainError('forbidden', 'The request comes from another site'))
    }
    return next()
  }
}

function isSameHost(origin: string, host: string | undefined): boolean {
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host
}
