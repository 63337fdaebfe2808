import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { boundHeap, loadQuickly, saveMemory } from '../../scripts/modules.ts'
import type { DatabaseAddress } from '../../src/lib/db.ts'
import { serveQuestions } from './answer.ts'
import { watchPauses, type Pause } from './pauses.ts'

// loads and runs the whole product as `npm start` does, on the database of the stage
loadQuickly()
saveMemory(true)
boundHeap()
const [{ readConfig }, { startServer }] = await Promise.all([
  import('../../src/lib/config.ts'),
  import('../../src/server.ts'),
])
const database = JSON.parse(process.env.FIGURE_DATABASE!) as DatabaseAddress
const running = await startServer(readConfig(process.env), { database })
saveMemory(false)
setFlagsFromString('--expose-gc')
let pauseSinceAsked: (() => Pause) | undefined
const collectGarbage = runInNewContext('gc') as () => void
serveQuestions(running.address, {
  residentBytes: () => process.memoryUsage.rss(),
  /** heap in use after garbage collection */
  keptBytes: () => {
    collectGarbage()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  },
  longestPause: () => (pauseSinceAsked ??= watchPauses())(),
  listeners: () => running.deps.live.listenerCount(),
})
