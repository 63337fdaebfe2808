import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../src/lib/ids.ts'
import type { Incident } from '../../src/incidents/contract.ts'
import { startDesk, type Desk } from '../roster/support.ts'

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())
beforeEach(() => desk.at('2026-11-24T09:00:00Z'))

test('incidents that go on stand before those that ended, the latest first', async () => {
  const { staffId, lead } = await desk.staff()
  const ask = desk.as(lead)
  const path = `/staffs/${staffId}/incidents`
  const flood = (
    await ask<Incident>('POST', path, { title: 'Hochwasser Ruhr und Volme', kind: 'operation' })
  ).body
  desk.at('2026-11-25T09:00:00Z')
  const drill = (await ask<Incident>('POST', path, { title: 'Stabsübung', kind: 'exercise' })).body
  expect(drill).toMatchObject({
    kind: 'exercise',
    startedAt: '2026-11-25T09:00:00.000Z',
    endedAt: null,
    meetingCount: 0,
  })
  desk.at('2026-11-26T09:00:00Z')
  expect(
    (
      await ask<Incident>('PATCH', `/incidents/${drill.incidentId}`, {
        endedAt: '2026-11-26T08:00:00Z',
        title: 'Stabsübung Herbst',
      })
    ).body,
  ).toMatchObject({ endedAt: '2026-11-26T08:00:00.000Z', title: 'Stabsübung Herbst' })
  expect((await ask<Incident[]>('GET', path)).body.map(i => i.incidentId)).toEqual([
    flood.incidentId,
    drill.incidentId,
  ])
  expect(
    (await ask<Incident>('PATCH', `/incidents/${drill.incidentId}`, { endedAt: null })).body
      .endedAt,
  ).toBe(null)
})

test('an incident ends after it began and not in the future', async () => {
  const { staffId, lead } = await desk.staff()
  const ask = desk.as(lead)
  const { incidentId } = (
    await ask<Incident>('POST', `/staffs/${staffId}/incidents`, {
      title: 'Sturm',
      kind: 'operation',
    })
  ).body
  for (const endedAt of ['2026-11-24T08:59:59Z', '2026-11-24T09:00:01Z']) {
    expect(await ask('PATCH', `/incidents/${incidentId}`, { endedAt })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'endedAt' }] },
    })
  }
})

test('lead and KGS edit, members read, IT sees none, strangers find nothing', async () => {
  const { staffId, lead } = await desk.staff()
  const { incidentId } = (
    await desk.as(lead)<Incident>('POST', `/staffs/${staffId}/incidents`, {
      title: 'Sturm',
      kind: 'operation',
    })
  ).body
  const member = await desk.person(staffId, 'Aylin Demir')
  const it = await desk.person(staffId, 'Ivo Technik', ['it'])
  const kgs = await desk.person(staffId, 'Uwe Groß', ['kgs'])
  const stranger = (await desk.staff()).lead
  const status = async (who: typeof lead) => [
    (await desk.as(who)('GET', `/staffs/${staffId}/incidents`)).status,
    (await desk.as(who)('PATCH', `/incidents/${incidentId}`, { title: 'Orkan' })).status,
  ]
  expect([
    await status(kgs),
    await status(member),
    await status(it),
    await status(stranger),
  ]).toEqual([
    [200, 200],
    [200, 403],
    [403, 403],
    [404, 404],
  ])
  const details = await Promise.all(
    [incidentId, newId('incident')].map(
      async id =>
        (await desk.as(stranger)('PATCH', `/incidents/${id}`, { title: 'X' })).body.detail,
    ),
  )
  expect(details[0]).toBe(details[1])
})
