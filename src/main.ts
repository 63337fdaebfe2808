import { ConfigError, configHelp, readConfig, wantsHelp } from './config.ts'
import { startServer } from './server.ts'

/** Runs the product until it is told to end. Exit code 1 with one clear sentence when it cannot start. */
export async function main(argv: string[], env: NodeJS.ProcessEnv): Promise<void> {
  if (wantsHelp(argv)) {
    process.stdout.write(configHelp())
    return
  }
  try {
    const running = await startServer(readConfig(env))
    process.stdout.write(`\nLagerunde is ready: ${running.address}\n\n`)
    let signals = 0
    const end = () => {
      // a second signal does not wait for requests under way
      if (++signals > 1) process.exit(1)
      void running.stop().then(() => process.exit(0))
    }
    process.on('SIGTERM', end)
    process.on('SIGINT', end)
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error)
    process.stderr.write(`Lagerunde cannot start.\n${error instanceof ConfigError ? 'Settings:\n' : ''}${sentence}\n`)
    process.exit(1)
  }
}
