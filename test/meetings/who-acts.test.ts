import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { foundStaff, type Signed } from '../support/staff.ts'
import { deskOf } from './support.ts'

/** A second passes with every look at it, so that nothing happens at the same time. */
class GoingClock extends TestClock {
  override now(): Date {
    this.forward(1_000)
    return super.now()
  }
}
const clock = new GoingClock('2026-11-24T08:00:00Z')
let app: TestApp
let staff: { staffId: string; lead: Signed }
let desk: ReturnType<typeof deskOf>
let anna: Signed
let bert: Signed
let clara: Signed

let count = 0
const fn = 'BuMA'

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  desk = deskOf(app, staff)
  await desk.requireOnly(fn)
})
afterAll(() => app.stop())
beforeEach(async () => {
  clock.forward(11 * 60_000)
  await staff.lead.client.get('/api/me/sessions')
  count++
  const named = (name: string) => desk.add(`${name} ${'I'.repeat(count)}`)
  ;[anna, bert, clara] = [
    await named('Anna Amt'),
    await named('Bert Bau'),
    await named('Clara Cors'),
  ]
})

const inMin = (min: number) => new Date(clock.now().getTime() + min * 60_000).toISOString()
const planned: string[] = []
async function plan(startsAt: string) {
  planned.push(await desk.plan(startsAt))
  return planned.at(-1)!
}
// the overview looks through the next meetings only
afterEach(async () => {
  for (const id of planned.splice(0))
    await desk.refusal(desk.open(id)).then(() => desk.refusal(desk.close(id)))
})
const isFilled = async (id: string) => (await desk.boardRow(id, fn)).filledBy.length > 0
const functionsOf = async (id: string, who: Signed) => (await desk.row(id, who))?.functions
const fillsThroughout = async (id: string, who: Signed) => {
  await desk.open(id)
  await desk.checkIn(id, who)
  expect(await isFilled(id)).toBe(true)
  await desk.close(id)
  expect((await desk.record(id)).gaps).toEqual([])
}

describe('who is called when the holder is gone has the function', () => {
  test.each([
    ['leaves the staff without an answer', () => desk.leaves(anna)],
    ['keeps only the records', () => desk.keepsOnlyRecords(anna)],
    [
      'declined and leaves the staff',
      async (id: string) => {
        await desk.declines(id, anna)
        await desk.leaves(anna)
      },
    ],
  ])('a holder %s: the first deputy', async (_how, goes) => {
    await desk.hold(fn, anna, bert, clara)
    const id = await plan(inMin(120))
    await goes(id)
    expect(await desk.told(bert)).toEqual(['invitation'])
    expect(await functionsOf(id, bert)).toEqual([fn])
    expect(await desk.needs(id)).not.toContain('unfilled')
    await fillsThroughout(id, bert)
  })

  test('a holder leaves who had sent the second deputy: they act, until they decline, too', async () => {
    await desk.hold(fn, anna, bert, clara)
    const id = await plan(inMin(120))
    await desk.declines(id, anna, clara)
    await desk.leaves(anna)
    expect(await functionsOf(id, clara)).toEqual([fn])
    expect(await desk.row(id, bert)).toBeUndefined()
    await desk.declines(id, clara)
    expect(await functionsOf(id, bert)).toEqual([fn])
    expect(await desk.told(bert)).toEqual(['invitation'])
  })

  test('the first deputy of a vacant function is taken out by hand and the second invited: the second', async () => {
    await desk.hold(fn, null, anna, bert)
    const id = await plan(inMin(120))
    expect(await functionsOf(id, anna)).toEqual([fn])
    await desk.takeOut(id, anna)
    await desk.invite(id, bert)
    expect(await functionsOf(id, bert)).toEqual([fn])
    expect(await desk.needs(id)).not.toContain('unfilled')
    await fillsThroughout(id, bert)
  })

  test('a holder is taken out by hand and the first deputy invited: the first deputy', async () => {
    await desk.hold(fn, anna, bert)
    const id = await plan(inMin(120))
    await desk.takeOut(id, anna)
    await desk.invite(id, bert)
    expect(await functionsOf(id, bert)).toEqual([fn])
  })
})

