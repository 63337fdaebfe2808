import { expect, test } from 'vitest'
import { Lanes } from '../../src/lib/lanes.ts'

const begun = () => new Promise(setImmediate)

function stage() {
  const lanes = new Lanes()
  const atWork: string[] = []
  const ends = new Map<string, () => void>()
  const come = (name: string, lane: Parameters<Lanes['take']>[0]) =>
    lanes.take(lane, () => {
      atWork.push(name)
      return new Promise<void>(end => ends.set(name, end))
    })
  return { come, atWork, end: (name: string) => ends.get(name)!() }
}

test('work that has a staff alone runs one after the other, and other staffs meanwhile', async () => {
  const { come, atWork, end } = stage()
  const all = [come('a1', { alone: 'a' }), come('a2', { alone: 'a' }), come('b', { alone: 'b' })]
  await begun()
  expect(atWork).toEqual(['a1', 'b'])
  end('a1')
  await begun()
  expect(atWork).toEqual(['a1', 'b', 'a2'])
  end('a2')
  end('b')
  await Promise.all(all)
})

test('work beside a staff waits for what came before it alone, not for its like', async () => {
  const { come, atWork, end } = stage()
  const all = [
    come('alone', { alone: 'a' }),
    come('beside 1', { beside: 'a' }),
    come('beside 2', { beside: 'a' }),
  ]
  await begun()
  expect(atWork).toEqual(['alone'])
  end('alone')
  await begun()
  expect(atWork).toEqual(['alone', 'beside 1', 'beside 2'])
  end('beside 1')
  end('beside 2')
  await Promise.all(all)
})

test('who loses patience is told so, and those behind still wait for those before', async () => {
  const { come, atWork, end } = stage()
  const first = come('first', { alone: 'a' })
  const impatient = come('impatient', { alone: 'a', patienceMs: 1 })
  const last = come('last', { alone: 'a' })
  await expect(impatient).rejects.toMatchObject({ code: 'busy', details: { retryAfterS: 2 } })
  await begun()
  expect(atWork).toEqual(['first'])
  end('first')
  await begun()
  expect(atWork).toEqual(['first', 'last'])
  end('last')
  await Promise.all([first, last])
})

test('work that fails lets the next one in', async () => {
  const lanes = new Lanes()
  const failed = lanes.take({ alone: 'a' }, () => Promise.reject(new Error('broken')))
  const next = lanes.take({ alone: 'a' }, async () => 'done')
  await expect(failed).rejects.toThrow('broken')
  expect(await next).toBe('done')
})
