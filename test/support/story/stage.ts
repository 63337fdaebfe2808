import type { Browser } from 'playwright-core'
import { launchChromium } from '../chromium.ts'
import type { ReceivedMail } from '../smtp.ts'
import type { Client } from '../client.ts'

/**
 * How time passes and people connect: for real, or on a virtual clock with a simulated media
 * server.
 */
export type Stage = {
  baseUrl: string
  /** the start code that the start printed */
  startCode: () => string
  nowMs: () => number
  /** resolves when the clock shows `atMs` */
  until: (atMs: number) => Promise<void>
  connect: (ticket: { url: string; token: string; identity: string }) => Promise<Connection>
  /** the API dies without warning and starts again */
  outage: (forS: number) => Promise<void>
  /** resolves when mails had the time to leave that they have where time is real */
  mailsLeave: (isComplete: () => Promise<boolean>) => Promise<void>
  /** the calendar part of the last mail to this address, or null */
  lastCalendar: (address: string, isComplete: () => Promise<boolean>) => Promise<string | null>
  /** opens a page in a real browser as this person, of which pictures are taken later */
  watch: (client: Client, path: string) => Promise<{ picture: () => Promise<Uint8Array> }>
}
export type Connection = {
  leave: () => Promise<unknown>
  cut: () => Promise<unknown>
  /** resolves when the product has ended the connection and was told so */
  ended: () => Promise<unknown>
}

/** The calendar part of the last mail to an address, exactly as mailed; null when none came. */
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

/**
 * Keeps a page open in a real browser as a signed-in person, so that a picture of it takes no time
 * of the story.
 */
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
      // a cookie with the prefix __Host- must be secure, and the browser accepts loopback as that
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
          // a virtual clock can jump past the end of the session; the client signs in again then,
          // and the page must have the new session
          await client.get('/api/overview')
          if (client.cookieHeader() !== shownAs) await show()
          // the board is drawn when it shows the time of its data
          await page
            .getByText(/Stand \d\d:\d\d|As of \d\d:\d\d/)
            .first()
            .waitFor({ timeout: 20_000 })
          // the whole page, however long the list is, because nobody can scroll a picture
          return page.screenshot({ fullPage: true })
        },
      }
    },
    async close() {
      await browser?.close()
    },
  }
}
