import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { enrolments } from '../../src/access/tables.ts'
import { auditTrail } from '../../src/audit/tables.ts'
import { mails } from '../../src/mail/tables.ts'
import type { PersonId } from '../../src/lib/ids.ts'
import { type TestApp, TestClock, startApp } from '../support/app.ts'
import { type Signed, addMember, foundStaff, testPassword } from '../support/staff.ts'
import { appCode } from '../support/totp.ts'
import { minute, outcome } from './support.ts'
import { people } from '../../src/roster/tables.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let staff: { staffId: string; lead: Signed }

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
})
afterAll(() => app.stop())
beforeEach(() => clock.forward(5 * minute))

const listed = (name: string, roles = ['member']) =>
  addMember(app, staff, { name, roles, withAccount: false })
const give = (by: Signed, to: Signed, send = 'print') =>
  by.client.post<{ code: string; url: string; expiresAt: string }>(
    `/api/members/${to.memberId}/enrolment`,
    { send },
  )
type Page = {
  name: string
  email: string
  isReplacement: boolean
  totp: { secret: string; qrSvg: string; otpauthUrl: string }
}
const look = (token: string) => app.client().post<Page>('/api/enrolment/read', { token })
const confirm = (token: string, { totp }: Page, more: object = {}) =>
  app.client().fetch('POST', '/api/enrolment/confirm', {
    token,
    password: testPassword,
    code: appCode(totp.secret, clock.now().getTime()),
    ...more,
  })

test('a printed code shows whom it is for, and the same secret however often it is read', async () => {
  const bert = await listed('Bert Ohnesorg')
  const { code, url } = await give(staff.lead, bert)
  expect(url).toBe(`${app.base}/enrol#${code}`)
  const page = await look(code.toLowerCase().replaceAll('-', ' '))
  expect(page).toMatchObject({ name: 'Bert Ohnesorg', email: bert.email, isReplacement: false })
  expect(page.totp.qrSvg).toMatch(/^<svg/)
  expect(page.totp.otpauthUrl).toContain(page.totp.secret)
  expect((await look(code)).totp.secret).toBe(page.totp.secret)
})

test('setting both factors signs in, and the code is spent', async () => {
  const { code } = await give(staff.lead, await listed('Carla Anders'))
  const page = await look(code)
  const client = app.client()
  await client.post('/api/enrolment/confirm', {
    token: code,
    password: testPassword,
    code: appCode(page.totp.secret, clock.now().getTime()),
  })
  expect(await client.get('/api/session')).toMatchObject({
    state: 'signedIn',
    me: { name: 'Carla Anders', memberships: [{ roles: ['member'] }] },
  })
  expect(await outcome(confirm(code, page))).toBe('410 linkExpired')
  expect(await outcome(app.client().fetch('POST', '/api/enrolment/read', { token: code }))).toBe(
    '410 linkExpired',
  )
})

test('of many who confirm one code at one time, one gets in', async () => {
  const { code } = await give(staff.lead, await listed('Dora Eilig'))
  const page = await look(code)
  const answers = await Promise.all(Array.from({ length: 6 }, () => outcome(confirm(code, page))))
  expect(answers.toSorted()).toEqual(['200', ...Array<string>(5).fill('410 linkExpired')])
})

test('a wrong app code or a weak password leaves the code as it was', async () => {
  const { code } = await give(staff.lead, await listed('Emil Vergesslich'))
  const page = await look(code)
  expect(await outcome(confirm(code, page, { code: '000000' }))).toBe('400 invalid')
  const weak = await confirm(code, page, { password: 'Vergesslich1' })
  expect(await weak.json()).toMatchObject({
    code: 'invalid',
    errors: [{ field: 'password', problem: 'personal' }],
  })
  expect(await outcome(confirm(code, page))).toBe('200')
})

test('a code ends after seven days, and when a newer one is given', async () => {
  const frieda = await listed('Frieda Spät')
  const { code } = await give(staff.lead, frieda)
  const { code: newer } = await give(staff.lead, frieda)
  expect(await outcome(app.client().fetch('POST', '/api/enrolment/read', { token: code }))).toBe(
    '410 linkExpired',
  )
  await look(newer)
  clock.forward(7 * 24 * 60 * minute)
  expect(await outcome(app.client().fetch('POST', '/api/enrolment/read', { token: newer }))).toBe(
    '410 linkExpired',
  )
})

test('a mailed code stands behind the hash of the link, and is not in the answer', async () => {
  const gustav = await listed('Gustav Post')
  const answer = await give(staff.lead, gustav, 'mail')
  expect(answer).toEqual({ sentTo: gustav.email, expiresAt: expect.any(String) })
  const [mail] = await app.deps.database.db
    .select()
    .from(mails)
    .where(eq(mails.toAddress, gustav.email))
  expect(mail).toMatchObject({ kind: 'enrolment', state: 'unsent' })
  const code = /\/enrol#([0-9A-Z-]{24})/.exec(mail!.text)?.[1]
  expect(await look(code!)).toMatchObject({ name: 'Gustav Post' })
})

test('codes are stored as hashes only', async () => {
  const { code } = await give(staff.lead, await listed('Hilde Geheim'))
  const rows = await app.deps.database.db.select().from(enrolments)
  expect(rows.map(row => Buffer.from(row.tokenHash).toString('utf8')).join()).not.toContain(code)
})

