import pino from 'pino'
import { Hono } from 'hono'
import { inject } from 'vitest'
import { accessRoutes } from '../../src/access/routes/session.ts'
import { readConfig } from '../../src/lib/config.ts'
import { incidentRoutes } from '../../src/incidents/routes.ts'
import type { Role } from '../../src/lib/actor.ts'
import type { Deps } from '../../src/lib/context.ts'
import { connect } from '../../src/lib/db.ts'
import { type Env, type Problem, errorHandler } from '../../src/lib/http.ts'
import { noPulse } from '../../src/rooms/pulse.ts'
import { type MemberId, type PersonId, type StaffId, newId } from '../../src/lib/ids.ts'
import { startLive } from '../../src/lib/live.ts'
import type { Roster, Template } from '../../src/roster/contract/roster.ts'
import { rosterRoutes } from '../../src/roster/routes.ts'
import { addMember } from '../../src/roster/store/members.ts'
import { allMembershipsOf } from '../../src/roster/store/sharing.ts'
import { createStaff } from '../../src/roster/store/staffs.ts'
import { cloneDatabase } from '../support/postgres.ts'
import { people } from '../../src/roster/tables.ts'

export type Someone = { personId: PersonId; memberId: MemberId; email: string }
export type Answer<T> = { status: number; body: T & Problem }
type Ask = <T = unknown>(method: string, path: string, body?: unknown) => Promise<Answer<T>>

/**
 * The routes of roster and incidents over a database of their own, asked as somebody who is signed
 * in. The day can be chosen; sign-in itself is proven elsewhere.
 */
export async function startDesk() {
  const cloned = await cloneDatabase(inject('postgres'))
  const database = connect(cloned.address, { maxConnections: 4 })
  const live = await startLive(database.sql, error => {
    throw error
  })
  let nowMs = Date.parse('2026-11-24T09:00:00Z')
  const deps: Deps = {
    config: readConfig({}),
    publicUrl: 'http://localhost:8080',
    reach: 'thisMachine',
    database,
    clock: { now: () => new Date(nowMs) },
    log: pino({ level: 'silent' }),
    live,
    jobs: { add: async () => {}, work: async () => {}, close: async () => {} },
    secret: new Uint8Array(32),
    video: () => ({ state: 'unavailable', reason: 'off' }),
    pulse: noPulse,
    hasMailServer: false,
    rosterFollowers: [],
  }
  const app = new Hono<Env & { Bindings: { personId: PersonId } }>()
    .use('*', async (c, next) => {
      c.set('requestId', 'test')
      const all = await allMembershipsOf(database.db, c.env.personId)
      const memberships = all.filter(each => each.leftAt === null)
      c.set('actor', {
        personId: c.env.personId,
        sessionId: newId('session'),
        name: '',
        language: 'de',
        memberships,
      })
      await next()
    })
    .route('/', rosterRoutes(deps))
    .route('/', incidentRoutes(deps))
    .route('/', accessRoutes(deps))
  app.onError(errorHandler(deps.log))

  const as =
    ({ personId }: { personId: PersonId }): Ask =>
    async (method, path, body) => {
      const init =
        body === undefined
          ? {}
          : body instanceof FormData
            ? { body }
            : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      const response = await app.request(path, { method, ...init }, { personId })
      return { status: response.status, body: (await response.json()) as never }
    }

  let count = 0
  return {
    deps,
    as,
    at(instant: string) {
      nowMs = Date.parse(instant)
    },
    /** A staff with one lead and nobody else. */
    async staff(template: Template = 'nrw') {
      const at = deps.clock.now()
      const name = `Krisenstab ${++count}`
      const made = await createStaff(database.db, { name, template, at })
      if (!made) throw new Error('the name is taken')
      const lead = await person(made.staffId, 'Sabine Köhler-Özdemir', ['lead'])
      const functionOf = (label: string) =>
        made.functions.find(fn => fn.label === label)!.functionId
      return { staffId: made.staffId, name, lead, functionOf }
    },
    person,
    roster: async (who: { personId: PersonId }, staffId: StaffId) =>
      (await as(who)<Roster>('GET', `/staffs/${staffId}/roster`)).body,
    countPeople: () => database.db.$count(people),
    async stop() {
      await live.close()
      await database.close()
      await cloned.drop()
    },
  }

  async function person(
    staffId: StaffId,
    name: string,
    roles: Role[] = ['member'],
    email?: string,
  ): Promise<Someone> {
    const address = email ?? `p${++count}@kreis.example`
    const made = await addMember(database.db, {
      staffId,
      person: { name, email: address },
      roles,
      at: deps.clock.now(),
    })
    return { ...made, email: address }
  }
}

export type Desk = Awaited<ReturnType<typeof startDesk>>
