import { expect, test } from 'vitest'
import { fairTurns, type Turn } from '../../src/lib/fairTurns.ts'

/** Work that ends when it is told to; what has begun is noted by name. */
function bench({ atOnce = 1, waitingEach = 40 } = {}) {
  const turns = fairTurns({ atOnce, waitingEach })
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const ask = (name: string, turn: Turn) =>
    turns.take(turn, async () => {
      begun.push(name)
      await new Promise<void>(resolve => ends.set(name, resolve))
      return name
    })
  return {
    begun,
    ask,
    /** ends what was begun in this order, one after the other, until nothing new begins */
    async finish() {
      for (let i = 0; i < begun.length; i++) {
        ends.get(begun[i]!)!() // begun, so it can be ended
        await new Promise(resolve => setImmediate(resolve))
      }
    },
  }
}

test('one person’s forty jobs delay another’s by one, however late it comes', async () => {
  const { ask, begun, finish } = bench()
  const mine = Array.from({ length: 40 }, (_, i) => ask(`a${i}`, { asker: 'a' }))
  const other = ask('b0', { asker: 'b' })
  const later = ask('b1', { asker: 'b' })
  await finish()
  expect(begun.slice(0, 5)).toEqual(['a0', 'b0', 'a1', 'b1', 'a2'])
  expect(await Promise.all([...mine, other, later])).toHaveLength(42)
})

test('many who come again and again leave nobody waiting for more than one turn of each', async () => {
  const { ask, begun, finish } = bench()
  for (const asker of ['a', 'b', 'c', 'a', 'b', 'c', 'd', 'a']) void ask(asker, { asker })
  await finish()
  expect(begun.join('')).toBe('abcdabca')
})

test('urgent work goes before all other, also before what somebody served longer ago waits for', async () => {
  const { ask, begun, finish } = bench()
  for (const name of ['a0', 'a1']) void ask(name, { asker: 'a' })
  void ask('b', { asker: 'b' })
  void ask('a2', { asker: 'a', isUrgent: true })
  await finish()
  expect(begun).toEqual(['a0', 'a2', 'b', 'a1'])
})

test('the same work is done once for all who ask, and never later than for whoever of them is next', async () => {
  const { ask, begun, finish } = bench()
  void ask('a0', { asker: 'a' })
  void ask('a1', { asker: 'a' })
  const first = ask('shared', { asker: 'a', key: 'k' })
  const second = ask('never', { asker: 'b', key: 'k' })
  await finish()
  expect(begun).toEqual(['a0', 'shared', 'a1'])
  expect(await Promise.all([first, second])).toEqual(['shared', 'shared'])
  const again = ask('anew', { asker: 'b', key: 'k' })
  expect(begun.at(-1)).toBe('anew')
  await finish()
  expect(await again).toBe('anew')
})

test('nobody has two at work, and whoever waits for as many as allowed is refused until one has begun', async () => {
  const { ask, begun, finish } = bench({ atOnce: 2, waitingEach: 2 })
  const mine = ['a0', 'a1', 'a2'].map(name => ask(name, { asker: 'a' }))
  await expect(ask('a3', { asker: 'a' })).rejects.toMatchObject({ code: 'tooManyAttempts' })
  void ask('b0', { asker: 'b' })
  expect(begun).toEqual(['a0', 'b0'])
  await finish()
  expect(begun).toEqual(['a0', 'b0', 'a1', 'a2'])
  expect(await Promise.all(mine)).toEqual(['a0', 'a1', 'a2'])
})

test('work that fails fails for its askers only, and the next one begins', async () => {
  const turns = fairTurns({ atOnce: 1, waitingEach: 1 })
  const failed = turns.take({ asker: 'a' }, () => {
    throw new Error('broken')
  })
  const next = turns.take({ asker: 'b' }, async () => 'done')
  await expect(failed).rejects.toThrow('broken')
  expect(await next).toBe('done')
})
