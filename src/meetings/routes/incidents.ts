import { Hono } from 'hono'
import { z } from 'zod'
import { incidentFor } from '../../incidents/actions.ts'
import { Incident, IncidentEnd } from '../../incidents/contract.ts'
import type { Deps } from '../../lib/context.ts'
import { type Env, contextOf, describes, input } from '../../lib/http.ts'
import { idSchema } from '../../lib/ids.ts'
import { endIncident } from '../actions/endIncident.ts'

const OfIncident = z.strictObject({ incidentId: idSchema('incident') })

/** Acts on an incident and all its meetings. */
export const incidentEndRoutes = (deps: Deps) =>
  new Hono<Env>().post(
    '/incidents/:incidentId/end',
    describes('End an incident, and cancel its meetings or leave them', Incident),
    input('param', OfIncident),
    input('json', IncidentEnd),
    async c => {
      const [ctx, { incidentId }] = [contextOf(deps, c), c.req.valid('param')]
      await endIncident(ctx, incidentId, c.req.valid('json'))
      return c.json(await incidentFor(ctx, incidentId))
    },
  )
