import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MinutesView } from '../../src/minutes/contract.ts'
import { wordsLimit } from '../../src/minutes/rules/release.ts'
import { stopMinutesRenderer } from '../../src/minutes/pdf.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }
let taker: Signed
let guest: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  taker = await addMember(app, staff, { name: 'Mehmet Yıldız', roles: ['minuteTaker'] })
  guest = await addMember(app, staff, { name: 'Petra Lindner', roles: ['guest'] })
})
afterAll(async () => {
  await app?.stop()
  await stopMinutesRenderer()
})

const pathOf = (meetingId: string) => `/api/meetings/${meetingId}/minutes`
const minutesOf = (meetingId: string) => staff.lead.client.get<MinutesView>(pathOf(meetingId))
const write = (view: MinutesView, edits: object) =>
  staff.lead.client.fetch('PATCH', pathOf(view.meetingId), { revision: view.revision, edits })
const print = (who: Signed, meetingId: string, query = '') =>
  who.client.fetch('GET', `${pathOf(meetingId)}.pdf${query}`)

async function closed(
  fill: (meetingId: string) => Promise<void> = async () => {},
): Promise<string> {
  const meetingId = await convene(app, staff, { inMin: 1, minuteTakerId: taker.memberId })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  await fill(meetingId)
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
  return meetingId
}

/** closed, with words that take half a second to print */
async function slow(): Promise<string> {
  const meetingId = await closed()
  expect((await write(await minutesOf(meetingId), { lage: 'x'.repeat(30_000) })).status).toBe(200)
  return meetingId
}

test('one person’s many prints hold up neither another’s print nor a release', async () => {
  const [small, toRelease, ...long] = [
    await closed(),
    await closed(),
    await slow(),
    await slow(),
    await slow(),
  ]
  const { revision } = await minutesOf(toRelease)
  const answered: string[] = []
  const note = (name: string, work: Promise<Response>) =>
    work.then(response => {
      if (response.status === 200) answered.push(name)
      return response.status
    })
  const kinds = ['', '?standard=ua-1', '?lang=en', '?lang=en&standard=ua-1']
  const mine = long.flatMap(id => kinds.map(kind => note('mine', print(guest, id, kind))))
  const others = [
    note('other', print(taker, small)),
    note('release', staff.lead.client.fetch('POST', `${pathOf(toRelease)}/release`, { revision })),
  ]
  expect(await Promise.all(others)).toEqual([200, 200])
  const statuses = await Promise.all(mine)
  // one at work and five that wait; by then one or two had made room
  const printed = statuses.filter(status => status === 200).length
  expect(statuses.filter(status => status === 429)).toHaveLength(12 - printed)
  expect(printed).toBeLessThan(10)
  expect(answered.indexOf('other')).toBeLessThan(4)
  expect(answered.indexOf('release')).toBeLessThan(4)
})

test('forty who ask for the same hear the same, from one print', async () => {
  const meetingId = await slow()
  const files = await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      const response = await print(i % 2 ? guest : taker, meetingId, '?lang=en')
      expect(response.status).toBe(200)
      return Buffer.from(await response.arrayBuffer())
    }),
  )
  for (const file of files) expect(file.equals(files[0]!)).toBe(true)
})

test('what is printed is kept until the words change', async () => {
  const [meetingId, long] = [await closed(), await slow()]
  const before = Buffer.from(await (await print(guest, meetingId)).arrayBuffer())
  const order: string[] = []
  const atWork = print(taker, long, '?standard=ua-1').then(() => order.push('long'))
  const again = print(guest, meetingId).then(async response => {
    order.push('kept')
    return Buffer.from(await response.arrayBuffer())
  })
  expect((await again).equals(before)).toBe(true)
  await atWork
  expect(order).toEqual(['kept', 'long'])
  await write(await minutesOf(meetingId), { remarks: 'Anders.' })
  expect(Buffer.from(await (await print(guest, meetingId)).arrayBuffer()).equals(before)).toBe(
    false,
  )
})

test('words are limited in all, also those to items that are not there; shortening them is not', async () => {
  const meetingId = await closed()
  const full = 'ä\n'.repeat(12_500)
  const filled = { lage: full, press: full, remarks: full, nextMeetingText: full }
  expect((await write(await minutesOf(meetingId), filled)).status).toBe(200)
  const { record } = await minutesOf(meetingId)
  const strange = `agi_${'0'.repeat(26)}`
  for (const id of [record.agenda[0]?.id ?? strange, strange]) {
    const refused = await write(await minutesOf(meetingId), { agendaTexts: [{ id, text: 'ä' }] })
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      {
        code: 'invalid',
        errors: [
          {
            field: 'edits',
            value: `${wordsLimit + 1} characters`,
            expected: `at most ${wordsLimit} characters in all texts`,
          },
        ],
      },
    ])
  }
  expect((await print(taker, meetingId)).status).toBe(200)
  expect((await write(await minutesOf(meetingId), { press: '' })).status).toBe(200)
})

test('a meeting with more in its journal than words may have closes and prints', async () => {
  const meetingId = await closed(async id => {
    for (let i = 0; i < 55; i++)
      await staff.lead.client.post(`/api/meetings/${id}/decisions`, {
        text: 'Der Pegel steigt. '.repeat(111),
        // letters with three marks each, of which more than a thousand once ended the typesetter
        reason: 'e\u0301\u0302\u0303 '.repeat(399),
      })
  })
  expect((await minutesOf(meetingId)).record.decisions).toHaveLength(55)
  expect((await print(taker, meetingId)).status).toBe(200)
})
