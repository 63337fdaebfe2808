import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Member, Roster } from '../../src/roster/contract/roster.ts'
import { type TestApp, TestClock, startApp } from '../support/app.ts'
import type { Client } from '../support/client.ts'
import { refuserOf } from '../support/refusal.ts'
import { type Signed, addMember, convene, foundStaff, testPassword } from '../support/staff.ts'
import { audited } from '../support/trail.ts'
import type { ImportPreview } from '../../src/roster/contract/import.ts'

const mobile = '0171 5550001'
const organisation = 'Amt für Verschwiegenes'
const clock = new TestClock()
let app: TestApp
/** knows Jonas */
let own: { staffId: string; lead: Signed }
let jonas: Signed
/** has no part in him */
let other: { staffId: string; lead: Signed }
let refuse: ReturnType<typeof refuserOf>

beforeAll(async () => {
  app = await startApp({ clock })
  refuse = refuserOf(app)
  own = await foundStaff(app)
  jonas = await addMember(app, own, { name: 'Jonas Brandt', functions: ['BuMA'] })
  await own.lead.client.call('PATCH', memberPath(own, jonas), {
    title: 'Dr.',
    organisation,
    mobile,
  })
  const it = await addMember(app, own, { name: 'Ivo Technik', roles: ['it'] })
  const { staffId } = await it.client.post<{ staffId: string }>('/api/staffs', {
    name: 'Krisenstab Nachbarkreis',
    template: 'nrw',
    lead: { name: 'Ute Fremd', email: 'fremd@nachbar.example' },
  })
  const ute = (await roster(it.client, staffId)).members.find(each => each.name === 'Ute Fremd')!
  const { code } = await it.client.post<{ code: string }>(
    `/api/members/${ute.memberId}/enrolment`,
    { send: 'print' },
  )
  const client = app.client()
  await client.enrol({ token: code, password: testPassword })
  other = { staffId, lead: { ...ute, client } }
})
afterAll(() => app.stop())

const typed = {
  title: 'Prof.',
  name: 'J. Brand',
  organisation: 'Getipptes Amt',
  mobile: '0171 9999999',
  language: 'en',
}

test('a staff that adds somebody known is shown the name only, everywhere, until they agree; and again once they withdraw it', async () => {
  const lead = other.lead.client
  const added = await lead.post<Member>(`/api/staffs/${other.staffId}/members`, {
    ...typed,
    email: jonas.email,
  })
  expect(added).toMatchObject({
    displayName: 'Dr. Jonas Brandt',
    email: jonas.email,
    organisation: '',
    mobile: null,
    hasMobile: false,
    language: null,
    sharesDetails: null,
    mayChange: [],
  })
  expect(await inOwn()).toMatchObject({ displayName: 'Dr. Jonas Brandt', organisation, mobile })
  const { functions } = await roster(lead, other.staffId)
  const buma = functions.find(fn => fn.label === 'BuMA')!
  await lead.call('PUT', `/api/staffs/${other.staffId}/functions/${buma.functionId}/holders`, {
    holders: [{ memberId: added.memberId, rank: 0 }],
  })
  const meetingId = await convene(app, other, { inMin: 1 })
  const m = `/api/meetings/${meetingId}`
  await lead.post(`${m}/open`)
  const before = await told(m, ['attendees', 'attendance', 'board'])
  expect(before).toContain('Jonas Brandt')
  expect(before).not.toContain(mobile)
  expect(before).not.toContain(organisation)

  await share(jonas.client, true)
  const agreed = await told(m, ['attendees', 'attendance', 'board'])
  for (const path of ['roster', 'attendees', 'board'])
    expect(await told(m, [path]), path).toContain(mobile)
  expect(agreed).toContain(organisation)
  expect(await audited(app, 'member.sharingChanged')).toEqual([{ sharesDetails: true }])

  await share(jonas.client, false)
  await lead.post(`${m}/check-in`, { memberId: added.memberId })
  clock.forward(30_000)
  await lead.post(`${m}/close`)
  const files = ['attendance.csv', 'persons.csv', 'attendance.json', 'persons.json']
  const records = await Promise.all(
    files.map(file => text(lead, `/api/records/${file}?meetingId=${meetingId}`)),
  )
  const after = [
    await told(m, ['attendees', 'attendance', 'board', 'minutes', 'minutes.json']),
    ...records,
  ].join('\n')
  expect(after).toContain('Jonas Brandt')
  expect(after).not.toContain(mobile)
  expect(after).not.toContain(organisation)
  // his own staff sees what it saw
  expect(await inOwn()).toMatchObject({ organisation, mobile, sharesDetails: true })
})

