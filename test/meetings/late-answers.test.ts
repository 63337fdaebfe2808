import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { foundStaff, type Signed } from '../support/staff.ts'
import { deskOf } from './support.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
const wednesday = '2026-11-25T08:10:00.000Z'
const thursday = '2026-11-26T08:10:00.000Z'
let app: TestApp
let staff: { staffId: string; lead: Signed }
let desk: ReturnType<typeof deskOf>
let anna: Signed
let bert: Signed
let id: string

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  desk = deskOf(app, staff)
  anna = await desk.add('Anna Amt')
  bert = await desk.add('Bert Bau')
  await desk.hold('BuMA', anna, bert)
})
afterAll(() => app.stop())
beforeEach(async () => {
  clock.forward(60_000)
  id = await desk.plan(wednesday)
})

describe('an answer for another date leaves the one that counts alone', () => {
  test('a late answer to the old date does not undo the one for the new date', async () => {
    await desk.move(id, thursday)
    await desk.accepts(id, anna, 'video')
    await desk.reply(id, anna, { kind: 'declined', givenFor: wednesday })
    expect(await desk.row(id, anna)).toMatchObject({
      reply: { kind: 'accepted', mode: 'video' },
      formerReply: null,
    })
  })

  test('nor does its deputy stay invited', async () => {
    await desk.move(id, thursday)
    await desk.accepts(id, anna)
    await desk.reply(id, anna, {
      kind: 'declined',
      deputyMemberId: bert.memberId,
      givenFor: wednesday,
    })
    expect(await desk.row(id, anna)).toMatchObject({ reply: { kind: 'accepted' } })
    expect(await desk.row(id, bert)).toBeUndefined()
    expect(await desk.told(bert)).toEqual([])
  })

  test('back on its day the answer for that day holds again, also after one for another day', async () => {
    await desk.declines(id, anna)
    await desk.move(id, thursday)
    await desk.accepts(id, anna)
    await desk.move(id, wednesday)
    expect(await desk.row(id, anna)).toMatchObject({ reply: { kind: 'declined' } })
  })

  test('an answer for a beginning that the meeting never had is refused', async () => {
    const late = { kind: 'declined', givenFor: '2026-11-27T08:10:00.000Z' }
    const refused = await desk.refusal(desk.reply(id, anna, late))
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid' } })
    expect(JSON.stringify(refused!.body)).toContain('givenFor')
    expect(await desk.row(id, anna)).toMatchObject({ reply: null, formerReply: null })
  })
})
