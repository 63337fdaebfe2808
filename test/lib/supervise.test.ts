import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { spawnChild } from '../../src/lib/child.ts'
import { supervise, type Running } from '../../src/lib/supervise.ts'

const quietly = () => {
  const told: string[] = []
  const note = (line: string) => void told.push(line)
  return { told, log: { info: note, warn: note, error: note, debug: () => {} } }
}

async function sleeper(): Promise<Running> {
  const child = spawnChild(['sleep', '1000'], { deathSignal: 'SIGKILL', cwd: '/' })
  const gone = once(child, 'close').then(([code, signal]) => String(signal ?? code))
  return { child, gone }
}

async function end({ child, gone }: Running): Promise<void> {
  child.kill('SIGKILL')
  await gone
}

test('a process that dies is started again, however often', async () => {
  const { log } = quietly()
  const onRestart = vi.fn()
  const kept = await supervise({ name: 'It', start: sleeper, end, log, onRestart })
  for (let deaths = 1; deaths <= 12; deaths++) {
    const before = kept.current().child.pid
    kept.current().child.kill('SIGKILL')
    await vi.waitFor(() => expect(onRestart).toHaveBeenCalledTimes(deaths), { timeout: 20_000 })
    expect(kept.current().child.pid).not.toBe(before)
  }
  await kept.stop()
  expect(await kept.current().gone).toBe('SIGKILL')
})

test('what keeps it from starting is said once for each reason, and so is that it is back', async () => {
  const { told, log } = quietly()
  const reasons = ['no room', 'no room', 'no right', 'no right']
  const [onLost, onRestart] = [vi.fn(), vi.fn()]
  let isFirst = true
  const start = async () => {
    const reason = isFirst ? undefined : reasons.shift()
    isFirst = false
    if (reason) throw new Error(reason)
    return sleeper()
  }
  const kept = await supervise({ name: 'It', start, end, log, onLost, onRestart })
  kept.current().child.kill('SIGKILL')
  await vi.waitFor(() => expect(onRestart).toHaveBeenCalledOnce(), { timeout: 30_000 })
  expect(onLost.mock.calls.map(([reason]) => (reason as Error).message)).toEqual([
    'no room',
    'no right',
  ])
  expect(told).toEqual([
    'It ended unexpectedly (SIGKILL); starting it again.',
    'It does not start; trying again until it does.\nno room',
    'It does not start; trying again until it does.\nno right',
    'It is back.',
  ])
  await kept.stop()
})

test('stopping ends a start that is under way', async () => {
  const { log } = quietly()
  const { promise: wanted, resolve: letIn } = Promise.withResolvers<void>()
  let isFirst = true
  const onRestart = vi.fn()
  const asked = Promise.withResolvers<void>()
  const start = async () => {
    if (!isFirst) {
      asked.resolve()
      await wanted
    }
    isFirst = false
    return sleeper()
  }
  const kept = await supervise({ name: 'It', start, end, log, onRestart })
  kept.current().child.kill('SIGKILL')
  await asked.promise
  const stopped = kept.stop()
  letIn()
  await stopped
  expect(await kept.current().gone).toBe('SIGKILL')
  expect(onRestart).not.toHaveBeenCalled()
})

test('a first start that fails is the caller’s to report', async () => {
  const { log } = quietly()
  const start = () => Promise.reject(new Error('no room'))
  await expect(supervise({ name: 'It', start, end, log })).rejects.toThrow('no room')
})
