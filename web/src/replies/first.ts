import { askEarly } from '../early.ts'
import { firstLang } from '../i18n/first-lang.ts'
import { loadTexts, startTexts } from '../i18n/texts.ts'
import { isOfSeries, tokenIn } from './token.ts'

/**
 * This file runs first on the answer page, as `../first.ts` does on other pages. The answer page is
 * a document of its own without the router.
 */
void startTexts(firstLang()).catch(() => {})
askEarly('/api/session')
const token = tokenIn(window.location.hash)
if (token) askEarlyForAnswer(token, isOfSeries(window.location.hash))
void loadTexts('replies').catch(() => {})
void import('./main.tsx')

/** Uses POST as the page does, so that the token is in no address and no log. */
function askEarlyForAnswer(personal: string, isSeries: boolean): void {
  askEarly(isSeries ? '/api/answer/series/read' : '/api/answer/read', {
    method: 'POST',
    body: JSON.stringify({ token: personal }),
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
  })
}
