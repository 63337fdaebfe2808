import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const formatted = ['src', 'web/src', 'test', 'bench', 'scripts']

/** All of these must succeed. */
const checks: Record<string, string[]> = {
  types: ['tsc', '--noEmit', '-p', 'tsconfig.json'],
  lint: ['oxlint', '--deny-warnings', ...formatted],
  format: ['oxfmt', '--check', ...formatted],
  'unused code': ['knip', '--no-progress'],
}

const outcomes = await Promise.all(
  Object.entries(checks).map(([name, command]) => run(name, command)),
)
for (const { name, output } of outcomes.filter(outcome => outcome.code !== 0))
  console.error(`── ${name}\n${output.trim()}\n`)
for (const { name, code, seconds } of outcomes)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
process.exitCode = outcomes.every(outcome => outcome.code === 0) ? 0 : 1

async function run(
  name: string,
  [tool, ...args]: string[],
): Promise<{ name: string; code: number | null; output: string; seconds: string }> {
  const startedMs = performance.now()
  const child = spawn(`${root}node_modules/.bin/${tool!}`, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', chunk => (output += chunk))
  child.stderr.on('data', chunk => (output += chunk))
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  )
  return { name, code, output, seconds: ((performance.now() - startedMs) / 1000).toFixed(1) }
}
