import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MailSummary } from '../../src/mail/contract.ts'
import type { Member, Roster } from '../../src/roster/contract/roster.ts'
import { outcome } from './support.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'
import {
  addMember,
  convene,
  foundStaff,
  linkOf,
  testPassword,
  type Signed,
} from '../support/staff.ts'
import { appCode } from '../support/totp.ts'

let app: TestApp
let mail: MailReceiver
let own: { staffId: string; lead: Signed }
/** of another lead */
let other: { staffId: string; lead: Signed }

beforeAll(async () => {
  mail = await startMailReceiver()
  app = await startApp({ env: { SMTP_URL: mail.url } })
  own = await foundStaff(app)
  const it = await addMember(app, own, { name: 'Ina Gründer', roles: ['it'] })
  const { staffId } = await it.client.post<{ staffId: string }>('/api/staffs', {
    name: 'Krisenstab Nachbarkreis',
    template: 'nrw',
    lead: { name: 'Ute Fremd', email: 'fremd@nachbar.example' },
  })
  const { members } = await it.client.get<Roster>(`/api/staffs/${staffId}/roster`)
  const ute = members.find(each => each.name === 'Ute Fremd')!
  const client = app.client()
  await client.enrol({ token: await print(it, ute), password: testPassword })
  other = { staffId, lead: { ...ute, client } }
})
afterAll(async () => {
  await app?.stop()
  await mail?.close()
})

type Of = { staffId: string; lead: Signed }
const pathOf = ({ staffId }: Of, { memberId }: { memberId: string }) =>
  `/api/staffs/${staffId}/members/${memberId}`
const change = (of: Of, who: { memberId: string }, body: object) =>
  of.lead.client.call<Member>('PATCH', pathOf(of, who), body)
const leave = (of: Of, who: { memberId: string }) => of.lead.client.call('DELETE', pathOf(of, who))
const join = ({ staffId, lead }: Of, { name, email }: Signed, more: object = {}) =>
  lead.client.post<Member>(`/api/staffs/${staffId}/members`, { name, email, ...more })
async function print(by: Signed, { memberId }: { memberId: string }): Promise<string> {
  const path = `/api/members/${memberId}/enrolment`
  return (await by.client.post<{ code: string }>(path, { send: 'print' })).code
}
const listed = (name: string) => addMember(app, own, { name, withAccount: false })

describe('an access code', () => {
  test.each<[string, string[], (giver: Signed, target: Signed) => Promise<unknown>]>([
    ['its giver has left', ['it'], giver => leave(own, giver)],
    ['its giver lost the role', ['it'], giver => change(own, giver, { roles: ['member'] })],
    [
      'its owner may do more than its giver',
      ['kgs'],
      (_, it) => change(own, it, { roles: ['it'] }),
    ],
    ['its owner leads another staff', ['it'], (_, it) => join(other, it, { roles: ['lead'] })],
  ])('opens nothing once %s', async (why, roles, happens) => {
    const i = String.fromCharCode(65 + why.length)
    const giver = await addMember(app, own, { name: `Gero ${i}eber`, roles })
    const target = await listed(`Zita ${i}iel`)
    const token = await print(giver, target)
    const read = () => app.client().fetch('POST', '/api/enrolment/read', { token })
    const { totp } = (await (await read()).json()) as { totp: { secret: string } }
    await happens(giver, target)
    expect(await outcome(read())).toBe('410 linkExpired')
    const code = appCode(totp.secret, Date.now())
    const body = { token, password: testPassword, code }
    expect(await outcome(app.client().fetch('POST', '/api/enrolment/confirm', body))).toBe(
      '410 linkExpired',
    )
  })
})

