import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Deps } from '../lib/context.ts'
import type { Env } from '../lib/http.ts'

/** Liveness: the process answers. Readiness: it can do its work. Both answer without a session. */
export const healthRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get('/livez', c => c.json({ status: 'alive' }))
    .get('/readyz', async c => {
      const isReady = await deps.database.db.execute(sql`select 1`).then(
        () => true,
        () => false,
      )
      return c.json(
        { status: isReady ? 'ready' : 'database unavailable', video: deps.video().state },
        isReady ? 200 : 503,
      )
    })
