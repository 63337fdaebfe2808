import { readConfig } from '../src/lib/config.ts'
import type { DatabaseAddress } from '../src/lib/db.ts'
import { startServer } from '../src/server.ts'
import { keepCompiled, loadQuickly } from './modules.ts'

loadQuickly()
keepCompiled(process.env.DATA_DIR!)
// dev.ts starts this process and ends it at every change; database and video server keep running
const { opening } = await startServer(readConfig(process.env), {
  database: JSON.parse(process.env.DEV_DATABASE!) as DatabaseAddress,
})
process.on('disconnect', () => process.exit())
process.send?.(opening)
