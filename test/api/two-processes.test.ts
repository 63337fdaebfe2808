import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLive } from '../../src/lib/live.ts'
import type { Running } from '../../src/server.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let other: Running
let staff: { staffId: string; lead: Signed }
let member: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  member = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  other = await app.another()
})
afterAll(() => app.stop())

describe('two processes on one database', () => {
  test('know one session: signed in at one, good at the other, ended everywhere', async () => {
    const there = elsewhere(staff.lead)
    expect(await there('GET', '/api/session').then(answer => answer.json())).toMatchObject({
      state: 'signedIn',
    })
    const visitor = await addMember(app, staff, { name: 'Karin Kurz' })
    const asVisitor = elsewhere(visitor)
    expect((await asVisitor('GET', '/api/staffs')).status).toBe(200)
    await visitor.client.post('/api/sign-out')
    expect((await asVisitor('GET', '/api/staffs')).status).toBe(401)
  })

  test('tell each other what changed within 2 s, to whichever one the page is connected', async () => {
    const meetingId = await convene(app, staff)
    const here = await listen(app.base, meetingId)
    const there = await listen(other.address, meetingId)
    await member.client.call('PUT', `/api/meetings/${meetingId}/reply`, {
      kind: 'accepted',
      mode: 'video',
    })
    const topic = `meeting:${meetingId}:replies`
    const [a, b] = await Promise.all([here.until(topic), there.until(topic)])
    expect(a.id, 'one number for one change, at both').toBe(b.id)
    await elsewhere(staff.lead)('POST', `/api/meetings/${meetingId}/open`)
    await Promise.all([here.until(`meeting:${meetingId}`), there.until(`meeting:${meetingId}`)])
    await Promise.all([here.end(), there.end()])
  })

  test('go on where a stream broke off, at the other one too: nothing is missed, and nothing comes twice', async () => {
    const meetingId = await convene(app, staff)
    const reply = (mode: string) =>
      member.client.call('PUT', `/api/meetings/${meetingId}/reply`, { kind: 'accepted', mode })
    const topic = `meeting:${meetingId}:replies`
    await elsewhere(staff.lead)('POST', `/api/meetings/${meetingId}/open`)
    const first = await listen(app.base, meetingId)
    await reply('video')
    const { id } = await first.until(topic)
    await first.end()
    await reply('phone')
    await elsewhere(staff.lead)('POST', `/api/meetings/${meetingId}/pause`)
    // both are told before anybody asks
    const witness = await listen(other.address, meetingId)
    await elsewhere(staff.lead)('POST', `/api/meetings/${meetingId}/resume`)
    await witness.until(`meeting:${meetingId}`)
    await witness.end()
    for (const base of [app.base, other.address]) {
      const resumed = await listen(base, meetingId, id)
      await resumed.until(`meeting:${meetingId}`)
      await resumed.until(`meeting:${meetingId}`)
      expect(resumed.seen.filter(event => event.topic === topic)).toHaveLength(1)
      expect(resumed.seen.every(event => event.event !== 'resync' && event.id !== id)).toBe(true)
      await resumed.end()
    }
  })

  test('a process that cannot know what was missed says so', async () => {
    const meetingId = await convene(app, staff)
    const young = await app.another()
    const resumed = await listen(young.address, meetingId, '1')
    await resumed.until('resync')
    await resumed.end()
    await young.stop()
  })

  test('do a mutation once when a client that heard nothing sends it to the other one', async () => {
    const body = { title: 'Stromausfall (erfunden)', kind: 'operation' }
    const send = (base: string) =>
      fetch(`${base}/api/staffs/${staff.staffId}/incidents`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          cookie: staff.lead.client.cookieHeader(),
          'idempotency-key': 'nur-einmal-1',
        },
        body: JSON.stringify(body),
      })
    const [first, second] = [await send(app.base), await send(other.address)]
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(await second.json()).toEqual(await first.json())
  })

  test('end streams in order when one is stopped, so that pages come back to the other', async () => {
    const meetingId = await convene(app, staff)
    const leaving = await app.another()
    const stream = await listen(leaving.address, meetingId)
    const [, ended] = await Promise.all([leaving.stop(), stream.ended()])
    expect(ended).toBe(true)
    const back = await listen(other.address, meetingId)
    await back.end()
  })
})

test('a topic whose number was overtaken by a later one is not lost to whoever resumes between the two', async () => {
  const live = await startLive(app.deps.database.sql, error => {
    throw error
  })
  const heard: (string | undefined)[] = []
  const all = new Set(['a', 'b', 'c'])
  const stop = live.subscribe(all, null, event =>
    heard.push(event === 'resync' ? event : `${event.id} ${event.topic}`),
  )
  const notify = (payload: string) =>
    app.deps.database.sql`select pg_notify('lagerunde_live', ${payload})`
  await notify('1000005 a')
  await notify('1000004 b')
  await notify('1000006 c')
  await expect.poll(() => heard.length).toBe(3)
  stop()
  const missed: string[] = []
  live.subscribe(all, 1_000_005, event => missed.push(event === 'resync' ? event : event.topic))
  expect(missed).toEqual(['b', 'c'])
  await live.close()
})

/** The same person's browser, pointed at the other process. */
function elsewhere({ client }: Signed) {
  return (method: string, path: string, body?: unknown) =>
    fetch(other.address + path, {
      method,
      headers: {
        cookie: client.cookieHeader(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
}

type Event = { id: string | undefined; event: string; topic: string | undefined }

/** A page's stream: all topics of the meeting, resumed after `lastId` when given. */
async function listen(base: string, meetingId: string, lastId?: string) {
  const response = await fetch(
    `${base}/api/live?topics=meeting:${meetingId},meeting:${meetingId}:replies`,
    {
      headers: {
        cookie: staff.lead.client.cookieHeader(),
        ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
      },
    },
  )
  expect(response.status).toBe(200)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const seen: Event[] = []
  let taken = 0
  let rest = ''
  let isThere = false
  const read = async (): Promise<boolean> => {
    const { value, done } = await reader.read()
    rest += value ?? ''
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
      const event = field('event') ?? ''
      if (event === 'hello') isThere = true
      if (event === 'hello' || event === 'beat') continue
      seen.push({
        id: field('id'),
        event,
        topic:
          event === 'topic' ? (JSON.parse(field('data')!) as { topic: string }).topic : undefined,
      })
    }
    return !done
  }
  while (!isThere) await read()
  return {
    seen,
    async until(wanted: string): Promise<Event> {
      for (;;) {
        const at = seen.findIndex(
          (event, i) => i >= taken && (event.topic === wanted || event.event === wanted),
        )
        if (at >= 0) {
          taken = at + 1
          return seen[at]!
        }
        if (!(await read())) throw new Error(`the stream ended before "${wanted}"`)
      }
    },
    async ended(): Promise<boolean> {
      while (await read());
      return true
    },
    end: () => reader.cancel(),
  }
}
