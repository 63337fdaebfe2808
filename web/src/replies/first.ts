import { askEarly } from '../early.ts'
import { firstLang } from '../i18n/first-lang.ts'
import { loadTexts, startTexts } from '../i18n/texts.ts'
import { tokenIn } from './token.ts'

/** Runs before all others, as `../first.ts` does for the other pages: the answer page has a document of its own, without the router. */
void startTexts(firstLang()).catch(() => {})
askEarly('/api/session')
const token = tokenIn(window.location.hash)
if (token) askEarlyForAnswer(token)
void loadTexts('replies').catch(() => {})
void import('./main.tsx')

/** By POST, as the page asks: the token stands in no address and no log. */
function askEarlyForAnswer(personal: string): void {
  askEarly('/api/answer/read', {
    method: 'POST',
    body: JSON.stringify({ token: personal }),
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
  })
}
