import type { Browser } from 'playwright-core'
import { launchChromium } from '../chromium.ts'
import type { ReceivedMail } from '../smtp.ts'
import type { Client } from '../client.ts'

/** How time passes and how people connect: for real, or on a virtual clock with a simulated media server. */
export type Stage = {
  baseUrl: string
  /** what the start printed for the first start */
  startCode: () => string
  nowMs: () => number
  /** comes back when the clock shows `atMs` */
  until: (atMs: number) => Promise<void>
  connect: (ticket: { url: string; token: string; identity: string }) => Promise<Connection>
  /** the API dies without warning and comes back */
  outage: (forS: number) => Promise<void>
  /** the calendar part of the last mail to this address, when one came */
  lastCalendar: (address: string, isComplete: () => Promise<boolean>) => Promise<string | null>
  /** opens a page in a real browser as this person; pictures of it are taken later */
  watch: (client: Client, path: string) => Promise<{ picture: () => Promise<Uint8Array> }>
}
export type Connection = { leave: () => Promise<unknown>; cut: () => Promise<unknown> }

/** The calendar part of the last mail to an address, exactly as it was mailed; null when none came. */
export function calendarOf(mails: readonly ReceivedMail[], address: string): string | null {
  const mine = mails.filter(mail => mail.to.some(to => to.toLowerCase() === address.toLowerCase()))
  for (const mail of mine.toReversed()) {
    const part = mail.parsed.attachments.find(attachment =>
      attachment.contentType.startsWith('text/calendar'),
    )
    if (part) return part.content.toString('utf8')
  }
  return null
}

/** Keeps a page open in a real browser as somebody who is signed in, so that a picture of it costs no time of the story. */
export function photographer(baseUrl: string): {
  watch: Stage['watch']
  close: () => Promise<void>
} {
  let browser: Browser | undefined
  return {
    async watch(client, path) {
      browser ??= await launchChromium()
      const context = await browser.newContext({
        viewport: { width: 1920, height: 1080 },
        locale: 'de-DE',
        timezoneId: 'Europe/Berlin',
      })
      // a cookie with the prefix __Host- is secure, and the browser takes loopback for that
      const url = baseUrl.replace('http:', 'https:')
      let shownAs = ''
      const page = await context.newPage()
      const show = async () => {
        shownAs = client.cookieHeader()
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
        await page.goto(baseUrl + path)
      }
      await show()
      return {
        async picture() {
          // a clock that jumps hours outlives a session; whoever is signed out signs in again and is back
          await client.get('/api/overview')
          if (client.cookieHeader() !== shownAs) await show()
          // the board is there when it says as of when
          await page
            .getByText(/Stand \d\d:\d\d|As of \d\d:\d\d/)
            .first()
            .waitFor({ timeout: 20_000 })
          // whole, however long the list: a wall scrolls, a picture cannot
          return page.screenshot({ fullPage: true })
        },
      }
    },
    async close() {
      await browser?.close()
    },
  }
}
