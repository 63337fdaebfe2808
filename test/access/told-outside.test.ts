import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import {
  addMember,
  convene,
  foundStaff,
  linkOf,
  testPassword,
  type Signed,
} from '../support/staff.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
})
afterAll(() => app?.stop())

const lead = () => staff.lead.client
const memberPath = ({ memberId }: Signed) => `/api/staffs/${staff.staffId}/members/${memberId}`

test('a printed link opens after its owner got another address, and after they came back', async () => {
  const xaver = await addMember(app, staff, { name: 'Xaver Brandt' })
  const opens = async () => {
    const token = await linkOf(staff, await convene(app, staff, { inMin: 600 }), xaver)
    return (await app.client().fetch('POST', '/api/answer/read', { token })).status
  }
  await lead().call('PATCH', memberPath(xaver), { email: 'xaver.neu@kreis.example' })
  expect(await opens()).toBe(200)
  await lead().call('DELETE', memberPath(xaver))
  await lead().call('PATCH', memberPath(xaver), { leftAt: null })
  expect(await opens()).toBe(200)
})

test('a preview of joining does not tell whom an address belongs to in another staff', async () => {
  const yvonne = await addMember(app, staff, { name: 'Yvonne Vogt' })
  const it = await addMember(app, staff, { name: 'Ida Technik', roles: ['it'] })
  const { staffId } = await it.client.post<{ staffId: string }>('/api/staffs', {
    name: 'Stab B',
    template: 'nrw',
    lead: { name: 'Berta Lang', email: 'berta@kreis.example' },
  })
  type Roster = { members: Signed[] }
  const { members } = await it.client.get<Roster>(`/api/staffs/${staffId}/roster`)
  const berta = members.find(({ name }) => name === 'Berta Lang')!
  const { code } = await it.client.post<{ code: string }>(
    `/api/members/${berta.memberId}/enrolment`,
    { send: 'print' },
  )
  const client = app.client()
  await client.enrol({ token: code, password: testPassword })
  await convene(app, { staffId, lead: { ...berta, client } }, { inMin: 600 })
  const path = `/api/staffs/${staffId}/members/preview`
  const foresee = (email: string) =>
    client.post<{ more: { name: string }[] }>(path, { name: 'Wer Auchimmer', email })
  for (const email of [yvonne.email, 'niemand@kreis.example'])
    expect((await foresee(email)).more.map(({ name }) => name)).toEqual(['Wer Auchimmer'])
})

test('a feed is in the language of its owner', async () => {
  const ann = await addMember(app, staff, { name: 'Ann Other' })
  await lead().call('PATCH', memberPath(ann), { language: 'en' })
  await convene(app, staff, { inMin: 600 })
  const { url } = await ann.client.post<{ url: string }>('/api/me/feed')
  const feed = await (await fetch(app.base + new URL(url).pathname)).text()
  expect(feed).toContain('SUMMARY:Official appointment')
})
