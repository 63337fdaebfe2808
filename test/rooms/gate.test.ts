import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createMediaServer } from '../../src/rooms/livekit.ts'
import { type TestApp, startApp } from '../support/app.ts'
import { joinRoom } from '../support/participant.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'
import { answerTo, fieldsUntilPong } from '../support/ticket.ts'

const media = createMediaServer(inject('liveKit'))
const refreshedToken = 16
let app: TestApp
let staff: { staffId: string; lead: Signed }
let member: Signed
let meetingId: string

beforeAll(async () => {
  app = await startApp({ video: 'real' })
  staff = await foundStaff(app)
  member = await addMember(app, staff, { name: 'Jörg Müßig' })
  meetingId = await convene(app, staff, { inMin: 1 })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
})
afterAll(() => app.stop())

type Ticket = { url: string; token: string; identity: string }
const ticket = () => member.client.post<Ticket>(`/api/meetings/${meetingId}/join`, {})
const signal = ({ url, token }: Ticket, more = '') =>
  `${url}/rtc?access_token=${token}&protocol=16&sdk=js${more}`

test('a client gets no token of the media server, not even a renewed one', async () => {
  const mine = await ticket()
  expect(await fieldsUntilPong(signal(mine))).not.toContain(refreshedToken)
  // the media server itself sends one
  const token = await media.mintToken({ room: 'of_this_test', identity: 'p', ttlS: 30 })
  await media.createRoom('of_this_test', { emptyTimeoutS: 30, departureTimeoutS: 1 })
  const direct = { url: inject('liveKit').url, token, identity: 'p' }
  expect(await fieldsUntilPong(signal(direct))).toContain(refreshedToken)
})

test('a parameter by which the media server changes the name is left out', async () => {
  const mine = await ticket()
  const device = joinRoom(mine)
  await device
  const other = await ticket()
  const sockets = fieldsUntilPong(signal(other, '&publish=Landrat'))
  await sockets
  const { roomName } = await roomOf()
  const names = (await media.listParticipants(roomName)).map(each => each.identity)
  expect(names.filter(name => name.includes('#'))).toEqual([])
  await (await device).leave()
})

test('a ticket opens the room once within half a minute, and then again while its connection lives', async () => {
  const mine = await ticket()
  await fieldsUntilPong(signal(mine))
  expect(await answerTo(signal(mine))).toBe('open')
  const forged = `${mine.token.slice(0, -4)}AAAA`
  expect(await answerTo(signal({ ...mine, token: forged }))).toBe('403')
})

test('a page of another site cannot connect', async () => {
  const mine = await ticket()
  expect(await answerTo(signal(mine), 'https://fremd.example')).toBe('403')
  expect(await answerTo(signal(mine), app.base)).toBe('open')
})

test.each([
  '/rtc/v2',
  '/whip/v1',
  '/agent',
  '/twirp/livekit.RoomService/ListRooms',
  '/debug/pprof',
  '/rtc/',
])('nothing else of the media server is reached: %s', async path => {
  const { url, token } = await ticket()
  expect(await answerTo(`${url}${path}?access_token=${token}`)).toBe('404')
  const answer = await fetch(`${app.base}${path}?access_token=${token}`)
  expect([404, 405]).toContain(answer.status)
})

test('when the process ends and another begins, clients come back with the ticket they have', async () => {
  const mine = await ticket()
  expect(await fieldsUntilPong(signal(mine))).toContain(1)
  const other = await app.another()
  const there = { ...mine, url: other.address.replace('http:', 'ws:') }
  expect(await answerTo(signal(there))).toBe('open')
  await other.stop()
})

test('a media server that does not answer is told as such, and the page hears of it', async () => {
  const silent = createServer((_, answer) => void answer.destroy())
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', () => resolve()))
  const { port } = silent.address() as AddressInfo
  const broken = await app.another({ LIVEKIT_URL: `ws://127.0.0.1:${port}` })
  expect((await fetch(`${broken.address}/rtc/alive`)).status).toBe(503)
  expect((await fetch(`${app.base}/rtc/alive`)).status).toBe(204)
  const mine = await ticket()
  const there = { ...mine, url: broken.address.replace('http:', 'ws:') }
  expect(await answerTo(signal(there))).toBe('502')
  await broken.stop()
  silent.close()
})

const roomOf = async () => {
  const [row] = await app.deps.database.sql<{ roomName: string }[]>`
    select room_name as "roomName" from meetings where id = ${meetingId}`
  return row!
}