test('only the person answers whether a staff sees more, for a staff of their own', async () => {
  const path = (staffId: string) => `/api/me/staffs/${staffId}/sharing`
  await refuse(own.lead.client, ['PUT', path(other.staffId), { sharesDetails: true }], {
    code: 'notFound',
  })
  await refuse(jonas.client, ['PUT', path(other.staffId), { sharesDetails: null }], {
    code: 'invalid',
    field: 'sharesDetails',
  })
  await share(other.lead.client, false)
  expect((await inOther()).sharesDetails).toBe(false)
  await share(other.lead.client, true)
  const { me } = await jonas.client.get<{
    me: { memberships: { staffId: string; sharesDetails: boolean | null }[] }
  }>('/api/session')
  expect(me.memberships.map(each => [each.staffId === own.staffId, each.sharesDetails])).toEqual(
    expect.arrayContaining([
      [true, true],
      [false, false],
    ]),
  )
})

test('nobody changes a person of another staff, nor finds out by trying what is hidden; they do so themselves', async () => {
  const { memberId } = await inOther()
  for (const lead of [other.lead, own.lead]) {
    const of = lead === own.lead ? own : other
    const path = memberPath(of, lead === own.lead ? jonas : { memberId })
    for (const [field, value] of Object.entries({ ...typed, email: 'mein@nachbar.example' })) {
      const { errors } = await refuse(lead.client, ['PATCH', path, { [field]: value }], {
        code: 'forbidden',
        field,
      })
      expect(errors[0]).toMatchObject({ problem: 'notYours', expected: expect.any(String) })
    }
  }
  const path = memberPath(other, { memberId })
  for (const guess of [{ mobile }, { organisation }, { language: 'de' }])
    await refuse(other.lead.client, ['PATCH', path, guess], { code: 'forbidden' })
  // what is as it is shown changes nothing, and roles are the staff's own
  await other.lead.client.call('PATCH', path, {
    name: 'Jonas Brandt',
    mobile: '',
    organisation: '',
    roles: ['member', 'press'],
  })
  expect(await inOwn()).toMatchObject({ organisation, mobile, roles: ['member'] })
  await jonas.client.call('PATCH', '/api/me', { mobile: '0171 5550002', title: 'Prof. Dr.' })
  expect(await inOwn()).toMatchObject({ displayName: 'Prof. Dr. Jonas Brandt' })
  expect((await inOther()).displayName).toBe('Prof. Dr. Jonas Brandt')
  await jonas.client.call('PATCH', '/api/me', { mobile, title: 'Dr.' })
  await refuse(jonas.client, ['PATCH', '/api/me', { name: ' ' }], {
    code: 'invalid',
    field: 'name',
  })
})

test('a list changes roles and functions of a person of others, says so once they are in the staff, and tells nothing by what it calls changed', async () => {
  const tess = await addMember(app, own, { name: 'Tess Anders', withAccount: false })
  await own.lead.client.call('PATCH', memberPath(own, tess), { mobile: '0171 5550003' })
  const list = (row: string) =>
    `Titel;Name;Organisation;E-Mail;Mobil;Sprache;Rollen\r\n${row}\r\nDr.;Nora Neu;Amt;nora@nachbar.example;;;`
  const row = `Prof.;T. Andersch;Getippt;${tess.email};0171 9999999;en;Presse`
  const preview = await upload<ImportPreview>('/preview', list(row))
  expect(preview.rows).toMatchObject([
    { action: 'add', keepsPerson: false, problems: [] },
    { action: 'add', keepsPerson: false, problems: [] },
  ])
  expect(await upload('', list(row))).toMatchObject({ add: 2, bad: 0 })
  const known = await inOther('Tess Anders')
  expect(known).toMatchObject({ mobile: null, sharesDetails: null, roles: ['press'] })
  expect(await inOwn('Tess Anders')).toMatchObject({
    title: '',
    organisation: 'Kreis',
    mobile: '0171 5550003',
    language: 'de',
  })
  for (const guess of ['0171 5550003', '0171 9999999']) {
    const again = await upload<ImportPreview>(
      '/preview',
      list(`;Tess Anders;Kreis;${tess.email};${guess};;Presse`),
    )
    expect(again.rows[0]).toMatchObject({ action: 'same', keepsPerson: true })
  }
  expect(await inOther('Nora Neu')).toMatchObject({ sharesDetails: true, organisation: 'Amt' })
})