test('whoever replaces an access ends its sessions, and the old factors with them', async () => {
  const ida = await addMember(app, staff, { name: 'Ida Verloren' })
  expect(await outcome(ida.client.fetch('GET', '/api/me/sessions'))).toBe('200')
  clock.forward(minute)
  const { code } = await give(staff.lead, ida)
  const page = await look(code)
  expect(page.isReplacement).toBe(true)
  expect(await outcome(ida.client.fetch('GET', '/api/me/sessions'))).toBe('200')
  expect(await outcome(confirm(code, page, { password: 'sieben Störche im Moor' }))).toBe('200')
  expect(await outcome(ida.client.fetch('GET', '/api/me/sessions'))).toBe('401 unauthenticated')
  expect(
    await outcome(
      app.client().fetch('POST', '/api/sign-in', { email: ida.email, password: testPassword }),
    ),
  ).toBe('401 unauthenticated')
  const trail = await app.deps.database.db
    .select()
    .from(auditTrail)
    .where(eq(auditTrail.actorId, ida.personId as PersonId))
    .orderBy(auditTrail.seq)
  expect(trail.map(row => row.action)).toEqual([
    'account.enrolled',
    'account.replaced',
    'account.signInRefused',
  ])
})

test('the desk gives access to members, not to those who may do more than itself', async () => {
  const kgs = await addMember(app, staff, { name: 'Karl Tisch', roles: ['kgs'] })
  const member = await addMember(app, staff, { name: 'Lena Mitglied' })
  const it = await listed('Ivo Technik', ['it'])
  const ask = (by: Signed, memberId: string) =>
    outcome(by.client.fetch('POST', `/api/members/${memberId}/enrolment`, { send: 'print' }))
  expect(await ask(kgs, member.memberId)).toBe('200')
  expect(await ask(kgs, staff.lead.memberId)).toBe('403 forbidden')
  expect(await ask(kgs, it.memberId)).toBe('403 forbidden')
  expect(await ask(member, kgs.memberId)).toBe('403 forbidden')
  expect(await ask(staff.lead, staff.lead.memberId)).toBe('403 forbidden')
  expect(await ask(staff.lead, it.memberId)).toBe('200')
  expect(await ask(staff.lead, `mbr_${'0'.repeat(26)}`)).toBe('404 notFound')
})

test('another app is taken with both factors of the old one, and confirmed by the new', async () => {
  const { code } = await give(staff.lead, await listed('Nele Wechsel'))
  const page = await look(code)
  const client = app.client()
  const now = (secret: string) => appCode(secret, clock.now().getTime())
  await client.post('/api/enrolment/confirm', {
    token: code,
    password: testPassword,
    code: now(page.totp.secret),
  })
  expect(
    await outcome(
      client.fetch('POST', '/api/me/factor', {
        current: testPassword,
        code: now(page.totp.secret),
      }),
    ),
  ).toBe('400 invalid')
  clock.forward(minute)
  const begun = await client.post<{ changeToken: string; totp: { secret: string } }>(
    '/api/me/factor',
    {
      current: testPassword,
      code: now(page.totp.secret),
    },
  )
  const finish = (by = client) =>
    outcome(
      by.fetch('POST', '/api/me/factor/confirm', {
        changeToken: begun.changeToken,
        code: now(begun.totp.secret),
      }),
    )
  expect(await finish(staff.lead.client)).toBe('410 linkExpired')
  expect(
    await outcome(
      client.fetch('POST', '/api/me/factor/confirm', {
        changeToken: begun.changeToken,
        code: '000000',
      }),
    ),
  ).toBe('400 invalid')
  expect(await finish()).toBe('200')
  clock.forward(minute)
  const again = app.client()
  await again.post('/api/sign-in', { email: page.email, password: testPassword })
  expect(
    await outcome(again.fetch('POST', '/api/sign-in/code', { code: now(page.totp.secret) })),
  ).toBe('401 unauthenticated')
  expect(
    await outcome(again.fetch('POST', '/api/sign-in/code', { code: now(begun.totp.secret) })),
  ).toBe('200')
})

test('my language, theme and mobile number are mine to change; anything else is refused', async () => {
  const otto = await addMember(app, staff, { name: 'Otto Normal' })
  await otto.client.call('PATCH', '/api/me', {
    language: 'en',
    theme: 'dark',
    letterKeys: false,
    mobile: '0171 3920042',
  })
  expect(await otto.client.get('/api/session')).toMatchObject({
    locale: 'en',
    me: { language: 'en', theme: 'dark', letterKeys: false, mobile: '0171 3920042' },
  })
  await otto.client.call('PATCH', '/api/me', { mobile: '\u202a0171\u00a0392\u20110042\u202c' })
  expect(await otto.client.get('/api/session')).toMatchObject({ me: { mobile: '0171 3920042' } })
  expect(await outcome(otto.client.fetch('PATCH', '/api/me', { mobile: 'ruf mich an' }))).toBe(
    '400 invalid',
  )
  expect(
    await outcome(otto.client.fetch('PATCH', '/api/me', { email: 'lead@kreis.example' })),
  ).toBe('400 invalid')
  const [row] = await app.deps.database.db
    .select()
    .from(people)
    .where(eq(people.id, otto.personId as PersonId))
  expect(row!.email).toBe(otto.email)
})
