import { Validator } from '@seriousme/openapi-schema-validator'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { Problem } from '../../src/lib/http.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import type { Client } from '../support/client.ts'
import { readDocument } from '../support/document.ts'
import { fingerprintOf } from '../support/fingerprint.ts'
import { foundStaff, linkOf, testPassword, type Signed } from '../support/staff.ts'
import { appCode } from '../support/totp.ts'

/** What answers without a session, and why nothing else may. */
const beforeTheGate = [
  'POST /sign-in',
  'POST /sign-in/code',
  'POST /sign-in/sample',
  'POST /sign-out',
  'GET /session',
  'POST /language',
  'POST /enrolment/read',
  'POST /enrolment/confirm',
  'POST /first-start/code',
  'POST /first-start/staff',
  'POST /first-start/sample',
  'POST /answer/read',
  'POST /answer',
  'POST /answer/series/read',
  'POST /answer/series',
  'POST /answer/deputies',
  'POST /answer/not-mine',
  'POST /meetings/{meetingId}/door/scan',
]

const clock = new TestClock()
let app: TestApp
let document: Awaited<ReturnType<typeof readDocument>>
let staff: { staffId: string; lead: Signed }
/** lead of another staff of the same installation */
let stranger: Client

beforeAll(async () => {
  app = await startApp({ clock, video: 'real' })
  document = await readDocument(app)
  staff = await foundStaff(app)
  const other = await staff.lead.client.post<{ staffId: string }>('/api/staffs', {
    name: 'Krisenstab Nachbarkreis',
    template: 'bw',
    lead: { name: 'Ute Fremd', email: 'fremd@nachbar.example' },
  })
  const { members } = await staff.lead.client.get<{
    members: { memberId: string; email: string }[]
  }>(`/api/staffs/${other.staffId}/roster`)
  const { memberId } = members.find(m => m.email === 'fremd@nachbar.example')!
  // nobody of this staff may vouch for a lead of that one, so the code is made where it would be
  // mailed
  const { issueEnrolment } = await import('../../src/access/steps/enrolment.ts')
  const [{ person_id: personId } = { person_id: '' }] = await app.deps.database.sql<
    { person_id: string }[]
  >`
    select person_id from members where id = ${memberId}`
  const { code } = await app.deps.database.transaction(tx =>
    issueEnrolment(app.deps, tx, { personId: personId as never, createdBy: null, way: 'print' }),
  )
  stranger = app.client()
  await stranger.enrol({ token: code, password: testPassword })
})
afterAll(() => app.stop())

test('the document is valid OpenAPI 3.1, and says who may call and each status', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document.spec))
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
  expect(JSON.stringify(document.spec)).not.toContain('prefixItems')
  const open = [...document.operations].flatMap(([name, { security }]) => (security ? name : []))
  expect(open.sort()).toEqual([...beforeTheGate].sort())
  for (const [name, { responses }] of document.operations) {
    expect.soft(Object.keys(responses), name).not.toContain('default')
    expect.soft(Object.keys(responses), name).toEqual(expect.arrayContaining(['429', '500', '503']))
  }
})

test('the document lists every route of the API, and no other', () => {
  const api = createApp(app.deps, {
    webFolder: import.meta.dirname,
    stopping: new AbortController().signal,
  })
  const routes = (api as unknown as Hono).routes
    .filter(route => route.method !== 'ALL' && route.path.startsWith('/api/'))
    .map(route => `${route.method} ${route.path.slice('/api'.length).replace(/:(\w+)/g, '{$1}')}`)
    .filter(name => !['GET /openapi.json', 'GET /docs'].includes(name))
  expect([...document.operations.keys()].sort()).toEqual([...new Set(routes)].sort())
  for (const [name, { summary }] of document.operations) expect.soft(summary, name).toBeTruthy()
})

