import { setTimeout as delay } from 'node:timers/promises'
import { newTotpSecret } from '../src/access/totp.ts'
import { hashPassword } from '../src/access/password.ts'
import { readInstallation } from '../src/access/store/installation.ts'
import { accounts } from '../src/access/tables.ts'
import type { Database } from '../src/lib/db.ts'
import { newId } from '../src/lib/ids.ts'
import { seal } from '../src/lib/secrets.ts'
import { Client } from '../test/support/client.ts'
import { appCode } from '../test/support/totp.ts'
import type { Figure } from './figure.ts'
import { quantile } from './rate.ts'
import { startStage } from './stage.ts'
import { people } from '../src/roster/tables.ts'

const mostMs = 10_000
const within = { whole: { people: 500, ms: 10_000 }, quick: { people: 150, ms: 3_000 } }
const password = 'ein langes Kennwort 42'
const county = '198.51.100.1'
/** number of a stranger's guesses that are always under way */
const junkAtOnce = 20

export const signInRush: Figure = {
  name: 'sign-in-rush',
  bar: `0 of 500 right sign-ins in 10 s refused, p99 ≤ ${mostMs} ms`,
  method:
    'Within 10 s 500 people (with --quick 150 in 3 s) behind one address begin to sign in, each with password and app code, in a product that runs in a process of its own; another network sends wrong passwords for their and for unknown addresses all the while, 20 at a time. From the first request of a person until both factors are in.',
  async run({ quick }) {
    const rush = quick ? within.quick : within.whole
    const stage = await startStage()
    try {
      const members = await enrolMany(stage.database, rush.people)
      const { address } = await stage.start('api', { TRUSTED_PROXY: '127.0.0.1' })
      const junk = sendJunk(address, members)
      const takenMs: number[] = []
      const refused: string[] = []
      await Promise.all(
        members.map(async (member, i) => {
          await delay((i * rush.ms) / rush.people)
          const startedMs = performance.now()
          const refusal = await signIn(address, member)
          if (refusal) refused.push(refusal)
          else takenMs.push(performance.now() - startedMs)
        }),
      )
      const guesses = await junk.end()
      const p99Ms = Math.round(quantile(takenMs, 0.99))
      return {
        value: `${refused.length} refused, p99 ${p99Ms} ms`,
        holds: refused.length === 0 && p99Ms <= mostMs,
        detail: {
          people: rush.people,
          withinMs: rush.ms,
          p50Ms: Math.round(quantile(takenMs, 0.5)),
          p99Ms,
          refused: refused.slice(0, 5),
          guesses,
        },
      }
    } finally {
      await stage.stop()
    }
  },
}

type Member = { email: string; totpSecret: string }

/** Both steps of signing in, as a browser does them; gives the unexpected answer when one fails. */
async function signIn(address: string, { email, totpSecret }: Member): Promise<string | null> {
  const client = new Client(address)
  const send = (path: string, body: object) =>
    client.fetch('POST', path, body, { 'x-forwarded-for': county })
  const first = await send('/api/sign-in', { email, password })
  if (!first.ok) return await first.text()
  const code = appCode(totpSecret, Date.now())
  const second = await send('/api/sign-in/code', { code })
  return second.ok ? null : await second.text()
}

/**
 * Accounts with one password, written straight into the tables, because the figure does not include
 * enrolling.
 */
async function enrolMany({ db }: Database, count: number): Promise<Member[]> {
  const now = new Date()
  const passwordHash = await hashPassword(password)
  const installation = await readInstallation(db)
  if (!installation) throw new Error('The stage has no installation')
  const made = Array.from({ length: count }, (_, i) => ({
    personId: newId('person', now),
    email: `m${i}@kreis.example`,
    totpSecret: newTotpSecret(),
  }))
  await db
    .insert(people)
    .values(
      made.map(({ personId, email }) => ({ id: personId, name: email, email, createdAt: now })),
    )
  await db.insert(accounts).values(
    made.map(({ personId, totpSecret }) => ({
      personId,
      passwordHash,
      totpSecret: seal(installation.secret, 'app code', totpSecret),
      createdAt: now,
      changedAt: now,
    })),
  )
  return made
}

/**
 * A stranger's guesses, half of them for addresses that exist; `end` gives the number of answers of
 * each kind.
 */
function sendJunk(address: string, members: readonly Member[]) {
  const answers: Record<string, number> = {}
  const ending = new AbortController()
  const guess = async (i: number) => {
    const email = i % 2 ? `stranger${i}@kreis.example` : members[i % members.length]!.email
    const response = await fetch(`${address}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.66' },
      body: JSON.stringify({ email, password: `falsch ${i}` }),
    })
    await response.arrayBuffer()
    answers[response.status] = (answers[response.status] ?? 0) + 1
  }
  let sent = 0
  const senders = Array.from({ length: junkAtOnce }, async () => {
    while (!ending.signal.aborted) await guess(sent++)
  })
  return {
    async end() {
      ending.abort()
      await Promise.all(senders)
      return answers
    },
  }
}