test('when somebody is taken by another staff is told only once they agree', async () => {
  const tara = await addMember(app, own, { name: 'Tara Taken' })
  const inMin = 60 * 24 * 40
  await convene(app, own, { inMin })
  const added = await other.lead.client.post<Member>(`/api/staffs/${other.staffId}/members`, {
    ...typed,
    email: tara.email,
  })
  const warnings = async () => {
    const startsAt = new Date(clock.now().getTime() + inMin * 60_000).toISOString()
    const at = { incident: { title: 'Probe', kind: 'exercise' }, startsAt, durationMin: 50 }
    const path = `/api/staffs/${other.staffId}/meetings/at`
    const { meeting, warnings } = await other.lead.client.post<{
      meeting: { meetingId: string }
      warnings: { memberName: string; startsAt: string }[]
    }>(path, at)
    await other.lead.client.post(`/api/meetings/${meeting.meetingId}/cancel`, { reason: 'Probe' })
    return warnings.filter(({ memberName }) => memberName === added.displayName)
  }
  expect(await warnings()).toEqual([])
  await tara.client.call('PUT', `/api/me/staffs/${other.staffId}/sharing`, { sharesDetails: true })
  expect(await warnings()).toHaveLength(1)
})

test('naming somebody known as lead of a new staff writes nothing into them', async () => {
  const { staffId } = await other.lead.client.post<{ staffId: string }>('/api/staffs', {
    name: 'Führungsstab Nachbarkreis',
    template: 'fwdv',
    lead: { ...typed, email: own.lead.email },
  })
  const seen = (await roster(other.lead.client, staffId)).members.find(
    each => each.email === own.lead.email,
  )!
  expect(seen).toMatchObject({ name: own.lead.name, title: '', mobile: null, sharesDetails: null })
  expect(await inOwn(own.lead.name)).toMatchObject({ title: '', mobile: '', language: 'de' })
})

test('whoever vouches for somebody wherever they belong adds and changes them as before', async () => {
  const vera = await addMember(app, own, { name: 'Vera Zwei', withAccount: false })
  const { staffId } = await own.lead.client.post<{ staffId: string }>('/api/staffs', {
    name: 'Verwaltungsstab',
    template: 'bw',
  })
  const second = { staffId, lead: own.lead }
  const added = await own.lead.client.post<Member>(`/api/staffs/${staffId}/members`, {
    name: 'V. Zwei',
    email: vera.email,
    mobile: '0171 5550004',
  })
  expect(added).toMatchObject({
    name: 'Vera Zwei',
    organisation: 'Kreis',
    mobile: '0171 5550004',
    sharesDetails: true,
  })
  expect(added.mayChange).toContain('mobile')
  expect(
    await own.lead.client.call<Member>('PATCH', memberPath(second, added), { organisation: 'Neu' }),
  ).toMatchObject({ organisation: 'Neu' })
  // gone from both, she is a stranger to a third; her number is not told with her
  for (const of of [own, second])
    await own.lead.client.call('DELETE', memberPath(of, of === own ? vera : added))
  expect(
    await other.lead.client.post<Member>(`/api/staffs/${other.staffId}/members`, {
      name: 'Vera',
      email: vera.email,
      mobile: '0171 9999999',
    }),
  ).toMatchObject({ name: 'Vera Zwei', mobile: null, organisation: '', sharesDetails: null })
  const [row] = await app.deps.database.sql<{ mobile: string }[]>`
    select mobile from people where email = ${vera.email}`
  expect(row!.mobile).toBe('0171 5550004')
})

test('who tries addresses to learn who is known is stopped after ten within the hour, whatever the address', async () => {
  const kim = await addMember(app, own, { name: 'Kim Klar', withAccount: false })
  const { lead } = own
  const change = (email: string) =>
    lead.client.fetch('PATCH', memberPath(own, kim), { email }).then(answer => answer.status)
  for (let i = 0; i < 20; i++) expect(await change(`kim${i}@kreis.example`)).toBe(200)
  for (let i = 0; i < 10; i++) expect(await change(other.lead.email)).toBe(409)
  expect(await change(other.lead.email)).toBe(429)
  expect(await change('kim@kreis.example')).toBe(429)
  expect(
    (await lead.client.fetch('PATCH', memberPath(own, kim), { name: 'Kim Klarer' })).status,
  ).toBe(200)
  clock.forward(60 * 60_000)
  await lead.client.signIn()
  expect(await change('kim@kreis.example')).toBe(200)
})

