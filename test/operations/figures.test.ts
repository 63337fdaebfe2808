import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe('the figures', () => {
  test(
    'that tell right from wrong hold, in their smaller sample',
    { timeout: 180_000 },
    async () => {
      const names = ['forged-webhooks', 'calendar-dates', 'injection']
      const { code, said } = await figures(...names, '--quick')
      for (const name of names) expect(said).toMatch(new RegExp(`^${name} .*yes$`, 'm'))
      expect(code).toBe(0)
    },
  )

  test(
    'killed at any moment, the product loses and doubles no report',
    { timeout: 180_000 },
    async () => {
      // how soon it is back is left to the figure: a busy machine takes longer
      const { said } = await figures('crash-commit', '--quick')
      expect(said).toMatch(/^crash-commit +\| 0 lost, 0 twice, /m)
    },
  )

  test(
    'are listed with their method, and an unknown one is refused by name',
    { timeout: 60_000 },
    async () => {
      const listed = await figures('--list')
      for (const name of [
        'join-rate',
        'webhook-rate',
        'board-fanout',
        'minutes-pdf',
        'first-load',
        'start',
        'memory',
      ])
        expect(listed.said).toContain(name)
      const unknown = await figures('joy-rate')
      expect(unknown.code).toBe(2)
      expect(unknown.said).toContain('"joy-rate"')
      expect((await figures('start', '--seed', 'x')).code).toBe(2)
    },
  )
})

async function figures(...asked: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['bench/main.ts', ...asked], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => (said += String(chunk)))
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  return { code, said }
}
