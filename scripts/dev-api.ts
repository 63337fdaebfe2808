import { readConfig } from '../src/config.ts'
import type { DatabaseAddress } from '../src/lib/db.ts'
import { startServer } from '../src/server.ts'
import { keepCompiled, loadQuickly } from './modules.ts'

loadQuickly()
keepCompiled(process.env.DATA_DIR!)
// a child of dev.ts, which ends it at every change; the database and the video server outlive it
const { opening } = await startServer(readConfig(process.env), {
  database: JSON.parse(process.env.DEV_DATABASE!) as DatabaseAddress,
})
process.on('disconnect', () => process.exit())
process.send?.(opening)