test('of an appointment in another staff nothing is told but that somebody is taken while the meeting lasts', async () => {
  await own.lead.client.signIn()
  await other.lead.client.signIn()
  const plan = (of: typeof own, time: string) =>
    of.lead.client.post<{
      meeting: { startsAt: string }
      warnings: { memberName: string; meetingTitle: string; startsAt: string }[]
    }>(`/api/staffs/${of.staffId}/meetings`, {
      incident: { title: 'Sturm (erfunden)', kind: 'operation' },
      date: '2027-02-01',
      time,
      durationMin: 60,
    })
  // nothing is told of anybody who has not agreed to be in the staff that asks
  await share(jonas.client, true)
  await plan(own, '08:10')
  await plan(own, '09:05')
  const { meeting, warnings } = await plan(other, '08:30')
  const { displayName } = await inOther()
  expect(warnings.filter(each => each.memberName === displayName)).toEqual([
    {
      kind: 'overlap',
      memberName: displayName,
      meetingTitle: 'Termin in einem anderen Stab',
      startsAt: meeting.startsAt,
    },
  ])
})

test('who may give access is told as the server decides it: of somebody in two staffs who has power in both', async () => {
  const { lead } = own
  const kgs = await addMember(app, own, { name: 'Kai Gross', roles: ['kgs'] })
  const member = await addMember(app, own, { name: 'Mia Klein' })
  const both = await addMember(app, own, { name: 'Bo Beides' })
  await other.lead.client.post(`/api/staffs/${other.staffId}/members`, {
    name: 'Bo Beides',
    email: both.email,
  })
  await share(both.client, true)
  const askers = { lead: lead.client, kgs: kgs.client, member: member.client }
  const told: Record<string, string[]> = {}
  for (const [name, client] of Object.entries(askers)) {
    const { members } = await roster(client, own.staffId)
    for (const each of members) {
      const answer = await client.fetch('POST', `/api/members/${each.memberId}/enrolment`, {
        send: 'print',
      })
      expect([name, each.name, answer.status === 200]).toEqual([
        name,
        each.name,
        each.mayGiveAccess,
      ])
    }
    told[name] = members.filter(each => each.mayGiveAccess).map(each => each.name)
  }
  expect(told.lead).toContain('Kai Gross')
  expect(told.lead).not.toContain('Bo Beides')
  expect(told.kgs).toContain('Mia Klein')
  expect(told.kgs).not.toContain('Bo Beides')
  expect(told.member).toEqual([])
})

test('the mark of a preview is the same whatever is stored about people of other staffs, and no guess can be proved by it', async () => {
  const lea = await addMember(app, own, { name: 'Lea Lind', withAccount: false })
  await own.lead.client.call('PATCH', memberPath(own, lea), { mobile, organisation })
  const list = `Name;E-Mail\nLea Lind;${lea.email}\nNiemand Da;niemand@kreis.example\n`
  const before = await upload<ImportPreview>('/preview', list)
  const { functions } = await roster(other.lead.client, other.staffId)
  // an unkeyed hash over what the preview shows and a right guess was the mark once
  const known = functions.map(({ functionId, label, block }) => ({
    functionId,
    label,
    block,
    holders: [],
  }))
  const stored = [[lea.email, null, '', '', 'Lea Lind', organisation, mobile, 'de'].join('\n')]
  const steps = [
    { email: lea.email, details: {}, roles: ['member'], places: [] },
    {
      email: 'niemand@kreis.example',
      details: { name: 'Niemand Da' },
      roles: ['member'],
      places: [],
    },
  ]
  const guess = JSON.stringify([{ rows: before.rows, steps }, stored, known])
  expect(before.seen).not.toBe(createHash('sha256').update(guess).digest('hex'))
  await own.lead.client.call('PATCH', memberPath(own, lea), { mobile: '0171 5550002' })
  await addMember(app, own, { name: 'Niemand', withAccount: false })
  const after = await upload<ImportPreview>('/preview', list)
  expect(after).toEqual(before)
})

