import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MailDetail, MailSummary } from '../../src/mail/contract.ts'
import type { Running } from '../../src/server.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { ApiFailure, Client } from '../support/client.ts'
import { startMailReceiver, type MailReceiver, type ReceivedMail } from '../support/smtp.ts'
import { addMember, convene, foundStaff, testPassword, type Signed } from '../support/staff.ts'
import { audited } from '../support/trail.ts'
import { revise } from '../support/revised.ts'

let app: TestApp
let other: Running
let mail: MailReceiver
let staff: { staffId: string; lead: Signed }
/** a second staff of the same lead */
let secondId: string

beforeAll(async () => {
  mail = await startMailReceiver()
  app = await startApp({ env: { SMTP_URL: mail.url } })
  other = await app.another()
  staff = await foundStaff(app)
  await revise(staff.lead.client, [
    'PATCH',
    `/api/staffs/${staff.staffId}`,
    { dialInNumber: '+49 2336 930', dialInCode: '4711', hotline: '02336 93-2222' },
  ])
  const second = await staff.lead.client.post<{ staffId: string }>('/api/staffs', {
    name: 'SAE Beispielstadt',
    template: 'nrw',
  })
  secondId = second.staffId
})
afterAll(async () => {
  await app?.stop()
  await mail?.close()
})

const leave = (who: Signed) =>
  staff.lead.client.call('DELETE', `/api/staffs/${staff.staffId}/members/${who.memberId}`)
const comeBack = (who: Signed) =>
  staff.lead.client.call('PATCH', `/api/staffs/${staff.staffId}/members/${who.memberId}`, {
    leftAt: null,
  })
const listed = (name: string, more: { functions?: string[] } = {}) =>
  addMember(app, staff, { name, withAccount: false, ...more })
/** asked at both processes */
const bases = () => [app.base, other.address]

