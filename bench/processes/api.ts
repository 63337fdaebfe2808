import { monitorEventLoopDelay } from 'node:perf_hooks'
import { loadQuickly, saveMemory } from '../../scripts/modules.ts'
import type { DatabaseAddress } from '../../src/lib/db.ts'
import { serveQuestions } from './answer.ts'

// the whole product, loaded and run as `npm start` does it, on the database of the stage
loadQuickly()
saveMemory(true)
const [{ readConfig }, { startServer }] = await Promise.all([
  import('../../src/config.ts'),
  import('../../src/server.ts'),
])
const database = JSON.parse(process.env.FIGURE_DATABASE!) as DatabaseAddress
const running = await startServer(readConfig(process.env), { database })
saveMemory(false)
const pauses = monitorEventLoopDelay({ resolution: 1 })
pauses.enable()
serveQuestions(running.address, {
  residentBytes: () => process.memoryUsage.rss(),
  /** since it was asked last */
  longestPauseMs: () => {
    const ms = pauses.max / 1e6
    pauses.reset()
    return Math.round(ms)
  },
  listeners: () => running.deps.live.listenerCount(),
})
