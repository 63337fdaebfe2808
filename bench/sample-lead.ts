import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { Client } from '../test/support/client.ts'
import { readStartCode } from '../test/support/start-code.ts'

/** Sets the sample up and signs in its lead, who is invited to the next meeting. */
export async function signInSampleLead(
  address: string,
  dataDir: string,
): Promise<{ client: Client; ids: { next: string; last: string } }> {
  const client = new Client(address)
  await client.post('/api/first-start/code', { code: readStartCode(dataDir) })
  await client.post('/api/first-start/sample')
  const { sampleAccounts } = await client.get<{
    sampleAccounts: { personId: string; name: string }[]
  }>('/api/session')
  await client.post('/api/sign-in/sample', {
    personId: sampleAccounts.find(account => account.name.includes('Köhler'))!.personId,
  })
  const { next, last } = await client.get<{
    next: { meetingId: string }
    last: { meetingId: string }
  }>('/api/overview')
  return { client, ids: { next: next.meetingId, last: last.meetingId } }
}

export async function videoIsReady(client: Client): Promise<void> {
  for (;;) {
    const { video } = await client.get<{ video: { state: string } }>('/api/session')
    if (video.state === 'ready') return
    if (video.state === 'unavailable')
      throw new Error('The figure of the room needs the real media server')
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}

/** A browser profile with an empty cache in which the client's person is signed in. */
export async function contextOf(
  browser: Browser,
  client: Client,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options)
  const url = client.base.replace('http:', 'https:')
  await context.addCookies(
    client.cookies().map(({ name, value }) => ({
      name,
      value,
      url,
      secure: true,
      httpOnly: true,
      sameSite: 'Strict' as const,
    })),
  )
  return context
}

/** The personal link in the mail to the first invited member. */
export async function replyPath(client: Client, meetingId: string): Promise<string> {
  const attendees = await client.get<{ attendeeId: string }[]>(
    `/api/meetings/${meetingId}/attendees`,
  )
  const { url } = await client.post<{ url: string }>(
    `/api/meetings/${meetingId}/attendees/${attendees[0]!.attendeeId}/link`,
  )
  const { pathname, hash } = new URL(url)
  return pathname + hash
}
