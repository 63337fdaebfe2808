import { configHelp, readConfig, wantsHelp } from './lib/config.ts'
import { startServer, type Running } from './server.ts'

/**
 * Errors of our own code, printed with their stack. Other errors that stop a start have a message
 * for people.
 */
const faults = [TypeError, ReferenceError, RangeError, SyntaxError]

/**
 * Runs the product until a signal ends it; `prepare` runs after the settings are read and before
 * the start. If it cannot start, it prints one clear sentence and exits with code 1.
 */
export async function main(
  argv: string[],
  env: NodeJS.ProcessEnv,
  prepare: () => Promise<void>,
): Promise<void> {
  if (wantsHelp(argv)) {
    process.stdout.write(configHelp())
    return
  }
  try {
    const config = readConfig(env)
    await prepare()
    const running = await startServer(config)
    process.stderr.write(howToEncrypt(running))
    process.stdout.write(`\nLagerunde is ready: ${running.address}\n\n${howToOpen(running)}`)
    endOnSignal(running.stop)
  } catch (error) {
    const isFault = !(error instanceof Error) || faults.some(kind => error instanceof kind)
    process.stderr.write(
      isFault
        ? `${String(error instanceof Error ? error.stack : error)}\n`
        : `\nLagerunde cannot start.\n${error.message}\n\n`,
    )
    process.exit(1)
  }
}

/**
 * What to do after the start. The code itself is printed only on an installation for this machine;
 * elsewhere logs may be readable for others.
 */
function howToOpen({ address, opening, deps }: Running): string {
  if (!opening) return ''
  const what =
    opening.setup === 'sample'
      ? 'This is the sample. To sign in with one click'
      : 'Nothing is set up yet. To begin'
  return deps.reach === 'thisMachine'
    ? `${what}, open on this machine:\n${address}/first-start#${opening.code}\n\n`
    : `${what}, open ${address}/first-start\nand type the code that stands in ${opening.file}\n\n`
}

/** A warning for an installation on which no browser of another machine keeps a session. */
function howToEncrypt({ address, deps }: Running): string {
  if (deps.reach === 'thisMachine' || address.startsWith('https:')) return ''
  return (
    '\nThis installation is reached over http. Browsers keep a session over http only on the same machine,\n' +
    'so nobody can sign in from another one. Put a reverse proxy with https before it, and set PUBLIC_URL to\n' +
    'the https address that people open.\n\n'
  )
}

function endOnSignal(stop: () => Promise<void>): void {
  let endingSinceMs: number | undefined
  const end = () => {
    if (endingSinceMs === undefined) {
      endingSinceMs = performance.now()
      void stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    } else if (performance.now() - endingSinceMs > 1_000) {
      // a second signal exits without waiting for open requests; under npm, Ctrl-C sends two within
      // milliseconds, which count as one
      process.exit(1)
    }
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end)
}
