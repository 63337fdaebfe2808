import { configHelp, readConfig, wantsHelp } from '../src/config.ts'
import { buildWeb, isWebStale } from './build-web.ts'

const faults = [TypeError, ReferenceError, RangeError, SyntaxError]

if (wantsHelp(process.argv.slice(2))) {
  console.log(configHelp())
} else {
  try {
    await start()
  } catch (error) {
    // what stops a start is told in a sentence; only a fault of the program needs its trace
    const isFault = !(error instanceof Error) || faults.some(kind => error instanceof kind)
    console.error(isFault ? error : `\nLagerunde cannot start.\n${error.message}\n`)
    process.exit(1)
  }
}

async function start(): Promise<void> {
  const config = readConfig(process.env)
  if (isWebStale()) {
    console.log('Building the web pages …')
    await buildWeb()
  }
  const { startServer } = await import('../src/server.ts')
  const running = await startServer(config)
  console.log(`\nLagerunde is ready. Open ${running.address}\n`)

  let endingSinceMs: number | undefined
  const end = () => {
    // a second signal does not wait for anybody; Ctrl-C under npm comes twice within milliseconds
    if (endingSinceMs !== undefined) return performance.now() - endingSinceMs > 1_000 ? process.exit(130) : undefined
    endingSinceMs = performance.now()
    console.log('Shutting down …')
    void running.stop().then(() => process.exit(0), () => process.exit(1))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
}