describe('somebody whom another staff lists too', () => {
  test('gets and keeps their access from the staff that knew them, during it and after', async () => {
    const elke = await listed('Elke Experte')
    const token = await print(own.lead, elke)
    const read = () => app.client().fetch('POST', '/api/enrolment/read', { token })
    const added = await join(other, elke)
    expect(await outcome(read())).toBe('200')
    await leave(other, added)
    expect(await outcome(read())).toBe('200')
    await change(other, added, { leftAt: null })
    await app.client().enrol({ token: await print(own.lead, elke), password: testPassword })
    const path = `/api/members/${added.memberId}/enrolment`
    for (const send of ['print', 'mail'])
      expect(await outcome(other.lead.client.fetch('POST', path, { send }))).toBe('403 forbidden')
  })

  test('belongs to both once they answer that staff', async () => {
    const both = await addMember(app, own, { name: 'Bodo Beider' })
    await join(other, both)
    await both.client.call('PUT', `/api/me/staffs/${other.staffId}/sharing`, {
      sharesDetails: true,
    })
    const path = `/api/members/${both.memberId}/enrolment`
    expect(await outcome(own.lead.client.fetch('POST', path, { send: 'print' }))).toBe(
      '403 forbidden',
    )
  })
})

describe('somebody who has left a staff', () => {
  test('does not belong to the lead of the next one: their name, address and access stay theirs', async () => {
    const zoe = await addMember(app, own, { name: 'Zoe Wechsel' })
    await leave(own, zoe)
    const added = await join(other, zoe)
    expect(added.mayChange).toEqual([])
    for (const body of [{ name: 'Zoe Anders' }, { title: 'Dr.' }, { email: 'z@nachbar.example' }])
      expect(await outcome(other.lead.client.fetch('PATCH', pathOf(other, added), body))).toBe(
        '403 forbidden',
      )
    const path = `/api/members/${added.memberId}/enrolment`
    for (const send of ['print', 'mail'])
      expect(await outcome(other.lead.client.fetch('POST', path, { send }))).toBe('403 forbidden')
    // the other's roles and functions are the other staff's own, and she changes herself
    expect(await change(other, added, { roles: ['press'] })).toMatchObject({ roles: ['press'] })
    await zoe.client.call('PATCH', '/api/me', { title: 'Prof.' })
    // taking her out again leaves her to nobody new
    await leave(other, added)
    expect(
      await outcome(other.lead.client.fetch('PATCH', pathOf(other, added), { name: 'X' })),
    ).toBe('403 forbidden')
  })

  test('who was never anywhere else comes back as before', async () => {
    const rita = await addMember(app, own, { name: 'Rita Rück' })
    await leave(own, rita)
    const { memberId } = await join(own, rita)
    expect(memberId).toBe(rita.memberId)
    expect(await change(own, rita, { title: 'Dr.' })).toMatchObject({ title: 'Dr.' })
    await app.client().enrol({ token: await print(own.lead, rita), password: testPassword })
  })

  test('is changed by who leads both', async () => {
    const both = await addMember(app, own, { name: 'Bela Beide' })
    const { staffId } = await own.lead.client.post<{ staffId: string }>('/api/staffs', {
      name: 'Verwaltungsstab',
      template: 'bw',
    })
    const second = { staffId, lead: own.lead }
    const added = await join(second, both)
    await leave(own, both)
    expect(await change(second, added, { title: 'Dr.' })).toMatchObject({ title: 'Dr.' })
    await app.client().enrol({ token: await print(own.lead, added), password: testPassword })
  })
})

describe('a corrected mail address', () => {
  test('ends the links and the access code that went to the old one, and no other change does', async () => {
    const tilo = await listed('Tilo Tipp')
    const meetingId = await convene(app, own, { inMin: 60 })
    const link = await linkOf(own, meetingId, tilo)
    await own.lead.client.post(`/api/members/${tilo.memberId}/enrolment`, { send: 'mail' })
    const { parsed } = await mail.waitFor(
      each => each.to.includes(tilo.email) && each.parsed.text!.includes('/enrol#'),
    )
    const token = /\/enrol#(\S+)/.exec(parsed.text!)![1]!
    const opens = (path: string, token: string) =>
      outcome(app.client().fetch('POST', path, { token }))
    const both = async () => [
      await opens('/api/enrolment/read', token),
      await opens('/api/answer/read', link),
    ]
    await change(own, tilo, { title: 'Dr.', email: tilo.email })
    expect(await both()).toEqual(['200', '200'])
    await change(own, tilo, { email: 'tilo.richtig@kreis.example' })
    expect(await both()).toEqual(['410 linkExpired', '410 linkExpired'])
    await app.client().enrol({ token: await print(own.lead, tilo), password: testPassword })
  })

  test('sends an invitation that still waits to the new one', async () => {
    const vera = await listed('Vera Vertippt')
    mail.refuse(vera.email, 451)
    await convene(app, own, { inMin: 60 })
    const waiting = async () =>
      (await own.lead.client.get<MailSummary[]>(`/api/staffs/${own.staffId}/outbox`)).find(
        each => each.toName === vera.name && each.kind === 'invitation',
      )!
    await expect
      .poll(async () => (await waiting()).problem, { timeout: 15_000 })
      .toEqual(expect.any(String))
    await change(own, vera, { email: 'vera.richtig@kreis.example' })
    await expect
      .poll(waiting, { timeout: 60_000 })
      .toMatchObject({ state: 'sent', toAddress: 'vera.richtig@kreis.example' })
  }, 90_000)
})

