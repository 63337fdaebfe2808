import { askEarly } from './early.ts'
import { startTexts, type Lang } from './i18n/texts.ts'
import { pages } from './pages.ts'
import { tokenIn } from './replies/token.ts'

/**
 * The first to run, and small, so that what the page in the address needs comes together with React and not after it: its files,
 * its texts, and what it asks first. A page that is missing here, or asks something else, is only slower.
 */
const needs: readonly [address: string, files: readonly (keyof typeof pages)[], asks: string[]][] =
  [
    ['/', ['frame', 'overview'], ['/api/overview']],
    ['/meetings/$', ['frame', 'meeting', 'board'], ['/api/meetings/$', '/board', '/entries']],
    ['/meetings/$/agenda', ['frame', 'meeting', 'agenda'], ['/api/meetings/$']],
    [
      '/meetings/$/attendance',
      ['frame', 'meeting', 'attendance'],
      ['/api/meetings/$', '/attendance'],
    ],
    ['/meetings/$/minutes', ['frame', 'meeting', 'minutes'], ['/api/meetings/$']],
    ['/meetings/$/lobby', ['frame', 'lobby'], ['/api/meetings/$']],
    ['/meetings/$/wall', ['wall'], ['/api/meetings/$', '/board', '/entries']],
    ['/meetings/$/desk', ['desk'], ['/api/meetings/$', '/attendance']],
    ['/meetings/$/here', ['here'], ['/api/meetings/$', '/attendance']],
    ['/meetings', ['frame', 'meetings'], []],
    ['/meetings/new', ['frame', 'planMeeting'], []],
    ['/staff', ['frame', 'staff'], []],
    ['/orders', ['frame', 'orders'], []],
    ['/minutes', ['frame', 'minutesList'], []],
    ['/records', ['frame', 'records'], []],
    ['/outbox', ['frame', 'outbox'], []],
    ['/account', ['frame', 'account'], []],
    ['/sign-in', ['signIn'], []],
    ['/reply', ['reply'], []],
  ]

void startTexts(firstLang()).catch(() => {})
const { pathname, hash } = window.location
const files: (keyof typeof pages)[] = []
// questions before files: a browser asks for six things at a time
askEarly('/api/session')
for (const [address, ofPage, [core = '', ...more]] of needs) {
  const match = new RegExp(`^${address.replace('$', '(?!new$)([^/]+)')}$`).exec(pathname)
  if (!match) continue
  files.push(...ofPage)
  const of = core.replace('$', match[1] ?? '')
  if (of) for (const path of ['', ...more]) askEarly(of + path)
}
const token = pathname === '/reply' ? tokenIn(hash) : null
if (token) askEarlyForAnswer(token)
for (const file of files) void pages[file]().catch(() => {})
void import('./main.tsx')

/** The address may name the language (links in mails do); else what the server wrote into the page. */
function firstLang(): Lang {
  const asked =
    new URLSearchParams(window.location.search).get('lang') ?? document.documentElement.lang
  return asked === 'en' ? 'en' : 'de'
}

/** By POST, as the page asks: the token stands in no address and no log. */
function askEarlyForAnswer(personal: string): void {
  askEarly('/api/answer/read', {
    method: 'POST',
    body: JSON.stringify({ token: personal }),
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
  })
}
