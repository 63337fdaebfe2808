import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Running } from '../../src/server.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, testPassword, type Signed } from '../support/staff.ts'

let app: TestApp
const clock = new TestClock('2026-11-24T07:00:00Z')
let staff: { staffId: string; lead: Signed }
const halfAnHourMs = 30 * 60_000
const streams: AbortController[] = []

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
})
afterAll(async () => {
  for (const stream of streams) stream.abort()
  await app.stop()
})

describe('a page that stays open', () => {
  test('keeps its session in use while its meeting runs, however quiet the half hour', async () => {
    const member = await addMember(app, staff, { name: 'Beate Weiß', functions: ['SMS Soziales'] })
    const meetingId = await convene(app, staff)
    await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    await follow(member, meetingId)
    for (let halves = 0; halves < 2; halves++) {
      clock.forward(halfAnHourMs - 60_000)
      await streamsWereAsked(member)
    }
    expect((await member.client.fetch('GET', '/api/overview')).status).toBe(200)
  })

  test('does not keep it when no meeting runs', async () => {
    const member = await addMember(app, staff, { name: 'Uwe Groß' })
    const meetingId = await convene(app, staff, { inMin: 600 })
    await follow(member, meetingId)
    clock.forward(halfAnHourMs - 60_000)
    await streamsWereAsked(member)
    clock.forward(120_000)
    expect((await member.client.fetch('GET', '/api/overview')).status).toBe(401)
  })
})

describe('a stream ends, at every process, with the right to it', () => {
  let other: Running
  beforeAll(async () => {
    other = await app.another()
  })

  const cases: [string, (who: Signed) => Promise<unknown>][] = [
    ['who is taken out of the staff', who => staff.lead.client.call('DELETE', at(who))],
    [
      'who keeps only roles without content',
      who => staff.lead.client.call('PATCH', at(who), { roles: ['it'] }),
    ],
    ['who signs out everywhere', who => who.client.post('/api/sign-out-everywhere')],
    ['who signs out', who => who.client.post('/api/sign-out')],
    [
      'who signs in anew in the same browser',
      who => who.client.fetch('POST', '/api/sign-in', { email: who.email, password: testPassword }),
    ],
    [
      'whose session is ended from elsewhere',
      async who => {
        const sessions = await who.client.get<{ sessionId: string }[]>('/api/me/sessions')
        await who.client.call('DELETE', `/api/me/sessions/${sessions[0]!.sessionId}`)
      },
    ],
    [
      'who takes a new access code',
      async who => {
        const { code } = await staff.lead.client.post<{ code: string }>(
          `/api/members/${who.memberId}/enrolment`,
          { send: 'print' },
        )
        await app.client().enrol({ token: code, password: testPassword })
      },
    ],
  ]
  test.each(cases)('%s', async (name, loseRight) => {
    const who = await addMember(app, staff, { name: `Karin ${name}` })
    const meetingId = await convene(app, staff)
    const topics = `staff:${staff.staffId},meeting:${meetingId}:replies`
    const witness = await listen(app.base, staff.lead, `staff:${staff.staffId}`)
    const streams = await Promise.all(
      [app.base, other.address].map(base => listen(base, who, topics)),
    )
    await loseRight(who)
    for (const stream of streams) await stream.ended()
    await witness.settle()
    const beats = witness.text().match(/event: beat/g)
    expect(beats, 'long before the next heartbeat, which the older stream has first').toHaveLength(
      1,
    )
  })

  test('and what is published together with the loss does not arrive', async () => {
    const who = await addMember(app, staff, { name: 'Petra Lindner' })
    const stream = await listen(app.base, who, `staff:${staff.staffId}`)
    await stream.settle()
    const before = stream.text()
    // publishes the staff first, then the person
    await staff.lead.client.call('DELETE', at(who))
    await stream.ended()
    expect(stream.text()).toBe(before)
  })

  test('an idle session ends its stream at that moment, whatever goes on in it', async () => {
    const who = await addMember(app, staff, { name: 'Ida Still' })
    const stream = await listen(app.base, who, `staff:${staff.staffId}`)
    clock.forward(halfAnHourMs - 20)
    // asked now, the stream knows that 20 ms are left
    app.deps.live.publish(`person:${who.personId}`)
    await stream.until(`person:${who.personId}`)
    clock.forward(20)
    const noise = setInterval(() => app.deps.live.publish(`staff:${staff.staffId}`), 5)
    await stream.ended()
    clearInterval(noise)
    expect((await who.client.fetch('GET', '/api/overview')).status).toBe(401)
  })

  const at = ({ memberId }: Signed) => `/api/staffs/${staff.staffId}/members/${memberId}`
})

