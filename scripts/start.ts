import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { boundHeap, keepCompiled, loadQuickly, saveMemory } from './modules.ts'
import { whenStarterEnds } from './parent.ts'

const argv = process.argv.slice(2)
// before the start, because it may take minutes
if (process.env.npm_lifecycle_event === 'start')
  whenStarterEnds(() => process.kill(process.pid, 'SIGTERM'))
loadQuickly()
saveMemory(true)
boundHeap()
// --help must write no files
if (argv.length === 0) keepCompiled(process.env.DATA_DIR || './var')
const [{ main }, { isWebStale }] = await Promise.all([
  import('../src/main.ts'),
  import('./build-web.ts'),
])

await main(argv, process.env, async () => {
  if (!isWebStale()) return
  console.log('Building the web pages …')
  // in a process of its own, because the build tools take 200 MB that this process would keep
  const build = spawn(process.execPath, [fileURLToPath(new URL('build-web.ts', import.meta.url))], {
    stdio: 'inherit',
  })
  const [code] = (await once(build, 'exit')) as [number | null]
  if (code !== 0) throw new Error('The web pages could not be built; what went wrong stands above.')
})
saveMemory(false)