describe('whoever is taken out of the staff', () => {
  test('gets one CANCEL for each meeting ahead they were written to about, and a calendar takes it', async () => {
    const otto = await listed('Otto Ebert')
    const [first, second] = [await convene(app, staff), await convene(app, staff, { inMin: 90 })]
    const planned = await convene(app, staff, { inMin: 200, convene: false })
    const running = await convene(app, staff)
    await staff.lead.client.post(`/api/meetings/${running}/open`)
    const before = await arrived(otto, first, 'invitation')
    const state = await outboxOf(otto)
    await leave(otto)
    const cancels = [await arrived(otto, first, 'left'), await arrived(otto, second, 'left')]
    expect((await outboxOf(otto)).filter(m => !state.some(old => old.mailId === m.mailId))).toEqual(
      [expect.objectContaining({ kind: 'left' }), expect.objectContaining({ kind: 'left' })],
    )
    expect((await outboxOf(otto)).some(m => m.meetingId === planned)).toBe(false)
    const [invited, out] = [eventIn(before), eventIn(cancels[0]!)]
    expect(out.method).toBe('CANCEL')
    expect(out.event.getFirstPropertyValue('uid')).toBe(invited.event.getFirstPropertyValue('uid'))
    // RFC 5546 §2.1.4: higher at every CANCEL; §3.2.5: no STATUS while the event goes on for the
    // others
    expect(numberIn(out)).toBeGreaterThan(numberIn(invited))
    expect(out.event.getFirstPropertyValue('status')).toBeNull()
    expect(out.event.getAllProperties('attendee').map(p => p.getFirstValue())).toEqual([
      `mailto:${otto.email}`,
    ])
    // a meeting that has begun is not cancelled for anybody
    expect((await outboxOf(otto)).filter(m => m.meetingId === running).map(m => m.kind)).toEqual([
      'invitation',
    ])
  })

  test.each([
    [
      'de',
      'Nicht mehr eingeladen',
      'Sie gehören dem Stab „Krisenstab Beispielkreis“ nicht mehr an.',
    ],
    ['en', 'No longer invited', 'You are no longer a member of Krisenstab Beispielkreis.'],
  ])('reads so in %s: no link, no agenda, no place, no dial-in', async (lang, subject, opening) => {
    const who = await listed(lang === 'de' ? 'Dora Deutsch' : 'Ed English')
    await staff.lead.client.call('PATCH', `/api/staffs/${staff.staffId}/members/${who.memberId}`, {
      language: lang,
    })
    const meetingId = await convene(app, staff, { kind: 'exercise' })
    await leave(who)
    const { parsed, raw } = await arrived(who, meetingId, 'left')
    expect(parsed.subject).toContain(subject)
    const { event } = eventIn({ parsed, raw } as ReceivedMail)
    const words = [parsed.text!, String(parsed.html), event.toString()]
    expect(parsed.text).toContain(opening)
    expect(parsed.html).toContain(opening)
    expect(parsed.text).toContain('02336 93-2222')
    for (const secret of [
      '/reply',
      '/meetings/',
      'Kreishaus',
      'Presse',
      '4711',
      '930',
      'CONFERENCE',
    ])
      for (const text of words)
        expect(text.replaceAll('\r\n ', '').replaceAll(/mtg_\w+/g, '')).not.toContain(secret)
  })

  test('opens nothing with their old links, at no process, even where one was forgotten', async () => {
    const lina = await listed('Lina Lang')
    const [meetingId, running] = [await convene(app, staff), await convene(app, staff)]
    await staff.lead.client.post(`/api/meetings/${running}/open`)
    const tokens = [await linkIn(lina, meetingId), await linkIn(lina, running)]
    for (const token of tokens) expect(await opens(token)).toEqual(['200', '200'])
    await leave(lina)
    for (const token of tokens) {
      expect(await opens(token)).toEqual(['410 linkExpired', '410 linkExpired'])
      expect(
        await outcome(
          app.client().fetch('POST', '/api/answer', {
            token,
            reply: { kind: 'accepted', mode: 'video' },
          }),
        ),
      ).toBe('410 linkExpired')
    }
    const read = { token: tokens[0] }
    const dead = await app.client().fetch('POST', '/api/answer/read', read)
    expect(await dead.json()).toMatchObject({ details: { reason: 'left' } })
    // the second wall alone
    const paul = await listed('Paul Pohl')
    const link = await linkIn(paul, await convene(app, staff))
    await app.deps.database.sql`update members set left_at = now() where id = ${paul.memberId}`
    expect(await opens(link)).toEqual(['410 linkExpired', '410 linkExpired'])
  })

  test('is told nothing more of any meeting, and whom they named stays invited', async () => {
    const jonas = await listed('Jonas Brandt', { functions: ['BuMA'] })
    const lena = await addMember(app, staff, { name: 'Lena Vogt' })
    const ids = [await convene(app, staff), await convene(app, staff), await convene(app, staff)]
    const [moved, changed, cancelled] = ids as [string, string, string]
    const planned = await convene(app, staff, { convene: false })
    const running = await convene(app, staff)
    await staff.lead.client.post(`/api/meetings/${running}/open`)
    const attendeeId = (await attendee(running, jonas))!.attendeeId
    await onBehalf(moved, jonas, { kind: 'declined', deputyMemberId: lena.memberId })
    expect(await attendee(moved, lena)).toMatchObject({ functions: ['BuMA'] })
    await leave(jonas)
    await arrived(jonas, cancelled, 'left')
    const before = (await outboxOf(jonas)).length
    const { client } = staff.lead
    await revise(client, [
      'POST',
      `/api/meetings/${moved}/move`,
      { date: '2099-01-05', time: '08:30', durationMin: 50, meant: 'farAhead' },
    ])
    await revise(client, ['PATCH', `/api/meetings/${changed}`, { place: 'Feuerwache 2' }])
    await revise(client, ['PATCH', `/api/meetings/${running}`, { place: 'Feuerwache 3' }])
    await client.post(`/api/meetings/${cancelled}/cancel`, { reason: 'Pegel gefallen' })
    await client.post(`/api/meetings/${planned}/convene`)
    await client.post(`/api/meetings/${changed}/remind`, {})
    expect(
      await client.post(`/api/meetings/${running}/remind`, { attendeeIds: [attendeeId] }),
    ).toEqual({ count: 0, recent: 0 })
    expect(await outboxOf(jonas)).toHaveLength(before)
    // the deputy is still invited, and stands for the function in their own right
    await arrived(lena, moved, 'moved')
    expect(await attendee(moved, lena)).toMatchObject({ functions: ['BuMA'], deputyForNames: [] })
    expect(await attendee(moved, jonas)).toBeUndefined()
    // the history keeps the name
    const history = await client.get<{ name: string }[]>(`/api/meetings/${moved}/replies`)
    expect(history.map(h => h.name)).toContain('Jonas Brandt')
    // nobody names them any more
    expect(
      await refused(onBehalf(changed, lena, { kind: 'declined', deputyMemberId: jonas.memberId })),
    ).toBeGreaterThanOrEqual(400)
  })

  test('is not sent what was still waiting, or had failed; the Postausgang says so', async () => {
    const [waits, fails] = [await listed('Wanda Warte'), await listed('Fritz Fehl')]
    mail.refuse(waits.email, 451)
    mail.refuse(fails.email, 550)
    const meetingId = await convene(app, staff)
    const stateOf = async (who: Signed) =>
      (await outboxOf(who)).find(m => m.meetingId === meetingId && m.kind === 'invitation')!
    await expect
      .poll(async () => [await stateOf(waits), await stateOf(fails)], { timeout: 15_000 })
      .toMatchObject([{ state: 'pending', problem: expect.any(String) }, { state: 'failed' }])
    await leave(waits)
    await leave(fails)
    expect([await stateOf(waits), await stateOf(fails)]).toMatchObject([
      { state: 'withdrawn' },
      { state: 'withdrawn' },
    ])
    const shown = await staff.lead.client.get<MailDetail>(
      `/api/mails/${(await stateOf(waits)).mailId}`,
    )
    expect(shown.text).not.toMatch(/\/reply#att/)
    expect(
      await outcome(
        staff.lead.client.fetch('POST', `/api/mails/${(await stateOf(fails)).mailId}/retry`),
      ),
    ).toBe('409 wrongState')
    // whoever joins a staff is invited to what lies ahead: those mails came before
    const soFar = mail.mails.length
    mail.accept(waits.email)
    mail.accept(fails.email)
    await arrived(waits, meetingId, 'left', 60_000)
    const received = mail.mails.slice(soFar).filter(m => m.to.includes(waits.email))
    for (const { parsed } of received) expect(parsed.subject).toContain('Nicht mehr eingeladen')
  }, 90_000)

  test('is not sent what another process wrote at the same moment: the worker looks again', async () => {
    const nora = await listed('Nora Neu')
    const meetingId = await convene(app, staff)
    await arrived(nora, meetingId, 'invitation')
    const [{ mailId }] = (await outboxOf(nora)).filter(m => m.kind === 'invitation') as [
      MailSummary,
    ]
    await leave(nora)
    await arrived(nora, meetingId, 'left')
    await app.deps.database.sql`update mails set state = 'failed' where id = ${mailId}`
    await staff.lead.client.post(`/api/mails/${mailId}/retry`)
    await expect
      .poll(async () => (await outboxOf(nora)).find(m => m.mailId === mailId)!.state, {
        timeout: 15_000,
      })
      .toBe('withdrawn')
    expect(mail.mails.filter(m => (m.parsed.messageId ?? '').includes(mailId))).toHaveLength(1)
  })

  test('finds nothing of the staff in their feed, and none at all without any staff', async () => {
    const mara = await addMember(app, staff, { name: 'Mara Mohn' })
    const inBoth = await addMember(app, staff, { name: 'Bea Beide' })
    await join(secondId, inBoth)
    const meetingId = await convene(app, staff)
    const elsewhere = await convene(app, { staffId: secondId, lead: staff.lead })
    const feedOf = async (who: Signed) =>
      new URL((await who.client.post<{ url: string }>('/api/me/feed')).url).pathname
    const [hers, ofBoth] = [await feedOf(mara), await feedOf(inBoth)]
    expect(await feed(hers)).toContain(meetingId)
    await leave(mara)
    await leave(inBoth)
    for (const base of bases()) expect((await fetch(base + hers)).status).toBe(404)
    const left = await feed(ofBoth)
    expect(left).not.toContain(meetingId)
    expect(left).toContain(elsewhere)
    // an address from before the leaving stays ended
    await comeBack(mara)
    for (const base of bases()) expect((await fetch(base + hers)).status).toBe(404)
    expect(await feed(await feedOf(mara))).toContain(meetingId)
  })

  test('sets up no access with a code given before, unless somebody still vouches for them', async () => {
    const gone = await listed('Gerd Gone')
    const stays = await listed('Sina Stays')
    const [code, kept] = [await codeFor(gone), await codeFor(stays)]
    await join(secondId, stays)
    await leave(gone)
    await leave(stays)
    expect(await reads(code)).toEqual(['410 linkExpired', '410 linkExpired'])
    // their lead leads the other staff, too, and could give the code again
    expect(await reads(kept)).toEqual(['200', '200'])

    const kgs = await addMember(app, staff, { name: 'Kai Karg', roles: ['kgs'] })
    const foreign = await listed('Frida Fremd')
    const given = await codeFor(foreign, kgs)
    await join(secondId, foreign)
    await leave(foreign)
    expect(await reads(given)).toEqual(['410 linkExpired', '410 linkExpired'])
  })

  test('gets no code from whoever gives one at that moment at another process', async () => {
    const client = new Client(other.address)
    client.adopt(staff.lead.client.cookies())
    const people = [
      await listed('Ada Gleich'),
      await listed('Ben Gleich'),
      await listed('Cem Gleich'),
    ]
    for (const who of people) {
      const [answer] = await Promise.all([
        client.fetch('POST', `/api/members/${who.memberId}/enrolment`, { send: 'print' }),
        leave(who),
      ])
      const { code } = (await answer.json()) as { code: string }
      if (answer.ok) expect(await reads(code)).toEqual(['410 linkExpired', '410 linkExpired'])
      else expect(answer.status).toBe(404)
    }
  })

  test('gets new links with the next mail when they come back, and no old one lives again', async () => {
    const rosa = await listed('Rosa Rück')
    const meetingId = await convene(app, staff)
    const old = await linkIn(rosa, meetingId)
    await leave(rosa)
    const out = await arrived(rosa, meetingId, 'left')
    await comeBack(rosa)
    expect(await opens(old)).toEqual(['410 linkExpired', '410 linkExpired'])
    const { attendeeId } = (await attendee(meetingId, rosa))!
    await staff.lead.client.post(`/api/meetings/${meetingId}/remind`, { attendeeIds: [attendeeId] })
    const again = await arrived(rosa, meetingId, 'reminder')
    expect(await opens(await linkIn(rosa, meetingId, 'reminder'))).toEqual(['200', '200'])
    // a calendar takes what is newer: by SEQUENCE, then by DTSTAMP (RFC 5546 §2.1.5)
    const [cancel, invited] = [eventIn(out), eventIn(again)]
    expect(numberIn(invited)).toBeGreaterThanOrEqual(numberIn(cancel))
    expect(
      String(invited.event.getFirstPropertyValue('dtstamp')) >=
        String(cancel.event.getFirstPropertyValue('dtstamp')),
    ).toBe(true)
    expect(await opens(old)).toEqual(['410 linkExpired', '410 linkExpired'])
  })

  test('is not said to be taken elsewhere by meetings of the staff they left', async () => {
    const olga = await listed('Olga Ort')
    await join(secondId, olga)
    const takenAt = async (inMin: number) => {
      const { warnings } = await staff.lead.client.post<{ warnings: { memberName: string }[] }>(
        `/api/staffs/${secondId}/meetings/at`,
        {
          incident: { title: 'Brand (erfunden)', kind: 'operation' },
          startsAt: new Date(Date.now() + inMin * 60_000).toISOString(),
          durationMin: 20,
        },
      )
      return warnings.map(warning => warning.memberName)
    }
    await convene(app, staff, { inMin: 3_000 })
    await convene(app, staff, { inMin: 4_000 })
    expect(await takenAt(3_010)).toContain(olga.name)
    await leave(olga)
    expect(await takenAt(4_010)).not.toContain(olga.name)
  })

  test('leaves a line in the trail that says what ended', async () => {
    const tina = await listed('Tina Trail')
    await convene(app, staff)
    const told = new Set((await outboxOf(tina)).map(m => m.meetingId))
    await codeFor(tina)
    await leave(tina)
    expect((await audited(app, 'member.left')).at(-1)).toMatchObject({
      uninvited: told.size,
      links: 1,
      codes: 1,
    })
  })
})

describe('what opens without signing in', () => {
  test('ends with überall abmelden, and a reminder brings a new link', async () => {
    const uwe = await addMember(app, staff, { name: 'Uwe Überall' })
    const meetingId = await convene(app, staff)
    const old = await linkIn(uwe, meetingId)
    const { url } = await uwe.client.post<{ url: string }>('/api/me/feed')
    const path = new URL(url).pathname
    expect(await feed(path)).toContain(meetingId)
    await uwe.client.post('/api/sign-out-everywhere')
    for (const base of bases()) expect((await fetch(base + path)).status).toBe(404)
    expect(await opens(old)).toEqual(['410 linkExpired', '410 linkExpired'])
    expect(await uwe.client.get('/api/me/feed')).toEqual({ createdAt: null })
    await staff.lead.client.post(`/api/meetings/${meetingId}/remind`, {
      attendeeIds: [(await attendee(meetingId, uwe))!.attendeeId],
    })
    expect(await opens(await linkIn(uwe, meetingId, 'reminder'))).toEqual(['200', '200'])
  })

  test('ends when the account is replaced, not when it is set up for the first time', async () => {
    const vera = await listed('Vera Vogel')
    const meetingId = await convene(app, staff)
    const link = await linkIn(vera, meetingId)
    const client = app.client()
    await client.enrol({ token: await codeFor(vera), password: testPassword })
    expect(await opens(link)).toEqual(['200', '200'])
    const path = new URL((await client.post<{ url: string }>('/api/me/feed')).url).pathname
    await app.client().enrol({ token: await codeFor(vera), password: testPassword })
    expect(await opens(link)).toEqual(['410 linkExpired', '410 linkExpired'])
    for (const base of bases()) expect((await fetch(base + path)).status).toBe(404)
  })

  test('a link ends with its meeting, and says no more than that it is over', async () => {
    const ida = await listed('Ida Ende')
    const [closed, cancelled] = [await convene(app, staff), await convene(app, staff)]
    const [ofClosed, ofCancelled] = [await linkIn(ida, closed), await linkIn(ida, cancelled)]
    await staff.lead.client.post(`/api/meetings/${closed}/open`)
    expect(await opens(ofClosed)).toEqual(['200', '200'])
    await staff.lead.client.post(`/api/meetings/${closed}/close`)
    await staff.lead.client.post(`/api/meetings/${cancelled}/cancel`, { reason: 'Pegel gefallen' })
    expect(await opens(ofClosed)).toEqual(['409 meetingClosed', '409 meetingClosed'])
    expect(await opens(ofCancelled)).toEqual(['409 meetingCancelled', '409 meetingCancelled'])
    for (const token of [ofClosed, ofCancelled])
      for (const [path, body] of [
        ['/api/answer/read', { token }],
        ['/api/answer', { token, reply: { kind: 'declined' } }],
        ['/api/answer/not-mine', { token }],
      ] as const) {
        const answer = await app.client().fetch('POST', path, body)
        expect(answer.status).toBe(409)
        expect(await answer.text()).not.toMatch(/Ida|Ende|Pegel|Sitzung|Hochwasser/)
      }
    const told = eventIn(await arrived(ida, cancelled, 'cancelled'))
    expect(told.event.toString()).not.toContain('/reply')
    expect(told.event.getFirstPropertyValue('status')).toBe('CANCELLED')
  })
})

type Attendee = {
  attendeeId: string
  memberId: string
  functions: string[]
  deputyForNames: string[]
}

async function attendee(meetingId: string, who: Signed): Promise<Attendee | undefined> {
  const all = await staff.lead.client.get<Attendee[]>(`/api/meetings/${meetingId}/attendees`)
  return all.find(a => a.memberId === who.memberId)
}

async function onBehalf(meetingId: string, who: Signed, reply: unknown): Promise<unknown> {
  const { attendeeId } = (await attendee(meetingId, who))!
  return staff.lead.client.call(
    'PUT',
    `/api/meetings/${meetingId}/attendees/${attendeeId}/reply`,
    reply,
  )
}

function join(staffId: string, { name, email }: Signed): Promise<unknown> {
  return staff.lead.client.post(`/api/staffs/${staffId}/members`, { name, email })
}

async function codeFor(who: Signed, by = staff.lead): Promise<string> {
  const path = `/api/members/${who.memberId}/enrolment`
  return (await by.client.post<{ code: string }>(path, { send: 'print' })).code
}

async function outboxOf(who: Signed): Promise<MailSummary[]> {
  const all = await staff.lead.client.get<MailSummary[]>(`/api/staffs/${staff.staffId}/outbox`)
  return all.filter(m => m.toAddress === who.email)
}

/** The newest mail of this kind about this meeting, as it came out of the mail server. */
async function arrived(
  who: Signed,
  meetingId: string,
  kind: MailSummary['kind'],
  withinMs?: number,
): Promise<ReceivedMail> {
  const { mailId } = (await outboxOf(who)).find(m => m.meetingId === meetingId && m.kind === kind)!
  return mail.waitFor(m => (m.parsed.messageId ?? '').includes(mailId), withinMs)
}

async function linkIn(
  who: Signed,
  meetingId: string,
  kind: MailSummary['kind'] = 'invitation',
): Promise<string> {
  const { parsed } = await arrived(who, meetingId, kind)
  return /\/reply#(att_[0-9a-z]+\.\d+\.[\w-]+)/.exec(parsed.text!)![1]!
}

function eventIn({ parsed }: ReceivedMail): { method: unknown; event: ICAL.Component } {
  const part = parsed.attachments.find(a => a.contentType.startsWith('text/calendar'))!
  const root = new ICAL.Component(ICAL.parse(part.content.toString('utf8')))
  return {
    method: root.getFirstPropertyValue('method'),
    event: root.getFirstSubcomponent('vevent')!,
  }
}

const numberIn = ({ event }: { event: ICAL.Component }) =>
  Number(event.getFirstPropertyValue('sequence'))

/** What each process answers to this link. */
function opens(token: string): Promise<string[]> {
  return Promise.all(
    bases().map(base => outcome(new Client(base).fetch('POST', '/api/answer/read', { token }))),
  )
}

function reads(code: string): Promise<string[]> {
  return Promise.all(
    bases().map(base =>
      outcome(new Client(base).fetch('POST', '/api/enrolment/read', { token: code })),
    ),
  )
}

async function feed(path: string): Promise<string> {
  const answers = await Promise.all(bases().map(base => fetch(base + path)))
  expect(answers.map(answer => answer.status)).toEqual([200, 200])
  return answers[1]!.text()
}

async function outcome(answer: Promise<Response>): Promise<string> {
  const response = await answer
  const body = await response.text()
  return response.ok
    ? `${response.status}`
    : `${response.status} ${(JSON.parse(body) as { code: string }).code}`
}

async function refused(work: Promise<unknown>): Promise<number> {
  return work.then(
    () => 0,
    error => (error instanceof ApiFailure ? error.status : Promise.reject(error)),
  )
}
