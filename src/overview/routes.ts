import { Hono } from 'hono'
import type { Deps } from '../lib/context.ts'
import { contextOf, describes, type Env } from '../lib/http.ts'
import { Overview } from './contract.ts'
import { overview } from './views.ts'

export const overviewRoutes = (deps: Deps) =>
  new Hono<Env>().get('/overview', describes('What is next for me', Overview), async c =>
    c.json(await overview(contextOf(deps, c))),
  )
