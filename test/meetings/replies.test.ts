import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiFailure, type Client } from '../support/client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'
import { revise } from '../support/revised.ts'

let app: TestApp
let mail: MailReceiver
let staff: { staffId: string; lead: Signed }
let buma: Signed
let deputy: Signed
let next: Signed

beforeAll(async () => {
  mail = await startMailReceiver()
  app = await startApp({ env: { SMTP_URL: mail.url } })
  staff = await foundStaff(app)
  buma = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  deputy = await addMember(app, staff, { name: 'Lena Vogt' })
  next = await addMember(app, staff, { name: 'Tom Reuter' })
})
afterAll(async () => {
  await app.stop()
  await mail.close()
})

type Attendee = {
  attendeeId: string
  memberId: string
  name: string
  functions: string[]
  deputyForNames: string[]
  reply: {
    kind: string
    mode: string | null
    deputyName: string | null
    byName: string | null
    source: string
  } | null
}

describe('a promise', () => {
  test('by the link in the mail, without signing in: reading changes nothing, answering once is enough', async () => {
    const meetingId = await convene(app, staff)
    const token = await linkFor('Jonas Brandt', buma.email)
    const visitor = app.client()
    const page = await visitor.post<{ name: string; reply: unknown; deputies: { name: string }[] }>(
      '/api/answer/read',
      { token },
    )
    expect(page).toMatchObject({ name: 'Jonas Brandt', reply: null })
    expect((await of(meetingId, buma)).reply).toBeNull()
    await visitor.post('/api/answer', { token, reply: { kind: 'accepted', mode: 'video' } })
    expect((await of(meetingId, buma)).reply).toMatchObject({
      kind: 'accepted',
      mode: 'video',
      source: 'link',
      byName: null,
    })
  })

  test('a forged link, and a link that was disowned, open nothing', async () => {
    const meetingId = await convene(app, staff)
    const token = await linkFor('Jonas Brandt', buma.email)
    const [id, generation, signature] = token.split('.') as [string, string, string]
    for (const forged of [
      `${id}.${Number(generation) + 1}.${signature}`,
      `${id}.${generation}.${'A'.repeat(22)}`,
      token.slice(0, -2),
    ]) {
      expect(
        await refused(() => app.client().post('/api/answer/read', { token: forged })),
      ).toMatchObject({ code: 'linkExpired' })
    }
    await app.client().post('/api/answer/not-mine', { token })
    expect(
      await refused(() =>
        app.client().post('/api/answer', { token, reply: { kind: 'accepted', mode: 'phone' } }),
      ),
    ).toMatchObject({
      code: 'linkExpired',
    })
    expect((await of(meetingId, buma)).reply).toBeNull()
  })

  test('an old link tells that the meeting was moved', async () => {
    const meetingId = await convene(app, staff)
    const token = await linkFor('Jonas Brandt', buma.email)
    const read = () =>
      app
        .client()
        .post<{ meeting: { startsAt: string; movedFrom: string | null } }>('/api/answer/read', {
          token,
        })
    const before = (await read()).meeting
    expect(before.movedFrom).toBeNull()
    await revise(staff.lead.client, [
      'POST',
      `/api/meetings/${meetingId}/move`,
      { date: '2099-01-05', time: '08:30', durationMin: 50, meant: 'farAhead' },
    ])
    expect((await read()).meeting).toMatchObject({
      startsAt: '2099-01-05T07:30:00.000Z',
      movedFrom: before.startsAt,
    })
  })

  test('changes until the close, each change kept with time, actor and source', async () => {
    const meetingId = await convene(app, staff)
    await reply(buma.client, meetingId, { kind: 'accepted', mode: 'onSite' })
    await reply(buma.client, meetingId, { kind: 'accepted', mode: 'phone' })
    const { attendeeId } = await of(meetingId, buma)
    await staff.lead.client.call(
      'PUT',
      `/api/meetings/${meetingId}/attendees/${attendeeId}/reply`,
      { kind: 'declined' },
    )
    const history = await staff.lead.client.get<
      { reply: { kind: string; mode: string | null; source: string; byName: string } }[]
    >(`/api/meetings/${meetingId}/replies`)
    expect(history.map(h => [h.reply.kind, h.reply.mode, h.reply.source, h.reply.byName])).toEqual([
      ['declined', null, 'onBehalf', 'Dr. Sabine Köhler-Özdemir'],
      ['accepted', 'phone', 'signedIn', 'Jonas Brandt'],
      ['accepted', 'onSite', 'signedIn', 'Jonas Brandt'],
    ])
    await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
    expect(
      await refused(() => reply(buma.client, meetingId, { kind: 'accepted', mode: 'video' })),
    ).toMatchObject({ code: 'meetingClosed' })
  })

  test('when the room is full, people see it and can still choose it', async () => {
    const meetingId = await convene(app, staff, { seats: 1 })
    await reply(staff.lead.client, meetingId, { kind: 'accepted', mode: 'onSite' })
    const token = await linkFor('Jonas Brandt', buma.email)
    const page = await app
      .client()
      .post<{ meeting: { seatsFree: number } }>('/api/answer/read', { token })
    expect(page.meeting.seatsFree).toBe(0)
    await app.client().post('/api/answer', { token, reply: { kind: 'accepted', mode: 'onSite' } })
    expect((await of(meetingId, buma)).reply).toMatchObject({ mode: 'onSite' })
  })
})