describe('a chain of deputies that loses its middle', () => {
  async function chain() {
    await desk.hold(fn, anna, bert, clara)
    const id = await plan(inMin(60))
    await desk.declines(id, anna, bert)
    await desk.declines(id, bert, clara)
    await desk.accepts(id, clara)
    return id
  }

  test.each([
    ['leaves the staff', (_id: string) => desk.leaves(bert)],
    ['is taken out by hand', (id: string) => desk.takeOut(id, bert)],
    ['keeps only the records', (_id: string) => desk.keepsOnlyRecords(bert)],
  ])(
    'who is in it %s: its end stands in for its beginning, on every page and in the mail',
    async (_how, goes) => {
      const id = await chain()
      await goes(id)
      const mail = (await desk.mails()).findLast(({ toName }) => toName === clara.name)!
      expect(mail.kind).toBe('relieved')
      const text = await desk.text(mail)
      expect(text).toContain(`Sie vertreten ${bert.name} nicht mehr.`)
      expect(text).toContain(`Sie vertreten jetzt ${anna.name}.`)
      expect(text).not.toContain('Sie selbst bleiben eingeladen')
      expect((await desk.row(id, clara))!.deputyForNames).toEqual([anna.name])
      expect((await desk.row(id, anna))!.reply).toMatchObject({
        deputyName: clara.name,
        isDeputyOut: false,
      })
      await desk.open(id)
      await desk.checkIn(id, clara)
      expect((await desk.boardRow(id, fn)).filledBy).toMatchObject([{ standsInFor: anna.name }])
    },
  )

  test('who is in it leaves the staff while its end stands in at the meeting: nobody is mailed', async () => {
    const id = await chain()
    await desk.open(id)
    await desk.checkIn(id, clara)
    const before = await desk.told(clara)
    await desk.leaves(bert)
    expect(await desk.told(clara)).toEqual(before)
    expect((await desk.boardRow(id, fn)).filledBy).toMatchObject([{ standsInFor: anna.name }])
    expect((await desk.row(id, anna))!.reply).toMatchObject({
      deputyName: clara.name,
      isDeputyOut: false,
    })
  })
})

describe('who acts is gone from the staff while the meeting runs', () => {
  async function isOpen(id: string, gone: Signed) {
    const { rows, missing } = await desk.board(id)
    const { unfilled } = rows.find(row => row.label === fn)!
    expect(unfilled!.reason.kind).not.toBe('promised')
    expect(await desk.needs(id)).toContain('functionOpen')
    expect(missing.map(({ name }) => name)).not.toContain(gone.name)
    return unfilled
  }

  test('a deputy who promised leaves before they came: the next deputy is to be called', async () => {
    await desk.hold(fn, anna, bert, clara)
    const id = await plan(inMin(10))
    await desk.declines(id, anna, bert)
    await desk.accepts(id, bert, 'video')
    await desk.open(id)
    await desk.leaves(bert)
    expect((await isOpen(id, bert))!.call).toMatchObject({ name: clara.name })
    expect((await desk.row(id, anna))!.reply).toMatchObject({ isDeputyOut: true })
  })

  test('the deputy of a vacant function leaves', async () => {
    await desk.hold(fn, null, bert, clara)
    const id = await plan(inMin(10))
    await desk.accepts(id, bert)
    await desk.open(id)
    await desk.leaves(bert)
    expect((await isOpen(id, bert))!.call).toMatchObject({ name: clara.name })
  })

  test('a holder loses the roles that take part', async () => {
    await desk.hold(fn, anna)
    const id = await plan(inMin(10))
    await desk.accepts(id, anna, 'video')
    await desk.open(id)
    await desk.keepsOnlyRecords(anna)
    await isOpen(id, anna)
  })

  test.each([
    ['leaves the staff', () => desk.leaves(bert)],
    ['keeps only the records', () => desk.keepsOnlyRecords(bert)],
  ])('a deputy who is there and %s fills the function until they go', async (_how, goes) => {
    await desk.hold(fn, anna, bert, clara)
    const id = await plan(inMin(10))
    await desk.declines(id, anna, bert)
    await desk.open(id)
    await desk.checkIn(id, bert)
    await goes()
    expect((await desk.boardRow(id, fn)).filledBy).toMatchObject([
      { name: bert.name, standsInFor: anna.name },
    ])
    expect((await desk.row(id, anna))!.reply).toMatchObject({ isDeputyOut: false })
    expect(await desk.needs(id)).not.toContain('functionOpen')
    await desk.checkOut(id, bert)
    expect(await isFilled(id)).toBe(false)
    expect((await desk.row(id, anna))!.reply).toMatchObject({ isDeputyOut: true })
    expect(await desk.needs(id)).toContain('functionOpen')
  })
})

test('who was taken out by hand, left the staff and is back with the function is invited', async () => {
  await desk.hold(fn, anna)
  const id = await plan(inMin(8 * 24 * 60))
  await desk.takeOut(id, anna)
  await desk.leaves(anna)
  await desk.comesBack(anna)
  expect(await functionsOf(id, anna)).toEqual([fn])
})
