import type { Browser } from 'playwright-core'
import { launchChromium } from '../chromium.ts'
import type { Client } from '../client.ts'
import type { ReceivedMail } from '../smtp.ts'

/** The calendar part of the last mail to an address, exactly as it was mailed; null when none came. */
export function calendarOf(mails: readonly ReceivedMail[], address: string): string | null {
  const mine = mails.filter(mail => mail.to.some(to => to.toLowerCase() === address.toLowerCase()))
  for (const mail of mine.toReversed()) {
    const part = mail.parsed.attachments.find(attachment => attachment.contentType.startsWith('text/calendar'))
    if (part) return part.content.toString('utf8')
  }
  return null
}

/** Takes pictures of pages in a real browser as somebody who is signed in. */
export function photographer(baseUrl: string): { take: (client: Client, path: string) => Promise<Uint8Array>; close: () => Promise<void> } {
  let browser: Browser | undefined
  return {
    async take(client, path) {
      browser ??= await launchChromium()
      const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'de-DE', timezoneId: 'Europe/Berlin' })
      await context.addCookies(client.cookies().map(({ name, value }) => ({ name, value, url: baseUrl })))
      const page = await context.newPage()
      await page.goto(baseUrl + path)
      // the board is there when it says as of when
      await page.getByText(/Stand \d\d:\d\d|As of \d\d:\d\d/).first().waitFor({ timeout: 20_000 })
      const picture = await page.screenshot()
      await context.close()
      return picture
    },
    async close() {
      await browser?.close()
    },
  }
}
