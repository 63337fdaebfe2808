import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readOrder } from './arguments.ts'
import type { Figure, Reading } from './figure.ts'
import { figures } from './figures.ts'
import { tableOf } from './table.ts'

const folder = fileURLToPath(new URL('../out', import.meta.url))
/** longer than any figure takes, so that one that hangs is reported */
const mostMs = 45 * 60_000

try {
  const order = readOrder(
    process.argv.slice(2),
    figures.map(figure => figure.name),
  )
  const chosen = figures.filter(figure => order.names.includes(figure.name))
  process.exitCode = order.list ? list(chosen) : await measure(chosen, order)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
// a figure that crashed may leave a server that keeps this process alive
process.exit()

function list(chosen: readonly Figure[]): number {
  const table = tableOf(chosen)
  for (const { name, bar, method } of chosen)
    console.log(`${table.line({ name, value: '', bar, holds: '' })}\n  ${method}`)
  return 0
}

async function measure(
  chosen: readonly Figure[],
  { quick, seed }: { quick: boolean; seed: number },
): Promise<number> {
  const table = tableOf(chosen)
  const measured: (Reading & { name: string; bar: string; method: string; seconds: number })[] = []
  console.log(table.heading)
  for (const { name, bar, method, run } of chosen) {
    const startedMs = performance.now()
    const reading = await Promise.race([run({ quick, seed }), tooLong()]).catch(crashed)
    const seconds = Number(((performance.now() - startedMs) / 1000).toFixed(1))
    measured.push({ name, bar, method, seconds, ...reading })
    console.log(
      `${table.line({ name, value: String(reading.value), bar, holds: reading.holds ? 'yes' : 'NO' })}\n  ${method}`,
    )
    if (!reading.holds) console.log(`  ${JSON.stringify(reading.detail)}`)
  }
  mkdirSync(folder, { recursive: true })
  const circumstances = {
    at: new Date().toISOString(),
    quick,
    seed,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processors: availableParallelism(),
  }
  writeFileSync(
    join(folder, 'figures.json'),
    `${JSON.stringify({ ...circumstances, figures: measured }, null, 2)}\n`,
  )
  return measured.every(figure => figure.holds) ? 0 : 1
}

function crashed(error: unknown): Reading {
  return {
    value: 'crashed',
    holds: false,
    detail: { error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  }
}

async function tooLong(): Promise<Reading> {
  await new Promise(resolve => setTimeout(resolve, mostMs).unref())
  return { value: 'no end', holds: false, detail: { mostMs } }
}
