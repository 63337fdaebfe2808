import { spawnChild } from '../../src/lib/child.ts'
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts'

// An owner of child processes that a test can kill: `postgres <folder>` or `sleep <kernel|guard>`.
// It prints one line of JSON when it is ready.
const [what, argument] = process.argv.slice(2)
const log = { debug() {}, info() {}, warn: console.error, error: console.error }
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)

if (what === 'postgres') {
  try {
    const server = await startEmbeddedPostgres({ dataDir: argument!, log })
    say({ pid: server.pid(), address: server.address })
    process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)))
  } catch (error) {
    say({ refused: error instanceof Error ? error.message : String(error) })
    process.exit(1)
  }
} else {
  const child = spawnChild(['/bin/sleep', '600'], {
    deathSignal: 'SIGKILL',
    cwd: '/',
    deathNoticedBy: argument as 'kernel' | 'guard',
  })
  say({ pid: child.pid })
}
setInterval(() => {}, 60_000)
