import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { settleCounty } from './county.ts'
import type { Figure } from './figure.ts'
import { startStage, type Program, type Stage } from './stage.ts'
import { reportOf, sign, type Report } from './webhooks.ts'

const readyWithinMs = 5_000
const writers = 8

export const crashCommit: Figure = {
  name: 'crash-commit',
  bar: `0 acknowledged webhooks lost, 0 stored twice; ready again in ≤ ${readyWithinMs} ms`,
  method: `${writers} writers send signed reports to the whole product, each anew until it is acknowledged, while the product's process is killed with -9 at moments drawn evenly over the handling of a report (not at named awaits), and, in a second part, PostgreSQL is; in the end every acknowledged report is stored exactly once, and after each death the first report was acknowledged again in time.`,
  async run({ quick, seed }) {
    const stage = await startStage({ video: true })
    try {
      const county = await settleCounty(stage.database, { staffCount: 4 })
      const people = county.flatMap(staff =>
        staff.members.map(({ identity }) => ({ room: staff.roomName, identity })),
      )
      const moments = fc.sample(fc.double({ min: 0, max: 40, noNaN: true }), {
        numRuns: quick ? 6 : 60,
        seed,
      })
      let api = await stage.start('api')
      const crew = writeAlong(stage, { people, address: () => api.address })
      const backMs: number[] = []
      for (const moment of moments) {
        await crew.nextAcknowledged()
        await delay(moment)
        const diedMs = performance.now()
        await api.kill()
        api = await stage.start('api')
        await crew.nextAcknowledged()
        backMs.push(performance.now() - diedMs)
      }
      const databaseBackMs = await killDatabase(stage, { api, crew, times: quick ? 4 : 20 })
      const { acknowledged, repeats } = await crew.stop()
      const rows = await stage.database.sql<
        { id: string; n: string }[]
      >`select id, count(*) as n from signals group by id`
      const stored = new Map(rows.map(row => [row.id, Number(row.n)]))
      const lost = acknowledged.filter(id => !stored.has(id)).length
      const doubled = [...stored.values()].filter(n => n > 1).length
      const slowestMs = Math.round(Math.max(...backMs, ...databaseBackMs))
      return {
        value: `${lost} lost, ${doubled} twice, ${slowestMs} ms`,
        holds: lost === 0 && doubled === 0 && slowestMs <= readyWithinMs && repeats > 0,
        detail: {
          acknowledged: acknowledged.length,
          sentAgain: repeats,
          productKilled: backMs.length,
          databaseKilled: databaseBackMs.length,
          slowestMs,
        },
      }
    } finally {
      await stage.stop()
    }
  },
}

type Crew = ReturnType<typeof writeAlong>

async function killDatabase(
  stage: Stage,
  { api, crew, times }: { api: Program; crew: Crew; times: number },
): Promise<number[]> {
  const backMs: number[] = []
  for (let i = 0; i < times; i++) {
    await crew.nextAcknowledged()
    const pid = stage.postgres.pid()
    const diedMs = performance.now()
    process.kill(pid, 'SIGKILL')
    while (stage.postgres.pid() === pid) await delay(5)
    await Promise.race([crew.nextAcknowledged(), api.ended])
    backMs.push(performance.now() - diedMs)
  }
  return backMs
}

/**
 * Runs writers that repeat a report until it is accepted, as the media server does within its five
 * tries.
 */
function writeAlong(
  stage: Stage,
  { people, address }: { people: { room: string; identity: string }[]; address: () => string },
) {
  const acknowledged: string[] = []
  const waiting = new Set<() => void>()
  let isOver = false
  let repeats = 0
  let turn = 0
  const deliver = async ({ id, body }: Report) => {
    for (let tries = 0; ; tries++) {
      const headers = {
        authorization: sign(body, stage.liveKit!),
        'content-type': 'application/webhook+json',
      } // the stage runs LiveKit
      const status = await fetch(`${address()}/webhooks/livekit`, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(10_000),
      }).then(
        answer => answer.status,
        () => 0,
      )
      if (tries > 0) repeats++
      if (status === 200) break
      await delay(10)
    }
    acknowledged.push(id)
    for (const wake of waiting) wake()
  }
  const write = async () => {
    while (!isOver) await deliver(reportOf(people[(turn += 7) % people.length]!))
  }
  const done = Promise.all(Array.from({ length: writers }, write))
  return {
    /**
     * Resolves once a report whose sending began after this call is acknowledged: of one more
     * acknowledgement than there are writers, at least one is such.
     */
    async nextAcknowledged(): Promise<void> {
      for (let heard = 0; heard < writers + 1; heard++) {
        await new Promise<void>(resolve => {
          const wake = () => {
            waiting.delete(wake)
            resolve()
          }
          waiting.add(wake)
        })
      }
    },
    async stop() {
      isOver = true
      await done
      return { acknowledged, repeats }
    },
  }
}