test('whoever gets a role by an import, or by a new staff, is told', async () => {
  const who = await addMember(app, staff, { name: 'Uta Neu' })
  const stream = await listen(app.base, who, `staff:${staff.staffId}`)
  await stream.settle()
  const form = new FormData()
  form.set('file', new File([`Name;E-Mail;Rollen\n${who.name};${who.email};Presse`], 'liste.csv'))
  const answer = await fetch(`${app.base}/api/staffs/${staff.staffId}/import`, {
    method: 'POST',
    headers: { cookie: staff.lead.client.cookieHeader(), 'idempotency-key': who.memberId },
    body: form,
  })
  expect(await answer.json()).toMatchObject({ change: 1 })
  await stream.until(`person:${who.personId}`)
  await stream.settle()
  await staff.lead.client.post('/api/staffs', {
    name: 'Stab der Stadt Beispiel',
    template: 'nrw',
    lead: { name: who.name, email: who.email },
  })
  await stream.until(`person:${who.personId}`)
})

describe('streams are counted', () => {
  test('beyond ten of a session the oldest gives way and is told so; a reload locks nobody out', async () => {
    const who = await addMember(app, staff, { name: 'Viele Karten' })
    const streams = []
    for (let i = 0; i < 11; i++) streams.push(await listen(app.base, who, `staff:${staff.staffId}`))
    const [oldest, ...others] = streams
    await oldest!.ended()
    expect(oldest!.text()).toContain('event: displaced')
    app.deps.live.publish(`staff:${staff.staffId}`)
    await Promise.all(others.map(stream => stream.until(`staff:${staff.staffId}`)))
  })

  test('beyond thirty of a person, too, whatever the sessions', async () => {
    const who = await addMember(app, staff, { name: 'Viele Geräte' })
    const streams = []
    for (let session = 0; session < 4; session++) {
      for (let i = 0; i < 10; i++)
        streams.push(await listen(app.base, who, `staff:${staff.staffId}`))
      clock.forward(30_000)
      await who.client.signIn()
    }
    await Promise.all(streams.slice(0, 10).map(stream => stream.ended()))
    app.deps.live.publish(`staff:${staff.staffId}`)
    await Promise.all(streams.slice(10).map(stream => stream.until(`staff:${staff.staffId}`)))
  })
})

test('whoever sees no content may not follow it: IT and records are refused the orders', async () => {
  for (const role of ['it', 'records']) {
    const who = await addMember(app, staff, { name: `Rolle ${role}`, roles: [role] })
    const status = async (topics: string) => {
      const stream = new AbortController()
      streams.push(stream)
      const answer = await fetch(`${app.base}/api/live?topics=${topics}`, {
        headers: { cookie: who.client.cookieHeader() },
        signal: stream.signal,
      })
      return answer.status
    }
    expect(await status(`staff:${staff.staffId}:orders`)).toBe(404)
    expect(await status(`staff:${staff.staffId},staff:${staff.staffId}:outbox`)).toBe(200)
  }
})

/** An open stream, after its first question whether it may go on. */
async function listen(base: string, who: Signed, topics: string) {
  const stream = new AbortController()
  streams.push(stream)
  const answer = await fetch(`${base}/api/live?topics=${topics}`, {
    headers: { cookie: who.client.cookieHeader() },
    signal: stream.signal,
  })
  expect(answer.status).toBe(200)
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  let heardUntil = 0
  const read = async () => {
    const { value, done } = await reader.read()
    text += value ?? ''
    return !done
  }
  const until = async (wanted: string) => {
    while (!text.includes(wanted, heardUntil))
      if (!(await read())) throw new Error(`the stream ended before "${wanted}"`)
  }
  await until('event: beat')
  return {
    /** of what came after the last `settle` */
    until,
    /** waits until all that was published before has arrived */
    async settle() {
      app.deps.live.publish(`staff:${staff.staffId}`)
      await until(`staff:${staff.staffId}`)
      heardUntil = text.length
    },
    text: () => text,
    async ended() {
      while (await read());
    },
  }
}

async function follow(member: Signed, meetingId: string): Promise<void> {
  const stream = new AbortController()
  streams.push(stream)
  const answer = await fetch(`${app.base}/api/live?topics=meeting:${meetingId}`, {
    headers: { cookie: member.client.cookieHeader() },
    signal: stream.signal,
  })
  reading.set(member.personId, {
    reader: answer.body!.pipeThrough(new TextDecoderStream()).getReader(),
    text: '',
  })
}

const reading = new Map<string, { reader: ReadableStreamDefaultReader<string>; text: string }>()

/**
 * Whether somebody may go on listening is asked when something about them changes; the stream then
 * says so.
 */
async function streamsWereAsked(member: Signed): Promise<void> {
  const open = reading.get(member.personId)!
  open.text = ''
  app.deps.live.publish(`person:${member.personId}`)
  await vi.waitFor(async () => {
    open.text += (await open.reader.read()).value ?? ''
    expect(open.text).toContain(`person:${member.personId}`)
  }, 5_000)
}