describe('deputies', () => {
  test('a deputy takes over the invitation, passes it on, and the principal may still come', async () => {
    const meetingId = await convene(app, staff)
    await reply(buma.client, meetingId, { kind: 'declined', deputyMemberId: deputy.memberId })
    await mail.waitFor(
      m => m.to.includes(deputy.email) && /Vertretung/.test(m.parsed.subject ?? ''),
    )
    expect(await of(meetingId, deputy)).toMatchObject({
      functions: ['BuMA'],
      deputyForNames: ['Jonas Brandt'],
    })
    await reply(deputy.client, meetingId, { kind: 'declined', deputyMemberId: next.memberId })
    expect(await of(meetingId, next)).toMatchObject({
      functions: ['BuMA'],
      deputyForNames: ['Lena Vogt'],
    })
    expect(
      await refused(() =>
        reply(next.client, meetingId, { kind: 'declined', deputyMemberId: buma.memberId }),
      ),
    ).toMatchObject({
      errors: [{ field: 'deputyMemberId' }],
    })
    await reply(buma.client, meetingId, { kind: 'accepted', mode: 'video' })
    expect((await of(meetingId, buma)).reply).toMatchObject({ kind: 'accepted', deputyName: null })
  })

  test('nobody names themselves or somebody outside the staff', async () => {
    const meetingId = await convene(app, staff)
    for (const deputyMemberId of [buma.memberId, `mbr_${'0'.repeat(26)}`]) {
      expect(
        await refused(() => reply(buma.client, meetingId, { kind: 'declined', deputyMemberId })),
      ).toMatchObject({
        code: 'invalid',
        errors: [{ field: 'deputyMemberId' }],
      })
    }
    expect((await of(meetingId, buma)).reply).toBeNull()
  })

  test('who only keeps records or machines is neither offered nor taken: not as deputy, by link or signed in, not as guest of a meeting, at its door, or for its minutes', async () => {
    const clerk = await addMember(app, staff, {
      name: 'Karin Achterberg',
      roles: ['records'],
      withAccount: false,
    })
    const technician = await addMember(app, staff, { name: 'Ivo Technik', roles: ['it'] })
    const meetingId = await convene(app, staff)
    const { client: lead } = staff.lead
    const m = `/api/meetings/${meetingId}`
    const { attendeeId } = await of(meetingId, buma)
    const token = await linkFor('Jonas Brandt', buma.email)
    for (const { memberId } of [clerk, technician]) {
      const options = await buma.client.get<{ memberId: string }[]>(`${m}/deputies`)
      expect(options.map(option => option.memberId)).not.toContain(memberId)
      const declined = { kind: 'declined', deputyMemberId: memberId }
      const asks: [string, () => Promise<unknown>][] = [
        ['deputyMemberId', () => reply(buma.client, meetingId, declined)],
        ['deputyMemberId', () => app.client().post('/api/answer', { token, reply: declined })],
        ['deputyMemberId', () => lead.call('PUT', `${m}/attendees/${attendeeId}/reply`, declined)],
        ['memberId', () => lead.post(`${m}/members`, { memberId })],
        ['memberId', () => lead.post(`${m}/check-in`, { memberId })],
        ['minuteTakerId', () => revise(lead, ['PATCH', m, { minuteTakerId: memberId }])],
        ['minuteTakerId', () => convene(app, staff, { minuteTakerId: memberId })],
      ]
      for (const [field, ask] of asks)
        expect(await refused(ask)).toMatchObject({
          code: 'invalid',
          errors: [{ field, value: memberId, problem: 'takes part in no meeting' }],
        })
    }
    expect((await of(meetingId, buma)).reply).toBeNull()
    await lead.post(`${m}/open`)
    await lead.post(`${m}/close`)
    expect(
      await refused(() =>
        lead.call('PUT', `${m}/minutes/minute-taker`, { memberId: clerk.memberId }),
      ),
    ).toMatchObject({ errors: [{ field: 'memberId', problem: 'takes part in no meeting' }] })
  })

  test('a link names the ranked deputies, and others only to who knows how their name begins', async () => {
    const roster = await staff.lead.client.get<{
      functions: { functionId: string; label: string }[]
    }>(`/api/staffs/${staff.staffId}/roster`)
    const { functionId } = roster.functions.find(fn => fn.label === 'BuMA')!
    const holders = (...ranked: Signed[]) =>
      staff.lead.client.call(
        'PUT',
        `/api/staffs/${staff.staffId}/functions/${functionId}/holders`,
        {
          holders: [buma, ...ranked].map(({ memberId }, rank) => ({ memberId, rank })),
        },
      )
    await holders(deputy)
    for (const name of ['Dr. Çiğdem Yıldız', 'Uwe Müller-Öztürk'])
      await addMember(app, staff, { name, withAccount: false })
    const crowd = Array.from({ length: 9 }, (_, i) => `Xaver ${'ABCDEFGHI'[i]}bel`)
    for (const name of crowd) await addMember(app, staff, { name, withAccount: false })
    const meetingId = await convene(app, staff)
    const token = await linkFor('Jonas Brandt', buma.email)
    const visitor = app.client()
    const page = await visitor.post<{ deputies: { name: string }[] }>('/api/answer/read', { token })
    expect(page.deputies.map(each => each.name)).toEqual(['Lena Vogt'])
    type Found = { deputies: { name: string; memberId: string }[]; hasMore: boolean }
    const find = (typed: string) => visitor.post<Found>('/api/answer/deputies', { token, typed })
    const names = async (typed: string) => (await find(typed)).deputies.map(each => each.name)
    expect(await names('yil')).toEqual(['Dr. Çiğdem Yıldız'])
    expect(await names('mueller')).toEqual(['Uwe Müller-Öztürk'])
    expect(await names('ozt')).toEqual(['Uwe Müller-Öztürk'])
    expect(await names('Vogt')).toEqual([])
    expect(await names('Jonas')).toEqual([])
    expect(await names('üller')).toEqual([])
    expect(await find('xav')).toMatchObject({ hasMore: true })
    expect(await names('xav')).toHaveLength(8)
    expect(await names('xav abe')).toEqual(['Xaver Abel'])
    for (const typed of ['', 'Mü', '   ', '%%%', '---', 'mu m', 'm m m', '123'])
      expect(await refused(() => find(typed))).toMatchObject({
        code: 'invalid',
        errors: [{ field: 'typed' }],
      })
    expect(
      await refused(() =>
        visitor.post('/api/answer/deputies', { token: `${token.slice(0, -1)}_`, typed: 'xav' }),
      ),
    ).toMatchObject({ code: 'linkExpired' })
    const [chosen] = (await find('yildiz')).deputies
    await visitor.post('/api/answer', {
      token,
      reply: { kind: 'declined', deputyMemberId: chosen!.memberId },
    })
    expect((await of(meetingId, buma)).reply).toMatchObject({ deputyName: 'Dr. Çiğdem Yıldız' })
    for (let i = 0; i < 60; i++)
      await visitor.fetch('POST', '/api/answer/deputies', { token, typed: 'xav' })
    expect(await refused(() => find('xav'))).toMatchObject({ code: 'tooManyAttempts' })
    // others behind the same address go on searching
    const other = await linkFor('Dr. Sabine Köhler-Özdemir', staff.lead.email)
    await visitor.post('/api/answer/deputies', { token: other, typed: 'xav' })
    await staff.lead.client.post(`/api/meetings/${meetingId}/cancel`, { reason: 'x' })
    expect(
      await refused(() => visitor.post('/api/answer/deputies', { token: other, typed: 'xav' })),
    ).toMatchObject({ code: 'meetingCancelled' })
    await holders()
  })

  test('a link tells the code of the dial-in only to who takes part by phone, and nothing of it afterwards', async () => {
    await revise(staff.lead.client, [
      'PATCH',
      `/api/staffs/${staff.staffId}`,
      { dialInNumber: '0221 4710-100', dialInCode: '4711' },
    ])
    const meetingId = await convene(app, staff)
    const token = await linkFor('Jonas Brandt', buma.email)
    const visitor = app.client()
    type Page = { meeting: { dialInNumber: string; dialInCode: string } }
    const told = async () => {
      const { meeting } = await visitor.post<Page>('/api/answer/read', { token })
      return [meeting.dialInNumber, meeting.dialInCode]
    }
    const answer = (mode: string) =>
      visitor.post('/api/answer', { token, reply: { kind: 'accepted', mode } })
    expect(await told()).toEqual(['0221 4710-100', ''])
    await answer('phone')
    expect(await told()).toEqual(['0221 4710-100', '4711'])
    await answer('video')
    expect(await told()).toEqual(['0221 4710-100', ''])
    await answer('phone')
    await staff.lead.client.post(`/api/meetings/${meetingId}/cancel`, { reason: 'x' })
    expect(await refused(told)).toMatchObject({ code: 'meetingCancelled' })
  })
})

