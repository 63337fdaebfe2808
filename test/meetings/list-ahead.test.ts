import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, linkOf, type Signed } from '../support/staff.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }
let xaver: Signed
let meetingIds: string[]
const sql = () => app.deps.database.sql
const people = 90
const meetings = 7

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  xaver = await addMember(app, staff, { name: 'Xaver Brandt', withAccount: false })
  meetingIds = []
  for (let i = 1; i <= meetings; i++)
    meetingIds.push(await convene(app, staff, { inMin: 600 * i, convene: true }))
})
afterAll(() => app?.stop())

async function takeOver(names: string[]): Promise<Response> {
  const rows = names.map(name => `${name};${name.replace(' ', '.').toLowerCase()}@kreis.example`)
  const form = new FormData()
  form.set('file', new File([['Name;E-Mail', ...rows].join('\n')], 'liste.csv'))
  return fetch(`${app.base}/api/staffs/${staff.staffId}/import`, {
    method: 'POST',
    body: form,
    headers: { cookie: staff.lead.client.cookieHeader(), 'idempotency-key': crypto.randomUUID() },
  })
}
const invitations = async () => {
  const [row] = await sql()`select count(*)::int as count from attendees
    where meeting_id in ${sql()(meetingIds)} and ended_at is null`
  return row!.count as number
}
const mails = async () => {
  const [row] = await sql()`select count(*)::int as count from mails
    where meeting_id in ${sql()(meetingIds)} and kind = 'invitation'`
  return row!.count as number
}
const working = async () => {
  const [row] = await sql()`select count(*)::int as count from jobs.job
    where name = 'follow-roster' and state <> 'completed'`
  return row!.count as number
}

test('a long list is taken over while somebody works in a meeting ahead, which follows it afterwards', async () => {
  const before = { invitations: await invitations(), mails: await mails() }
  const [, second] = meetingIds
  const held = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const long = sql().begin(async tx => {
    await tx`select 1 from meetings where id = ${second!} for update`
    held.resolve()
    await released.promise
  })
  await held.promise
  const taken = await takeOver(Array.from({ length: people }, (_, i) => `Person ${i}`))
  expect([taken.status, await taken.json()]).toEqual([
    200,
    { add: people, change: 0, same: 0, bad: 0 },
  ])
  // meanwhile people reply to another meeting, and the roster can be read
  const token = await linkOf(staff, meetingIds.at(-1)!, xaver)
  const answer = { token, reply: { kind: 'accepted', mode: 'video' } }
  expect((await app.client().fetch('POST', '/api/answer', answer)).status).toBe(200)
  released.resolve()
  await long
  await expect.poll(invitations, { timeout: 60_000 }).toBe(before.invitations + people * meetings)
  expect(await mails()).toBe(before.mails + people * meetings)
})

test('doing the same again, as after a restart, changes nothing', async () => {
  await expect.poll(working).toBe(0)
  const before = { invitations: await invitations(), mails: await mails() }
  const [job] = await sql()`select data from jobs.job where name = 'follow-roster' limit 1`
  await app.deps.database.transaction(tx =>
    app.deps.jobs.add(tx, 'follow-roster', [job!.data as Record<string, string>]),
  )
  await expect.poll(working).toBe(0)
  expect({ invitations: await invitations(), mails: await mails() }).toEqual(before)
})

test('a change of the roster that would write hundreds of mails leaves them to the same work', async () => {
  // as when a list was taken over a moment ago, and nothing of it has followed yet
  await sql()`delete from mails where person_id in (select id from people where name like 'Person %')`
  await sql()`delete from attendees where member_id in (
    select members.id from members join people on people.id = members.person_id
    where people.name like 'Person %')`
  const before = await invitations()
  await addMember(app, staff, { name: 'Zora Neu', withAccount: false })
  await expect.poll(invitations, { timeout: 60_000 }).toBe(before + (people + 1) * meetings)
  const [trail] = await sql()`select count(*)::int as count from audit_trail
    where action = 'meeting.inviteesFollowed' and details->>'meetings' = ${`${meetings}`}`
  expect(trail).toEqual({ count: 0 })
})