test('people whom only other staffs know are taken in by lists and singly, at most 30 an hour; then no address tells anything', async () => {
  clock.forward(61 * 60_000)
  const names = Array.from({ length: 33 }, (_, i) => `bekannt${i}@kreis.example`)
  const listOf = (emails: string[]) => `Name;E-Mail\n${emails.map(e => `X Y;${e}`).join('\n')}\n`
  await upload('', listOf(names), own)
  const add = async (email: string) => {
    // signs in again when the session has ended in the meantime
    await roster(other.lead.client, other.staffId)
    return (
      await other.lead.client.fetch('POST', `/api/staffs/${other.staffId}/members`, {
        name: 'Q',
        email,
        roles: ['member'],
      })
    ).status
  }
  // people whom nobody knows are not counted, however many
  await upload('', listOf(Array.from({ length: 40 }, (_, i) => `neu${i}@nachbar.example`)))
  expect(await upload('', listOf(names.slice(0, 29)))).toMatchObject({ add: 29 })
  expect(await add(names[29]!)).toBe(201)
  expect(await add(names[30]!)).toBe(429)
  expect(await add('gibtesnicht@kreis.example')).toBe(429)
  expect(await taken(listOf(['gibtesauchnicht@kreis.example']))).toBe(429)
  expect(await taken(listOf(names.slice(0, 3)))).toBe(200)
  clock.forward(61 * 60_000)
  // a list with too many costs all that were left, and takes nobody in
  const theirs = Array.from({ length: 31 }, (_, i) => `weitere${i}@kreis.example`)
  await upload('', listOf(theirs), own)
  expect(await taken(listOf(theirs))).toBe(429)
  expect(
    (await roster(other.lead.client, other.staffId)).members.some(
      ({ email }) => email === theirs[0],
    ),
  ).toBe(false)
  expect(await add('gibtesnicht@kreis.example')).toBe(429)
  clock.forward(61 * 60_000)
  expect(await add('gibtesnicht@kreis.example')).toBe(201)
})

function memberPath({ staffId }: { staffId: string }, { memberId }: { memberId: string }): string {
  return `/api/staffs/${staffId}/members/${memberId}`
}

function roster(client: Client, staffId: string): Promise<Roster> {
  return client.get<Roster>(`/api/staffs/${staffId}/roster`)
}

async function named(of: typeof own, name: string): Promise<Member> {
  return (await roster(of.lead.client, of.staffId)).members.find(each => each.name === name)!
}
const inOwn = (name = 'Jonas Brandt') => named(own, name)
const inOther = (name = 'Jonas Brandt') => named(other, name)

function share(client: Client, sharesDetails: boolean): Promise<unknown> {
  return client.call('PUT', `/api/me/staffs/${other.staffId}/sharing`, { sharesDetails })
}

async function text(client: Client, path: string): Promise<string> {
  const response = await client.fetch('GET', path)
  expect(response.status, path).toBe(200)
  return response.text()
}

/** All that the other staff is told: its roster, and what is asked of the meeting. */
async function told(meeting: string, paths: string[]): Promise<string> {
  const all = [
    `/api/staffs/${other.staffId}/roster`,
    ...paths.filter(path => path !== 'roster').map(path => `${meeting}/${path}`),
  ]
  const asked = paths.length === 1 ? all.slice(paths[0] === 'roster' ? 0 : 1) : all
  return (await Promise.all(asked.map(path => text(other.lead.client, path)))).join('\n')
}

async function upload<T>(what: '' | '/preview', list: string, to = other): Promise<T> {
  const response = await uploaded(what, list, to)
  expect(response.status).toBe(200)
  return (await response.json()) as T
}

const taken = async (list: string) => (await uploaded('', list, other)).status

async function uploaded(what: '' | '/preview', list: string, to: typeof own): Promise<Response> {
  const form = new FormData()
  form.set('file', new File([list], 'liste.csv'))
  const path = `/api/staffs/${to.staffId}/import${what}`
  const { client } = to.lead
  // signs in again when the session has ended in the meantime
  await client.get(`/api/staffs/${to.staffId}/roster`)
  return fetch(app.base + path, {
    method: 'POST',
    headers: { cookie: client.cookieHeader() },
    body: form,
  })
}