describe('mail', () => {
  test('an invitation carries one calendar part with only the recipient in it', async () => {
    const meetingId = await convene(app, staff)
    const { parsed } = await mail.waitFor(
      m =>
        m.to.includes(buma.email) &&
        m.raw.includes('text/calendar') &&
        decoded(m).includes(meetingId),
    )
    const part = parsed.attachments
      .find(a => a.contentType.startsWith('text/calendar'))!
      .content.toString('utf8')
    expect(part).toContain('METHOD:REQUEST')
    expect(part.match(/ATTENDEE/g)).toHaveLength(1)
    expect(part.replace(/\r\n /g, '')).toContain(`mailto:${buma.email}`)
  })

  test('a refused address is shown at the person and in the Postausgang, and can be tried again', async () => {
    mail.refuse(next.email, 550)
    const meetingId = await convene(app, staff)
    await until(async () =>
      (await outbox(meetingId)).some(m => m.toAddress === next.email && m.state === 'failed'),
    )
    expect((await of(meetingId, next)) as unknown).toMatchObject({
      mailProblem: expect.stringMatching(/550|refus|unknown/i),
    })
    mail.accept(next.email)
    const failed = (await outbox(meetingId)).find(m => m.toAddress === next.email)!
    await staff.lead.client.post(`/api/mails/${failed.mailId}/retry`)
    await until(async () =>
      (await outbox(meetingId)).some(m => m.mailId === failed.mailId && m.state === 'sent'),
    )
    expect((await of(meetingId, next)) as unknown).toMatchObject({ mailProblem: null })
  })

  test('a reminder goes only to those who have not answered', async () => {
    const meetingId = await convene(app, staff)
    await reply(buma.client, meetingId, { kind: 'accepted', mode: 'video' })
    const { count } = await staff.lead.client.post<{ count: number }>(
      `/api/meetings/${meetingId}/remind`,
      {},
    )
    const reminded = (await outbox(meetingId)).filter(m => m.kind === 'reminder').map(m => m.toName)
    expect(reminded).not.toContain('Jonas Brandt')
    expect(reminded).toHaveLength(count)
  })

  test('the personal feed says when and not what, and dies when it is renewed', async () => {
    const meetingId = await convene(app, staff)
    const { url } = await buma.client.post<{ url: string }>('/api/me/feed')
    const calendar = await (await fetch(url)).text()
    expect(calendar).toContain(`UID:${meetingId}`)
    expect(calendar).not.toContain('Hochwasser')
    await buma.client.post('/api/me/feed')
    expect((await fetch(url)).status).toBe(404)
  })
})

