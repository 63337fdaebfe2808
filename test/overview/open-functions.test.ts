import { afterEach, beforeEach, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { deskOf } from '../meetings/support.ts'
import { foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let desk: ReturnType<typeof deskOf>
let jonas: Signed
let lena: Signed
let id: string
const clock = new TestClock()

afterEach(() => app?.stop())
beforeEach(async () => {
  clock.set('2026-11-24T08:00:00Z')
  app = await startApp({ clock })
  desk = deskOf(app, await foundStaff(app))
  jonas = await desk.add('Jonas Brandt')
  lena = await desk.add('Lena Vogt')
  await desk.hold('BuMA', jonas, lena)
  await desk.requireOnly('BuMA')
  id = await desk.plan('2026-11-24T08:10:00Z')
})

async function open() {
  clock.set('2026-11-24T08:10:00Z')
  await desk.open(id)
  clock.forward(60_000)
}
const notice = async () =>
  (await desk.needs(id)).filter(kind => kind === 'functionOpen' || kind === 'unfilled')
const reason = async () => (await desk.boardRow(id, 'BuMA')).unfilled?.reason.kind

const ways: Record<string, () => Promise<unknown>> = {
  async 'declined in their favour'() {
    await desk.declines(id, jonas, lena)
    await open()
  },
  async 'declined and left before the opening'() {
    await desk.declines(id, jonas, lena)
    await desk.leaves(jonas)
    await open()
  },
  async 'left before the opening'() {
    await desk.leaves(jonas)
    await open()
  },
  async 'was taken out before the opening'() {
    await desk.declines(id, jonas, lena)
    await desk.takeOut(id, jonas)
    await open()
  },
  async 'declined in their favour and left while it runs'() {
    await open()
    await desk.declines(id, jonas, lena)
    await desk.leaves(jonas)
    clock.forward(60_000)
  },
  async 'left while it runs, so that they were brought in'() {
    await open()
    await desk.leaves(jonas)
    await desk.invite(id, lena)
    clock.forward(60_000)
  },
}

for (const [holder, play] of Object.entries(ways))
  test(`a function is open in a running meeting when its only deputy declines whose holder ${holder}`, async () => {
    await play()
    expect(await notice()).toEqual([])
    await desk.declines(id, lena)
    expect(await notice()).toEqual(['functionOpen'])
    expect(await reason()).toBe('declined')
    expect((await desk.row(id, lena))!.reply!.kind).toBe('declined')
    await desk.accepts(id, lena)
    expect(await notice()).toEqual([])
  })

test('a function for which nobody is invited is shown before the opening and while the meeting runs', async () => {
  await desk.hold('BuMA', jonas)
  await desk.leaves(jonas)
  expect(await notice()).toEqual(['unfilled'])
  await open()
  expect(await notice()).toEqual(['unfilled'])
  expect(await reason()).toBe('nobody')
  await desk.invite(id, lena)
  expect(await notice()).toEqual(['unfilled'])
  await desk.close(id)
  expect(await notice()).toEqual([])
})
