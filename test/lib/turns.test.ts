import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DomainError } from '../../src/lib/errors.ts'
import { Turns } from '../../src/lib/turns.ts'

const begun = () => new Promise(setImmediate)

/** Work that ends when it is told to; `served` says who was let in, in that order. */
function stage(of: { atOnce: number; mostWaiting?: number; mostEach?: number }) {
  const turns = new Turns({ mostWaiting: 1_000, ...of })
  const served: string[] = []
  const atWork: { lane: string; end: () => void }[] = []
  const come = (group: string, lane: string, name = `${group}/${lane}`) =>
    turns
      .take({ isKnown: group === 'known', group, lane }, () => {
        served.push(name)
        return new Promise<void>(end => atWork.push({ lane, end }))
      })
      .then(
        () => 'served',
        (error: unknown) => error,
      )
  /** ends them one by one, looking at each time when all who may begin have begun */
  const endAll = async (look = () => {}) => {
    for (await begun(); atWork.length > 0; await begun()) {
      look()
      atWork.shift()!.end()
    }
  }
  return { turns, come, served, atWork, endAll }
}

test('groups are served in turn, however many of one have come before', async () => {
  const { come, served, endAll } = stage({ atOnce: 1 })
  for (let i = 0; i < 50; i++) void come('junk', `${i}`)
  for (const name of ['a', 'b']) void come('county', name)
  await endAll()
  expect(served.indexOf('county/a')).toBeLessThanOrEqual(2)
  expect(served.indexOf('county/b')).toBeLessThanOrEqual(4)
  expect(served).toHaveLength(52)
})

test('within a group accounts are served in turn, and one account has one at work', async () => {
  const { come, served, atWork, endAll } = stage({ atOnce: 3 })
  for (let i = 0; i < 20; i++) void come('county', 'guessed', `guess ${i}`)
  void come('county', 'mine', 'mine')
  await begun()
  expect(served).toEqual(['guess 0', 'mine'])
  expect(atWork).toHaveLength(2)
  await endAll()
  expect(served).toEqual([
    'guess 0',
    'mine',
    ...Array.from({ length: 19 }, (_, i) => `guess ${i + 1}`),
  ])
})

test('known ones come first, and a group whose work was for nothing last, but every eighth turn is theirs', async () => {
  const { turns, come, served, endAll } = stage({ atOnce: 1 })
  const junk = { isKnown: false, group: 'junk', lane: '' }
  for (let i = 0; i < 10; i++) turns.note(junk, true)
  for (const group of ['junk', 'county', 'known'])
    for (let i = 0; i < 10; i++) void come(group, `${i}`, group)
  await endAll()
  const inTurn = (from: number, to: number) => served.slice(from, to).join(' ')
  // the first came when nobody else was there
  expect(inTurn(0, 8)).toBe(`junk ${'known '.repeat(6)}junk`)
  expect(inTurn(8, 16)).toBe(`${'known '.repeat(4)}${'county '.repeat(3)}junk`)
  for (let i = 0; i < 6; i++) turns.note(junk, false)
  expect(served).toHaveLength(30)
  served.length = 0
  for (const group of ['junk', 'county'])
    for (let i = 0; i < 2; i++) void come(group, `${i}`, group)
  await endAll()
  expect(served.slice(1)).toEqual(['junk', 'county', 'county'])
})

test('an account that others guess at is served after those nobody guesses at, from the guessing network last of all', async () => {
  const { turns, come, served, endAll } = stage({ atOnce: 1 })
  for (let i = 0; i < 10; i++) turns.note({ isKnown: false, group: `net ${i}`, lane: 'hit' }, true)
  for (let i = 0; i < 10; i++) turns.note({ isKnown: false, group: 'net', lane: `${i}` }, true)
  void come('first', 'other')
  void come('net', 'hit', 'guess')
  void come('fresh', 'hit', 'owner')
  void come('county', 'mine')
  await endAll()
  expect(served).toEqual(['first/other', 'county/mine', 'owner', 'guess'])
})

