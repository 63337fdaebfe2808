import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { idempotencyKeys } from '../../src/access/tables.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'
import { outcome } from './support.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let staff: { staffId: string; lead: Signed }

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
})
afterAll(() => app.stop())

const add = (name: string, key: string, by = staff.lead) =>
  by.client.fetch(
    'POST',
    `/api/staffs/${staff.staffId}/members`,
    { name, email: `${name.toLowerCase()}@kreis.example` },
    { 'idempotency-key': key },
  )
const memberCount = async () =>
  (await staff.lead.client.get<{ members: unknown[] }>(`/api/staffs/${staff.staffId}/roster`))
    .members.length

test('the same request under the same key is done once and answered alike', async () => {
  const key = randomUUID()
  const first = await add('Anton', key)
  const body = await first.json()
  const count = await memberCount()
  const second = await add('Anton', key)
  expect(second.status).toBe(first.status)
  expect(await second.json()).toEqual(body)
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  expect(second.headers.get('cache-control')).toBe('no-store')
  expect(await memberCount()).toBe(count)
})

test('another body or path under a used key is refused', async () => {
  const key = randomUUID()
  await add('Berta', key)
  expect(await outcome(add('Caesar', key))).toBe('422 keyReused')
  expect(
    await outcome(
      staff.lead.client.fetch('POST', '/api/sign-out-everywhere', undefined, {
        'idempotency-key': key,
      }),
    ),
  ).toBe('422 keyReused')
})

test('what became of a request is told by its key; one that never arrived is refused when it still does', async () => {
  const settle = async (key: string, by = staff.lead) =>
    (await by.client.post<{ state: string }>(`/api/me/requests/${key}/settle`)).state
  const [done, refused, lost] = [randomUUID(), randomUUID(), randomUUID()]
  await add('Gustav', done)
  expect(await outcome(add('Gustav', refused))).toBe('409 conflict')
  expect([await settle(done), await settle(refused), await settle(lost)]).toEqual([
    'done',
    'refused',
    'never',
  ])
  const count = await memberCount()
  expect(await outcome(add('Heinrich', lost))).toBe('422 keyReused')
  expect(await settle(lost)).toBe('never')
  expect(await memberCount()).toBe(count)
  // of other people it tells nothing
  const other = await addMember(app, staff, { name: 'Ida Fremd' })
  expect(await settle(done, other)).toBe('never')
  expect(await settle(done)).toBe('done')
})

test('keys belong to a person: the same one of somebody else is another', async () => {
  const kgs = await addMember(app, staff, { name: 'Karl Tisch', roles: ['kgs'] })
  const key = randomUUID()
  expect(await outcome(add('Dora', key))).toMatch(/^20[01]$/)
  expect(await outcome(add('Dora', key, kgs))).toBe('409 conflict')
})

test('of many at one time one does the work; nobody does it twice', async () => {
  const key = randomUUID()
  const before = await memberCount()
  const answers = await Promise.all(Array.from({ length: 10 }, () => outcome(add('Emil', key))))
  for (const answer of answers) expect(answer).toMatch(/^(20[01]|409 inProgress)$/)
  expect(await memberCount()).toBe(before + 1)
})

test('a refusal is kept as it was given', async () => {
  const key = randomUUID()
  const bad = () =>
    staff.lead.client.fetch(
      'POST',
      `/api/staffs/${staff.staffId}/members`,
      { name: '', email: 'x' },
      { 'idempotency-key': key },
    )
  const first = (await (await bad()).json()) as object
  const again = await bad()
  expect(again.headers.get('content-type')).toContain('application/problem+json')
  expect(await again.json()).toEqual(first)
})

test('a key whose process died is free again after a while', async () => {
  const key = randomUUID()
  const [kept] = await app.deps.database.db.select().from(idempotencyKeys).limit(1)
  await add('Friedrich', key)
  await app.deps.database
    .sql`update idempotency_keys set status = null, body = null where key = ${key}`
  expect(kept!.scope).toMatch(/^person:/)
  expect(await outcome(add('Friedrich', key))).toBe('409 inProgress')
  clock.forward(31_000)
  expect(await outcome(add('Friedrich', key))).toBe('409 conflict')
})

test('a malformed key is named', async () => {
  const answer = await add('Gustav', 'kurz')
  expect(await answer.json()).toMatchObject({
    code: 'invalid',
    errors: [{ field: 'Idempotency-Key' }],
  })
})

test('kept answers are not readable in the database: they may carry a one-time code', async () => {
  const heinrich = await addMember(app, staff, { name: 'Heinrich', withAccount: false })
  const { code } = await staff.lead.client.post<{ code: string }>(
    `/api/members/${heinrich.memberId}/enrolment`,
    { send: 'print' },
  )
  const rows = await app.deps.database.db.select().from(idempotencyKeys)
  expect(rows.some(row => row.body !== null)).toBe(true)
  for (const row of rows) expect(Buffer.from(row.body ?? []).toString('utf8')).not.toContain(code)
})

test('an answer without a body is kept too', async () => {
  const meetingId = await convene(app, staff, { inMin: 1 })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  const key = randomUUID()
  const raise = () =>
    staff.lead.client.fetch('PUT', `/api/meetings/${meetingId}/hand`, undefined, {
      'idempotency-key': key,
    })
  expect((await raise()).status).toBe(204)
  const again = await raise()
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([204, 'true'])
})
