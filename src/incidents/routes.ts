import { Hono } from 'hono'
import { z } from 'zod'
import type { Deps } from '../lib/context.ts'
import { contextOf, describes, input, type Env } from '../lib/http.ts'
import { idSchema } from '../lib/ids.ts'
import { addIncident, changeIncident, incidentFor, incidentsOf } from './actions.ts'
import { Incident, IncidentChange, IncidentInput } from './contract.ts'

const OfStaff = z.strictObject({ staffId: idSchema('staff') })
const OfIncident = z.strictObject({ incidentId: idSchema('incident') })

export const incidentRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get(
      '/staffs/:staffId/incidents',
      describes('Incidents of a staff', z.array(Incident)),
      input('param', OfStaff),
      async c => c.json(await incidentsOf(contextOf(deps, c), c.req.valid('param').staffId)),
    )
    .post(
      '/staffs/:staffId/incidents',
      describes('Begin an incident', Incident, 201),
      input('param', OfStaff),
      input('json', IncidentInput),
      async c => {
        const ctx = contextOf(deps, c)
        const incidentId = await addIncident(ctx, c.req.valid('param').staffId, c.req.valid('json'))
        return c.json(await incidentFor(ctx, incidentId), 201)
      },
    )
    .patch(
      '/incidents/:incidentId',
      describes('Rename or end an incident', Incident),
      input('param', OfIncident),
      input('json', IncidentChange),
      async c => {
        const [ctx, { incidentId }] = [contextOf(deps, c), c.req.valid('param')]
        await changeIncident(ctx, incidentId, c.req.valid('json'))
        return c.json(await incidentFor(ctx, incidentId))
      },
    )