describe('whom only IT or records is left to', () => {
  test.each(['it', 'records'])(
    '%s: neither links, nor feed, nor mails, nor a reply',
    async role => {
      const who = await addMember(app, own, { name: `Rolf Rolle${role}` })
      mail.refuse(who.email, 451)
      const meetingId = await convene(app, own, { inMin: 60 })
      const token = await linkOf(own, meetingId, who)
      const { url } = await who.client.post<{ url: string }>('/api/me/feed')
      const feed = async () => (await fetch(app.base + new URL(url).pathname)).text()
      expect(await feed()).toContain(meetingId)
      const invitation = async () =>
        (await own.lead.client.get<MailSummary[]>(`/api/staffs/${own.staffId}/outbox`)).find(
          each => each.toAddress === who.email && each.kind === 'invitation',
        )!
      await expect
        .poll(async () => (await invitation()).problem, { timeout: 15_000 })
        .toEqual(expect.any(String))

      await change(own, who, { roles: [role] })
      expect(await feed()).not.toContain(meetingId)
      const reply = { kind: 'accepted', mode: 'video' }
      expect(
        await outcome(who.client.fetch('PUT', `/api/meetings/${meetingId}/reply`, reply)),
      ).toMatch(/^40[34]/)
      mail.accept(who.email)
      await expect
        .poll(async () => (await invitation()).state, { timeout: 60_000 })
        .toBe('withdrawn')
      // the link was ended, so it stays dead when they take part again
      await change(own, who, { roles: ['member'] })
      expect(await outcome(app.client().fetch('POST', '/api/answer/read', { token }))).toBe(
        '410 linkExpired',
      )
      expect(await feed()).toContain(meetingId)
    },
    90_000,
  )
})

describe('a kept answer', () => {
  const reply = { kind: 'accepted', mode: 'video' }

  test('is not given to who has left or lost a role since; more roles do not matter', async () => {
    const kim = await addMember(app, own, { name: 'Kim Kept' })
    const meetingId = await convene(app, own)
    const headers = { 'idempotency-key': randomUUID() }
    const send = () => kim.client.fetch('PUT', `/api/meetings/${meetingId}/reply`, reply, headers)
    expect(await outcome(send())).toBe('200')
    await change(own, kim, { roles: ['member', 'press'] })
    expect((await send()).headers.get('idempotency-replayed')).toBe('true')
    await change(own, kim, { roles: ['press'] })
    expect(await outcome(send())).toBe('403 forbidden')
    await change(own, kim, { roles: ['member'] })
    expect(await outcome(send())).toBe('200')
    await leave(own, kim)
    const answer = await send()
    expect(answer.status).toBe(403)
    expect(await answer.text()).not.toContain(own.lead.name)
  })

  test('is not given by a dead link; that it is not mine is said twice', async () => {
    const dora = await listed('Dora Dead')
    const meetingId = await convene(app, own)
    const token = await linkOf(own, meetingId, dora)
    const headers = { 'idempotency-key': randomUUID() }
    const send = () => app.client().fetch('POST', '/api/answer', { token, reply }, headers)
    expect(await outcome(send())).toBe('200')
    expect((await send()).headers.get('idempotency-replayed')).toBe('true')
    const other = { 'idempotency-key': randomUUID() }
    for (const again of [1, 2])
      expect(
        (await app.client().fetch('POST', '/api/answer/not-mine', { token }, other)).status,
        String(again),
      ).toBe(204)
    expect(await outcome(send())).toBe('410 linkExpired')
  })
})