test('a full queue sends the last of the longest group away, with the time that what waits takes', async () => {
  const { come, served, endAll } = stage({ atOnce: 1, mostWaiting: 4 })
  const junk = Array.from({ length: 5 }, (_, i) => come('junk', `${i}`))
  const another = come('junk', 'another')
  const mine = come('county', 'mine')
  expect(await another).toMatchObject({ code: 'busy', details: { retryAfterS: 1 } })
  expect(await junk[4]).toBeInstanceOf(DomainError)
  await endAll()
  expect(await mine).toBe('served')
  expect(await Promise.all(junk.slice(0, 4))).toEqual(Array(4).fill('served'))
  expect(served).toHaveLength(5)
})

test('of queues equally long nobody who waits is sent away for a newcomer', async () => {
  const { come, served, endAll } = stage({ atOnce: 1, mostWaiting: 4 })
  const early = Array.from({ length: 5 }, (_, i) => come(`net ${i}`, `${i}`))
  for (let i = 0; i < 20; i++)
    expect(await come(`flood ${i}`, `${i}`)).toMatchObject({ code: 'busy' })
  await endAll()
  expect(await Promise.all(early)).toEqual(Array(5).fill('served'))
  expect(served).toEqual(['net 0/0', 'net 1/1', 'net 2/2', 'net 3/3', 'net 4/4'])
})

test('of several longest groups the one that is served last gives way, until all are equally long', async () => {
  const { come, endAll } = stage({ atOnce: 1, mostWaiting: 4 })
  const a = ['a0', 'a1', 'a2'].map(lane => come('a', lane))
  const b = ['b0', 'b1'].map(lane => come('b', lane))
  const c = come('c', 'c0')
  expect(await b[1]).toMatchObject({ code: 'busy' })
  const d = come('d', 'd0')
  expect(await a[2]).toMatchObject({ code: 'busy' })
  expect(await come('e', 'e0')).toMatchObject({ code: 'busy' })
  await endAll()
  expect(await Promise.all([a[0], a[1], b[0], c, d])).toEqual(Array(5).fill('served'))
})

test('a full queue keeps known ones, and gives nobody place for whoever is served last', async () => {
  const { turns, come, endAll } = stage({ atOnce: 1, mostWaiting: 3 })
  const junk = { isKnown: false, group: 'junk', lane: '' }
  for (let i = 0; i < 10; i++) turns.note(junk, true)
  const county = Array.from({ length: 4 }, (_, i) => come('county', `${i}`))
  expect(await come('junk', '0')).toMatchObject({ code: 'busy' })
  const known = come('known', '0')
  expect(await county[3]).toMatchObject({ code: 'busy' })
  await endAll()
  expect(await Promise.all([known, ...county.slice(0, 3)])).toEqual(Array(4).fill('served'))
})

test('work that fails makes room for the next', async () => {
  const turns = new Turns({ atOnce: 1, mostWaiting: 10 })
  const turn = { isKnown: false, group: 'a', lane: 'a' }
  await expect(turns.take(turn, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await turns.take(turn, () => Promise.resolve(7))).toBe(7)
})

test('whoever is let in at last is served or refused once, never more at work than may be', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 5 })), {
        maxLength: 40,
      }),
      fc.integer({ min: 1, max: 4 }),
      async (comers, atOnce) => {
        const { come, served, atWork, endAll } = stage({ atOnce, mostWaiting: 10 })
        const answers = comers.map(([group, lane], i) => come(`${group}`, `${lane}`, `${i}`))
        await endAll(() => {
          expect(atWork.length).toBeLessThanOrEqual(atOnce)
          expect(new Set(atWork.map(each => each.lane)).size).toBe(atWork.length)
        })
        const outcomes = await Promise.all(answers)
        const done = outcomes.filter(outcome => outcome === 'served')
        expect(new Set(served).size).toBe(done.length)
        expect(outcomes.length - done.length).toBe(
          outcomes.filter(outcome => outcome instanceof DomainError).length,
        )
      },
    ),
  ))

test('whoever waits for as many as allowed is refused until one has begun', async () => {
  const { come, served, endAll } = stage({ atOnce: 2, mostEach: 2 })
  for (const name of ['a0', 'a1', 'a2']) void come('a', 'a', name)
  expect(await come('a', 'a', 'a3')).toMatchObject({ code: 'tooManyAttempts' })
  void come('b', 'b', 'b0')
  await endAll()
  expect(served).toEqual(['a0', 'b0', 'a1', 'a2'])
})
