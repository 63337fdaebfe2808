import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { foundStaff, type Signed } from '../support/staff.ts'
import { deskOf } from './support.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let staff: { staffId: string; lead: Signed }
let desk: ReturnType<typeof deskOf>
let lena: Signed
let tom: Signed
let count = 0

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  desk = deskOf(app, staff)
})
afterAll(() => app.stop())
beforeEach(async () => {
  count++
  clock.forward(11 * 60_000)
  await lead().get('/api/me/sessions')
  const added = (name: string) => desk.add(`${name} ${'I'.repeat(count)}`, ['minuteTaker'])
  ;[lena, tom] = [await added('Lena Vogt'), await added('Tom Reuter')]
})

type Event = { kind: string; minuteTakerName: string | null }
const lead = () => staff.lead.client
const inMin = (min: number) => new Date(clock.now().getTime() + min * 60_000).toISOString()
const keptBy = ({ memberId }: Signed) => desk.plan(inMin(60), { minuteTakerId: memberId })
const minuteTaker = async (id: string) =>
  (await lead().get<{ minuteTakerName: string | null }>(`/api/meetings/${id}`)).minuteTakerName
const name = (id: string, { memberId }: Signed) =>
  lead().call('PATCH', `/api/meetings/${id}`, { minuteTakerId: memberId })

const ways: [string, (id: string) => Promise<unknown>][] = [
  ['leaves the staff', () => desk.leaves(lena)],
  ['keeps only the records', () => desk.keepsOnlyRecords(lena)],
]

describe('a minute taker who is gone keeps no minutes, and the overview says so until another is named', () => {
  test.each([...ways, ['is taken out by hand', (id: string) => desk.takeOut(id, lena)] as const])(
    'before the meeting: one who %s',
    async (_how, goes) => {
      const id = await keptBy(lena)
      await goes(id)
      expect(await minuteTaker(id)).toBeNull()
      expect(await desk.needs(id)).toContain('minuteTakerGone')
      const events = await lead().get<Event[]>(`/api/meetings/${id}/history`)
      expect(events.findLast(({ kind }) => kind === 'minuteTaker')).toMatchObject({
        minuteTakerName: null,
      })
      await desk.open(id)
      expect(await desk.needs(id)).toContain('minuteTakerGone')
      await desk.close(id)
      expect(await desk.needs(id)).not.toContain('minuteTakerGone')
      const record = await desk.record(id)
      expect(record.minuteTakers).toEqual([])
      expect(record.signatures[0]!.name).toBeNull()
    },
  )

  test.each(ways)('while it runs: one who %s', async (_how, goes) => {
    const id = await keptBy(lena)
    await desk.open(id)
    clock.forward(5 * 60_000)
    await goes(id)
    expect(await minuteTaker(id)).toBeNull()
    expect(await desk.needs(id)).toContain('minuteTakerGone')
    clock.forward(60_000)
    await name(id, tom)
    expect(await desk.needs(id)).not.toContain('minuteTakerGone')
    clock.forward(5 * 60_000)
    await desk.close(id)
    const { minuteTakers } = await desk.record(id)
    expect(minuteTakers.map(each => each.name)).toEqual([lena.name, tom.name])
  })

  test('a meeting that nobody was named for, or unnamed by the lead, is not told', async () => {
    const id = await keptBy(lena)
    await lead().call('PATCH', `/api/meetings/${id}`, { minuteTakerId: null })
    expect(await desk.needs(id)).not.toContain('minuteTakerGone')
    expect(await desk.needs(await desk.plan(inMin(60)))).not.toContain('minuteTakerGone')
  })
})

describe('when the closing was forgotten', () => {
  const forgotten = async (id: string, during: () => Promise<unknown>) => {
    await desk.open(id)
    clock.forward(20 * 60_000)
    await lead().get('/api/me/sessions')
    const endedAt = clock.now().toISOString()
    clock.forward(20 * 60_000)
    await during()
    clock.forward(60_000)
    await desk.close(id, { endedAt, reason: 'vergessen' })
    return (await desk.record(id)).minuteTakers.map(each => each.name)
  }

  test('who kept the minutes until the end that is told stays in them', async () => {
    const id = await keptBy(lena)
    expect(await forgotten(id, () => name(id, tom))).toEqual([lena.name])
  })

  test('somebody named after that end keeps them when nobody did', async () => {
    const id = await desk.plan(inMin(60))
    expect(await forgotten(id, () => name(id, tom))).toEqual([tom.name])
  })
})