test(
  'a whole meeting is played through it: every answer has the shape it says, and a repeated mutation is done once',
  { timeout: 120_000 },
  async () => {
    const { play } = document
    const { lead } = staff
    const anyone = app.client()
    const ofStaff = { params: { staffId: staff.staffId } }

    // people
    await play(anyone, 'GET /session')
    await play(anyone, 'POST /language', { body: { language: 'de' } })
    await play(lead.client, 'GET /session')
    await play(lead.client, 'GET /staffs')
    await play(lead.client, 'GET /staffs/{staffId}', ofStaff)
    await play(lead.client, 'PATCH /staffs/{staffId}', {
      ...ofStaff,
      body: { hotline: '0221 4710-444', dialInNumber: '0221 4710-700', revision: 1 },
    })
    await play(lead.client, 'POST /staffs', {
      body: { name: 'Führungsstab Beispielkreis', template: 'fwdv' },
    })
    const added = await play<{ functions: { functionId: string; label: string }[] }>(
      lead.client,
      'POST /staffs/{staffId}/functions',
      {
        ...ofStaff,
        body: { label: 'EMS Deichbau', block: 'EMS' },
      },
    )
    const functionOf = (label: string) => ({
      params: {
        ...ofStaff.params,
        functionId: added.functions.find(f => f.label === label)!.functionId,
      },
    })
    await play(lead.client, 'PUT /staffs/{staffId}/functions/order', {
      ...ofStaff,
      body: { functionIds: added.functions.map(f => f.functionId) },
    })
    await play(lead.client, 'PATCH /staffs/{staffId}/functions/{functionId}', {
      ...functionOf('EMS Deichbau'),
      body: { isRequired: true },
    })
    await play(
      lead.client,
      'POST /staffs/{staffId}/functions/{functionId}/removal/preview',
      functionOf('EMS Deichbau'),
    )
    await play(
      lead.client,
      'DELETE /staffs/{staffId}/functions/{functionId}',
      functionOf('EMS Deichbau'),
    )
    const invite = (name: string, roles: string[]) =>
      play<{ memberId: string; personId: string }>(lead.client, 'POST /staffs/{staffId}/members', {
        ...ofStaff,
        body: {
          name,
          roles,
          email: `${name.split(' ')[1]!.toLowerCase()}@kreis.example`,
          mobile: '0171 3920001',
        },
      })
    const gone = await invite('Otto Kurz', ['member'])
    const kgsMember = await invite('Uwe Gross', ['kgs', 'minuteTaker'])
    const bumaMember = await invite('Jonas Brandt', ['member'])
    await play(lead.client, 'PATCH /staffs/{staffId}/members/{memberId}', {
      params: { ...ofStaff.params, memberId: bumaMember.memberId },
      body: { organisation: 'Pressestelle' },
    })
    const ofGone = { params: { ...ofStaff.params, memberId: gone.memberId } }
    await play(lead.client, 'POST /staffs/{staffId}/members/preview', {
      ...ofStaff,
      body: { name: 'Nora Neu', email: 'nora.neu@kreis.example', roles: ['member'] },
    })
    await play(lead.client, 'POST /staffs/{staffId}/members/{memberId}/roles/preview', {
      ...ofGone,
      body: { roles: ['records'] },
    })
    await play(lead.client, 'POST /staffs/{staffId}/members/{memberId}/removal/preview', ofGone)
    await play(lead.client, 'DELETE /staffs/{staffId}/members/{memberId}', ofGone)
    await play(lead.client, 'POST /staffs/{staffId}/functions/{functionId}/holders/preview', {
      ...functionOf('BuMA'),
      body: { holders: [{ memberId: bumaMember.memberId, rank: 0 }] },
    })
    await play(lead.client, 'PUT /staffs/{staffId}/functions/{functionId}/holders', {
      ...functionOf('BuMA'),
      body: { holders: [{ memberId: bumaMember.memberId, rank: 0 }] },
    })
    await play(lead.client, 'GET /staffs/{staffId}/roster', ofStaff)
    await upload('POST /staffs/{staffId}/import/preview')
    await upload('POST /staffs/{staffId}/import')

    // access
    const { code } = await play<{ code: string }>(
      lead.client,
      'POST /members/{memberId}/enrolment',
      {
        params: { memberId: kgsMember.memberId },
        body: { send: 'print' },
      },
    )
    const kgs = app.client()
    const { totp } = await play<{ totp: { secret: string } }>(kgs, 'POST /enrolment/read', {
      body: { token: code },
    })
    const codeOf = (secret: string) => {
      if (typeof secret !== 'string') return secret // that of an operation that failed
      clock.forward(30_000)
      return appCode(secret, clock.now().getTime())
    }
    await play(kgs, 'POST /enrolment/confirm', {
      body: { token: code, password: testPassword, code: codeOf(totp.secret) },
    })
    await play(kgs, 'PUT /me/staffs/{staffId}/sharing', {
      ...ofStaff,
      body: { sharesDetails: true },
    })
    await play(kgs, 'PATCH /me', { body: { language: 'de', theme: 'dark' } })
    await play(kgs, 'POST /me/password', {
      body: { current: testPassword, code: codeOf(totp.secret), next: `${testPassword} neu` },
    })
    const change = await play<{ totp: { secret: string }; changeToken: string }>(
      kgs,
      'POST /me/factor',
      {
        body: { current: `${testPassword} neu`, code: codeOf(totp.secret) },
      },
    )
    await play(kgs, 'POST /me/factor/confirm', {
      body: { changeToken: change.changeToken, code: codeOf(change.totp.secret) },
    })
    await play(kgs, 'POST /sign-out')
    await play(kgs, 'POST /sign-in', {
      body: { email: 'gross@kreis.example', password: `${testPassword} neu` },
    })
    await play(kgs, 'POST /sign-in/code', { body: { code: codeOf(change.totp.secret) } })
    const elsewhere = app.client()
    await elsewhere
      .signIn({
        email: 'gross@kreis.example',
        password: `${testPassword} neu`,
        totpSecret: change.totp.secret,
      })
      .catch(async () => {
        clock.forward(30_000)
        await elsewhere.signIn({
          email: 'gross@kreis.example',
          password: `${testPassword} neu`,
          totpSecret: change.totp.secret,
        })
      })
    const sessions = await play<{ sessionId: string; isThisOne: boolean }[]>(
      kgs,
      'GET /me/sessions',
    )
    await play(kgs, 'DELETE /me/sessions/{sessionId}', {
      params: { sessionId: sessions.find(s => !s.isThisOne)!.sessionId },
    })
    await play(kgs, 'POST /me/requests/{key}/settle', {
      params: { key: crypto.randomUUID() },
    })
    await play(kgs, 'GET /me/feed')
    await play(kgs, 'POST /me/feed')

    // planning
    const { incidentId } = await play<{ incidentId: string }>(
      lead.client,
      'POST /staffs/{staffId}/incidents',
      {
        ...ofStaff,
        body: { title: 'Hochwasser (erfunden)', kind: 'operation' },
      },
    )
    await play(lead.client, 'PATCH /incidents/{incidentId}', {
      params: { incidentId },
      body: { title: 'Hochwasser Beispielache (erfunden)' },
    })
    const storm = await play<{ incidentId: string }>(
      lead.client,
      'POST /staffs/{staffId}/incidents',
      { ...ofStaff, body: { title: 'Sturm (erfunden)', kind: 'operation' } },
    )
    await play(lead.client, 'POST /incidents/{incidentId}/end', {
      params: { incidentId: storm.incidentId },
      body: { cancel: { reason: 'Der Sturm ist vorbei' } },
    })
    await play(lead.client, 'GET /staffs/{staffId}/incidents', ofStaff)
    type Planned = { meeting: { meetingId: string } }
    const day = new Date(clock.now().getTime() + 3 * 86_400_000).toISOString().slice(0, 10)
    const until = new Date(clock.now().getTime() + 9 * 86_400_000).toISOString().slice(0, 10)
    const wall = { date: day, time: '09:00', durationMin: 50 }
    const later = await play<Planned>(lead.client, 'POST /staffs/{staffId}/meetings', {
      ...ofStaff,
      body: { incidentId, ...wall, convene: false },
    })
    const ofLater = { params: { meetingId: later.meeting.meetingId } }
    await play(lead.client, 'POST /meetings/{meetingId}/convene', ofLater)
    await play(lead.client, 'POST /staffs/{staffId}/overlaps', {
      ...ofStaff,
      body: {
        startsAt: `${day}T08:00:00Z`,
        durationMin: 30,
        memberIds: [bumaMember.memberId],
      },
    })
    await play(lead.client, 'POST /meetings/{meetingId}/move/preview', {
      ...ofLater,
      body: { ...wall, time: '10:00' },
    })
    await play(lead.client, 'DELETE /meetings/{meetingId}/members/{memberId}', {
      params: { ...ofLater.params, memberId: bumaMember.memberId },
    })
    await play(lead.client, 'POST /meetings/{meetingId}/move', {
      ...ofLater,
      body: { ...wall, time: '10:00', revision: 2 },
    })
    await play(lead.client, 'POST /meetings/{meetingId}/move/at', {
      ...ofLater,
      body: {
        startsAt: new Date(clock.now().getTime() + 86_400_000).toISOString(),
        durationMin: 50,
        revision: 3,
      },
    })
    await play(lead.client, 'POST /meetings/{meetingId}/cancel', {
      ...ofLater,
      body: { reason: 'Lage beruhigt' },
    })
    await play(lead.client, 'GET /staffs/{staffId}/series/preview', {
      ...ofStaff,
      query: `?date=${day}&time=09:00&every=weekdays&until=${until}`,
    })
    const { meetings: ofSeries } = await play<{ meetings: { meetingId: string }[] }>(
      lead.client,
      'POST /staffs/{staffId}/series',
      { ...ofStaff, body: { incidentId, ...wall, rule: { every: 'weekdays', until } } },
    )
    const oneOf = { params: { meetingId: ofSeries[0]!.meetingId } }
    await play(lead.client, 'POST /meetings/{meetingId}/following/preview', {
      ...oneOf,
      body: { place: 'Raum 204' },
    })
    await play(lead.client, 'POST /meetings/{meetingId}/following', {
      ...oneOf,
      body: { place: 'Raum 204' },
    })
    await play(lead.client, 'GET /meetings/{meetingId}/series/answers', oneOf)
    const replies = [
      { meetingId: ofSeries[0]!.meetingId, reply: { kind: 'accepted', mode: 'video' } },
    ]
    await play(lead.client, 'PUT /meetings/{meetingId}/series/answers', {
      ...oneOf,
      body: { replies },
    })
    const seriesToken = await linkOf(staff, ofSeries[0]!.meetingId, bumaMember)
    await play(anyone, 'POST /answer/series/read', { body: { token: seriesToken } })
    await play(anyone, 'POST /answer/series', { body: { token: seriesToken, replies } })
    await play(lead.client, 'POST /staffs/{staffId}/meetings/now', {
      ...ofStaff,
      body: { incidentId },
    })
    const startsAt = new Date(clock.now().getTime() + 60_000).toISOString()
    const { meeting } = await play<Planned>(lead.client, 'POST /staffs/{staffId}/meetings/at', {
      ...ofStaff,
      body: { incidentId, startsAt, durationMin: 50, seats: 3, minuteTakerId: kgsMember.memberId },
    })
    const of = { params: { meetingId: meeting.meetingId } }
    await play(lead.client, 'PATCH /meetings/{meetingId}', {
      ...of,
      body: { place: 'Raum 101', revision: 1 },
    })
    const { agenda } = await play<{ agenda: { itemId: string }[] }>(
      lead.client,
      'PUT /meetings/{meetingId}/agenda',
      {
        ...of,
        body: {
          items: [{ title: 'Lage' }, { title: 'Warnung', responsible: 'BuMA', minutes: 5 }],
          revision: 2,
        },
      },
    )
    for (const name of [
      'GET /meetings/{meetingId}',
      'GET /meetings/{meetingId}/history',
      'GET /meetings/{meetingId}/attendees',
    ])
      await play(lead.client, name, of)
    for (const name of ['GET /overview', 'GET /meetings']) await play(lead.client, name)
    await play(lead.client, 'GET /staffs/{staffId}/meetings', ofStaff)
    await play(lead.client, 'POST /meetings/{meetingId}/members', {
      ...of,
      body: { memberId: kgsMember.memberId },
    })

    // mails and replies
    const mails = await play<{ mailId: string }[]>(
      lead.client,
      'GET /staffs/{staffId}/outbox',
      ofStaff,
    )
    await play(lead.client, 'GET /staffs/{staffId}/outbox/counts', ofStaff)
    await play(lead.client, 'GET /mails/{mailId}', { params: { mailId: mails[0]?.mailId ?? '' } })
    const attendees = await play<{ attendeeId: string; memberId: string }[]>(
      lead.client,
      'GET /meetings/{meetingId}/attendees',
      of,
    )
    const attendeeOf = (memberId: string) => ({
      params: {
        ...of.params,
        attendeeId: attendees.find(a => a.memberId === memberId)!.attendeeId,
      },
    })
    const { url } = await play<{ url: string }>(
      lead.client,
      'POST /meetings/{meetingId}/attendees/{attendeeId}/link',
      attendeeOf(bumaMember.memberId),
    )
    const token = url.slice(url.indexOf('#') + 1)
    await play(anyone, 'POST /answer/read', { body: { token } })
    await play(anyone, 'POST /answer', {
      body: { token, reply: { kind: 'accepted', mode: 'phone' } },
    })
    await play(anyone, 'POST /answer/deputies', { body: { token, typed: 'bra' } })
    await play(anyone, 'POST /answer/not-mine', { body: { token } })
    await play(kgs, 'PUT /meetings/{meetingId}/reply', {
      ...of,
      body: { kind: 'accepted', mode: 'onSite' },
    })
    await play(kgs, 'PUT /meetings/{meetingId}/attendees/{attendeeId}/reply', {
      ...attendeeOf(bumaMember.memberId),
      body: { kind: 'declined', deputyMemberId: null },
    })
    await play(
      kgs,
      'DELETE /meetings/{meetingId}/attendees/{attendeeId}/link',
      attendeeOf(bumaMember.memberId),
    )
    await play(
      kgs,
      'GET /meetings/{meetingId}/attendees/{attendeeId}/deputies',
      attendeeOf(bumaMember.memberId),
    )
    await play(kgs, 'GET /meetings/{meetingId}/deputies', of)
    await play(kgs, 'GET /meetings/{meetingId}/replies', of)
    await play(lead.client, 'POST /meetings/{meetingId}/remind', { ...of, body: {} })

    await play(kgs, 'POST /meetings/{meetingId}/calls', {
      ...of,
      body: { outcome: 'notReached', memberId: bumaMember.memberId },
    })

    // the day itself
    await play(lead.client, 'POST /meetings/{meetingId}/open', of)
    await play(lead.client, 'POST /meetings/{meetingId}/unopen', of)
    await play(lead.client, 'POST /meetings/{meetingId}/open', of)
    await play(lead.client, 'POST /meetings/{meetingId}/pause', of)
    await play(lead.client, 'POST /meetings/{meetingId}/resume', of)
    await play(lead.client, 'POST /meetings/{meetingId}/still-running', of)
    for (const act of ['start', 'end'])
      await play(kgs, `POST /meetings/{meetingId}/agenda/{itemId}/${act}`, {
        params: { ...of.params, itemId: agenda[0]!.itemId },
      })
    await play(lead.client, 'POST /meetings/{meetingId}/trial', of)
    await play(lead.client, 'POST /meetings/{meetingId}/join', {
      ...of,
      body: { device: 'Laptop' },
    })
    await play(lead.client, 'GET /meetings/{meetingId}/room', of)
    await play(lead.client, 'PUT /meetings/{meetingId}/hand', of)
    await play(lead.client, 'POST /meetings/{meetingId}/hand/lower', { ...of, body: {} })
    await play(kgs, 'POST /meetings/{meetingId}/check-in/all-on-site', of)
    await play(kgs, 'POST /meetings/{meetingId}/check-out', {
      ...of,
      body: { memberId: kgsMember.memberId },
    })
    const door = await play<{ code: string }>(kgs, 'GET /meetings/{meetingId}/door', of)
    await play(kgs, 'POST /meetings/{meetingId}/door/scan', { ...of, body: { code: door.code } })
    await play(kgs, 'POST /meetings/{meetingId}/check-in/self', {
      ...of,
      body: { code: door.code },
    })
    clock.forward(60_000)
    await play(kgs, 'POST /meetings/{meetingId}/check-out/self', of)
    await play(kgs, 'POST /meetings/{meetingId}/visitors', {
      ...of,
      body: { name: 'Nadine Falk', organisation: 'THW' },
    })
    const entry = await play<{ signalId: string }>(kgs, 'POST /meetings/{meetingId}/check-in', {
      ...of,
      body: { memberId: bumaMember.memberId, mode: 'phone' },
    })
    await play(kgs, 'POST /meetings/{meetingId}/check-in/undo', {
      ...of,
      body: { signalId: entry.signalId },
    })
    const { entries } = await play<{ entries: { signalId: string; isTakenBack: boolean }[] }>(
      kgs,
      'GET /meetings/{meetingId}/check-in/journal',
      of,
    )
    await play(kgs, 'POST /meetings/{meetingId}/check-in/retime', {
      ...of,
      body: {
        signalId: entries.find(each => !each.isTakenBack)!.signalId,
        at: clock.now().toISOString(),
      },
    })
    await play(kgs, 'GET /meetings/{meetingId}/acting', of)
    await play(lead.client, 'POST /meetings/{meetingId}/presence', {
      ...of,
      body: { memberId: lead.memberId, answer: 'notThere' },
    })
    for (const name of ['GET /meetings/{meetingId}/attendance', 'GET /meetings/{meetingId}/board'])
      await play(kgs, name, of)

    // journal
    await play(kgs, 'POST /meetings/{meetingId}/decisions', {
      ...of,
      body: { text: 'Bürgertelefon öffnet', reason: 'Anrufe' },
    })
    const order = await play<{ entryId: string }>(kgs, 'POST /meetings/{meetingId}/orders', {
      ...of,
      body: { text: 'Dienstplan', responsibleId: bumaMember.memberId },
    })
    await play(kgs, 'POST /meetings/{meetingId}/log', { ...of, body: { text: 'Pegel 412 cm' } })
    await play(kgs, 'POST /meetings/{meetingId}/faults', { ...of, body: { text: 'Ton fällt aus' } })
    const ofOrder = { params: { entryId: order.entryId } }
    await play(kgs, 'POST /entries/{entryId}/done', { ...ofOrder, body: {} })
    for (const act of ['reopen', 'retract', 'restore'])
      await play(kgs, `POST /entries/{entryId}/${act}`, ofOrder)
    for (const name of [
      'GET /meetings/{meetingId}/entries',
      'GET /meetings/{meetingId}/open-orders',
    ])
      await play(kgs, name, of)
    await play(kgs, 'POST /entries/{entryId}/correct', { ...ofOrder, body: { text: 'Zelte' } })
    await play(kgs, 'POST /entries/{entryId}/assign', {
      ...ofOrder,
      body: { responsibleText: 'THW' },
    })
    await play(kgs, 'GET /staffs/{staffId}/orders', { ...ofStaff, query: '?state=all' })

    // minutes and records
    clock.forward(60_000)
    await play(lead.client, 'POST /meetings/{meetingId}/close', of)
    const { revision } = await play<{ revision: number }>(
      lead.client,
      'GET /meetings/{meetingId}/minutes',
      of,
    )
    await play(kgs, 'PATCH /meetings/{meetingId}/minutes', {
      ...of,
      body: { revision, edits: { lage: 'Pegel steigt.' } },
    })
    await play(kgs, 'POST /meetings/{meetingId}/minutes/entries', {
      ...of,
      body: { kind: 'log', text: 'Pegel 3 m', at: clock.now().toISOString() },
    })
    const named = await play<{ revision: number }>(
      lead.client,
      'PUT /meetings/{meetingId}/minutes/minute-taker',
      {
        ...of,
        body: { memberId: kgsMember.memberId },
      },
    )
    await play(lead.client, 'POST /meetings/{meetingId}/minutes/presence', {
      ...of,
      body: { memberId: lead.memberId, answer: 'notThere' },
    })
    await play(lead.client, 'POST /meetings/{meetingId}/minutes/release', {
      ...of,
      body: { revision: named.revision },
    })
    await play(lead.client, 'GET /meetings/{meetingId}/minutes.pdf', {
      ...of,
      query: '?lang=en&standard=ua-1',
    })
    await play(lead.client, 'GET /meetings/{meetingId}/minutes.json', of)
    await play(lead.client, 'GET /staffs/{staffId}/minutes', ofStaff)
    for (const subject of ['persons', 'meetings', 'functions', 'attendance']) {
      for (const format of ['csv', 'excel.csv', 'ods', 'xlsx', 'pdf', 'json'])
        await play(lead.client, `GET /records/${subject}.${format}`, {
          query: `?meetingId=${meeting.meetingId}`,
        })
    }
    const askable = (await play(lead.client, 'GET /records/functions', {
      query: `?staffId=${staff.staffId}`,
    })) as { functionId: string }[]
    await play(lead.client, 'GET /records/holder', {
      query: `?staffId=${staff.staffId}&functionId=${askable[0]!.functionId}&at=${until}T08:00:00Z`,
    })
    await play(lead.client, 'GET /records/summary', {
      query: `?staffId=${staff.staffId}&from=${day.slice(0, 7)}-01&until=${until}`,
    })
    await play(kgs, 'GET /staffs/{staffId}/my-attendance', ofStaff)
    await play(kgs, 'GET /staffs/{staffId}/access', ofStaff)
    const stream = await lead.client.fetch('GET', `/api/live?topics=meeting:${meeting.meetingId}`)
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    await stream.body!.cancel()
    document.played.set('GET /live', {
      name: 'GET /live',
      client: lead.client,
      path: `/api/live?topics=meeting:${meeting.meetingId}`,
    })
    await play(kgs, 'POST /sign-out-everywhere', { once: true })

    // what only another installation answers with success
    const unplayed = [...document.operations.keys()].filter(name => !document.played.has(name))
    expect(unplayed.sort()).toEqual(
      [
        'POST /first-start/code',
        'POST /first-start/sample',
        'POST /first-start/staff',
        'POST /mails/{mailId}/retry',
        'POST /sign-in/sample',
      ].sort(),
    )

    async function upload(name: string): Promise<void> {
      const path = `/api${name.split(' ')[1]!.replace('{staffId}', staff.staffId)}`
      const boundary = 'grenze'
      const list = 'Name;E-Mail\r\nAnna Neu;anna@kreis.example\r\n'
      const body = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="liste.csv"\r\n\r\n${list}\r\n--${boundary}--\r\n`
      const headers = {
        cookie: lead.client.cookieHeader(),
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'idempotency-key': `liste ${path}`.replace(/ /g, '-'),
      }
      const send = () => fetch(app.base + path, { method: 'POST', headers, body })
      const first = await document.hold(name, await send())
      const before = await fingerprintOf(app)
      const again = await send()
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      expect(await again.json()).toEqual(first)
      expect(await fingerprintOf(app)).toBe(before)
      document.played.set(name, { name, client: lead.client, path })
    }
  },
)

test('the first start and the sample answer in their shape', async () => {
  const other = await startApp()
  try {
    const { play } = await readDocument(other)
    const body = {
      staffName: 'Krisenstab A',
      template: 'nrw',
      lead: { name: 'Anna Alt', email: 'a@kreis.example' },
      password: testPassword,
    }
    const browser = other.client()
    await play(browser, 'GET /session')
    await play(browser, 'POST /first-start/code', { body: { code: other.running.opening!.code } })
    await play(browser, 'POST /first-start/staff', { body })
    await play(browser, 'POST /first-start/sample')
    const { sampleAccounts } = await play<{ sampleAccounts: { personId: string }[] }>(
      browser,
      'GET /session',
    )
    await play(browser, 'POST /sign-in/sample', { body: { personId: sampleAccounts[0]!.personId } })
    await play(browser, 'GET /session')
    await play(browser, 'GET /overview')
  } finally {
    await other.stop()
  }
})

describe('nobody gets further than they may:', () => {
  const behindTheGate = () =>
    [...document.operations.keys()].filter(name => !beforeTheGate.includes(name))
  const somewhere = (name: string) => {
    const [method = '', template = ''] = name.split(' ')
    return [method, `/api${template.replace(/\{\w+\}/g, 'x')}`] as const
  }

  test('without a session every route but the few before the gate answers 401', async () => {
    for (const name of behindTheGate()) {
      const response = await app.client().fetch(...somewhere(name))
      expect
        .soft([name, ((await document.hold(name, response)) as Problem).code])
        .toEqual([name, 'unauthenticated'])
    }
    expect(beforeTheGate.filter(name => !document.operations.has(name))).toEqual([])
  })

  test('with the password alone every one of them asks for the second factor', async () => {
    const half = app.client()
    await half.fetch('POST', '/api/sign-in', { email: staff.lead.email, password: testPassword })
    for (const name of behindTheGate()) {
      const response = await half.fetch(...somewhere(name))
      expect
        .soft([name, response.status, ((await response.json()) as Problem).code])
        .toEqual([name, 401, 'secondFactorRequired'])
    }
  })

  test('what belongs to another staff is not found, whatever the role in one’s own', async () => {
    await signInAgain()
    const before = await fingerprintOf(app)
    const named = [...document.played.values()].filter(
      ({ name, path }) =>
        (/(stf|mtg|ent|mai|inc|mbr)_/.test(path) || path.includes('sessionId')) &&
        !/\/answer|\/door\/scan/.test(name),
    )
    expect(named.length).toBeGreaterThan(70)
    for (const { name, path, body } of named) {
      const [method = ''] = name.split(' ')
      const response = await stranger.fetch(method, path, body)
      expect
        .soft([name, ((await document.hold(name, response)) as Problem).code])
        .toEqual([name, 'notFound'])
    }
    expect(await fingerprintOf(app)).toBe(before)
  })

  test('fields nobody knows are refused by name wherever JSON is taken', async () => {
    await signInAgain()
    const before = await fingerprintOf(app)
    const taking = [...document.played.values()].filter(
      ({ name, body }) =>
        body !== undefined &&
        document.operations.get(name)!.requestBody?.content['application/json'],
    )
    expect(taking.length).toBeGreaterThan(45)
    for (const { name, path, body } of taking) {
      const [method = ''] = name.split(' ')
      const response = await staff.lead.client.fetch(method, path, {
        ...(body as object),
        isAdmin: true,
      })
      const problem = (await response.json()) as Problem
      expect
        .soft([name, problem.code, problem.errors.map(error => error.field)])
        .toEqual([name, 'invalid', ['isAdmin']])
    }
    expect(await fingerprintOf(app)).toBe(before)
  })

  /** the play has moved the clock beyond what an unused session survives */
  async function signInAgain(): Promise<void> {
    clock.forward(60_000)
    await staff.lead.client.signIn()
    await stranger.signIn()
  }
})
