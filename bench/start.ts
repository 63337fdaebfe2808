import { join } from 'node:path'
import { startEmbeddedPostgres } from '../src/postgres/embedded.ts'
import type { Figure } from './figure.ts'
import { ensureWeb, startProduct, withDataFolder } from './product.ts'
import { median } from './rate.ts'

const mostMs = { first: 3_000, again: 1_000, database: 500 }
const quiet = { debug() {}, info() {}, warn: console.warn, error: console.error }

export const start: Figure = {
  name: 'start',
  bar: `first start in ≤ ${mostMs.first} ms, again in ≤ ${mostMs.again} ms, the database alone again in ≤ ${mostMs.database} ms`,
  method:
    'What `npm start` runs is started on an empty data folder, with the web pages built, ended in order and started again; each time from the start of the process until /readyz answers 200, which asks the database. Then the embedded PostgreSQL alone on the same folder. Medians; nothing is deleted in between, which a disk may still be busy with when the next start comes.',
  async run({ quick }) {
    await ensureWeb()
    const taken = { first: [] as number[], again: [] as number[], database: [] as number[] }
    await withDataFolder(async parent => {
      for (let round = 0; round < (quick ? 3 : 7); round++) {
        const dataDir = join(parent, String(round))
        for (const which of ['first', 'again'] as const) {
          const product = await startProduct(dataDir)
          taken[which].push(product.readyMs)
          await product.stop()
        }
        const startedMs = performance.now()
        const database = await startEmbeddedPostgres({ dataDir, log: quiet })
        taken.database.push(Math.round(performance.now() - startedMs))
        await database.stop()
      }
    })
    const [first, again, database] = [
      median(taken.first),
      median(taken.again),
      median(taken.database),
    ]
    return {
      value: `${first}, ${again}, ${database} ms`,
      holds: first <= mostMs.first && again <= mostMs.again && database <= mostMs.database,
      detail: taken,
    }
  },
}