test('a promise reaches the page of the lead through another process', async () => {
  const meetingId = await convene(app, staff)
  const other = await app.another()
  const stream = await fetch(`${other.address}/api/live?topics=meeting:${meetingId}:replies`, {
    headers: { cookie: staff.lead.client.cookieHeader() },
  })
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
  let seen = ''
  while (!seen.includes('hello')) seen += (await reader.read()).value
  await reply(buma.client, meetingId, { kind: 'accepted', mode: 'video' })
  while (!seen.includes(`meeting:${meetingId}:replies`)) seen += (await reader.read()).value
  await reader.cancel()
})

function reply(client: Client, meetingId: string, body: unknown): Promise<unknown> {
  return client.call('PUT', `/api/meetings/${meetingId}/reply`, body)
}

async function of(meetingId: string, person: Signed): Promise<Attendee> {
  const all = await staff.lead.client.get<Attendee[]>(`/api/meetings/${meetingId}/attendees`)
  return all.find(a => a.memberId === person.memberId)!
}

function outbox(meetingId: string) {
  return staff.lead.client
    .get<
      {
        mailId: string
        meetingId: string
        kind: string
        toName: string
        toAddress: string
        state: string
      }[]
    >(`/api/staffs/${staff.staffId}/outbox`)
    .then(all => all.filter(m => m.meetingId === meetingId))
}

/** The personal link of the newest invitation to this address. */
async function linkFor(name: string, address: string): Promise<string> {
  const pattern = /\/reply#(att_[0-9a-z]+\.\d+\.[A-Za-z0-9_-]+)/
  const newest = (
    await staff.lead.client.get<{ mailId: string; toName: string }[]>(
      `/api/staffs/${staff.staffId}/outbox`,
    )
  ).find(m => m.toName === name)!
  const arrived = await mail.waitFor(
    m => m.to.includes(address) && (m.parsed.messageId ?? '').includes(newest.mailId),
  )
  return pattern.exec(decoded(arrived))![1]!
}

function decoded(m: { parsed: { text?: string | undefined } }): string {
  return m.parsed.text ?? ''
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  await expect.poll(isTrue, { timeout: 15_000 }).toBe(true)
}

async function refused(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => Promise.reject(new Error('it was accepted')),
    error => (error instanceof ApiFailure ? error.body : Promise.reject(error)),
  )
}
