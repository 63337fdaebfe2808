import { askEarly } from './early.ts'
import { firstLang } from './i18n/first-lang.ts'
import { startTexts } from './i18n/texts.ts'
import { pages } from './pages.ts'

/**
 * This file runs first and is small, so that files, texts and first requests of the page in the
 * address load together with React instead of after it. A page that is missing here, or sends other
 * requests, works too, but appears later.
 */
const needs: readonly [address: string, files: readonly (keyof typeof pages)[], asks: string[]][] =
  [
    ['/', ['frame', 'overview'], ['/api/overview']],
    ['/meetings/$', ['frame', 'meeting', 'board'], ['/api/meetings/$', '/board']],
    ['/meetings/$/agenda', ['frame', 'meeting', 'agenda'], ['/api/meetings/$']],
    [
      '/meetings/$/attendance',
      ['frame', 'meeting', 'attendance'],
      ['/api/meetings/$', '/attendance'],
    ],
    ['/meetings/$/minutes', ['frame', 'meeting', 'minutes'], ['/api/meetings/$']],
    ['/meetings/$/lobby', ['frame', 'lobby'], ['/api/meetings/$']],
    ['/meetings/$/wall', ['wall'], ['/api/meetings/$', '/board']],
    ['/meetings/$/desk', ['desk'], ['/api/meetings/$', '/attendance']],
    ['/meetings/$/here', ['here'], ['/api/meetings/$', '/attendance']],
    ['/meetings', ['frame', 'meetings'], []],
    ['/meetings/new', ['frame', 'planMeeting'], []],
    ['/incidents', ['frame', 'incidents'], []],
    ['/staff', ['frame', 'staff'], []],
    ['/orders', ['frame', 'orders'], []],
    ['/minutes', ['frame', 'minutesList'], []],
    ['/records', ['frame', 'records'], []],
    ['/outbox', ['frame', 'outbox'], []],
    ['/account', ['frame', 'account'], []],
    ['/sign-in', ['signIn'], []],
  ]

void startTexts(firstLang()).catch(() => {})
const { pathname, hash } = window.location
// the code at the door is good for less time than signing in takes
const door = /^\/meetings\/([^/]+)\/here$/.exec(pathname)
if (door && hash)
  void fetch(`/api/meetings/${door[1]}/door/scan`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: hash.slice(1) }),
  }).catch(() => {})
const files: (keyof typeof pages)[] = []
// requests come before files, because a browser has only six connections at a time
askEarly('/api/session')
for (const [address, ofPage, [core = '', ...more]] of needs) {
  const match = new RegExp(`^${address.replace('$', '(?!new$)([^/]+)')}$`).exec(pathname)
  if (!match) continue
  files.push(...ofPage)
  const of = core.replace('$', match[1] ?? '')
  if (of) for (const path of ['', ...more]) askEarly(of + path)
}
for (const file of files) void pages[file]().catch(() => {})
void import('./main.tsx')
