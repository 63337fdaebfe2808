import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

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

/** Whether somebody may go on listening is asked when something about them changes; the stream then says so. */
async function streamsWereAsked(member: Signed): Promise<void> {
  const open = reading.get(member.personId)!
  open.text = ''
  app.deps.live.publish(`person:${member.personId}`)
  await vi.waitFor(async () => {
    open.text += (await open.reader.read()).value ?? ''
    expect(open.text).toContain(`person:${member.personId}`)
  }, 5_000)
}
