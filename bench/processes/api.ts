import { readConfig } from '../../src/config.ts'
import type { DatabaseAddress } from '../../src/lib/db.ts'
import { startServer } from '../../src/server.ts'
import { serveQuestions } from './answer.ts'

// the whole product, as `npm start` runs it, on the database of the stage
const database = JSON.parse(process.env.FIGURE_DATABASE!) as DatabaseAddress
const running = await startServer(readConfig(process.env), { database })
serveQuestions(running.address, {
  residentBytes: () => process.memoryUsage.rss(),
  listeners: () => running.deps.live.listenerCount(),
})
