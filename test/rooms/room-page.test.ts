import { eq } from 'drizzle-orm'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { MeetingId } from '../../src/lib/ids.ts'
import { meetings } from '../../src/meetings/tables.ts'
import { createMediaServer } from '../../src/rooms/livekit.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { launchChromium } from '../support/chromium.ts'
import { joinRoom } from '../support/participant.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'
import { revise } from '../support/revised.ts'

const media = createMediaServer(inject('liveKit'))
const dialIn = { dialInNumber: '0221 4710-700', dialInCode: '48 15 16', hotline: '0221 4710-444' }
let app: TestApp
let browser: Browser
let staff: { staffId: string; lead: Signed }
let first: Signed
let second: Signed
let third: Signed
let meetingId: string
let here: Page
let there: Page
const hosts = new Set<string>()

beforeAll(async () => {
  app = await startApp({ video: 'real' })
  staff = await foundStaff(app)
  await revise(staff.lead.client, ['PATCH', `/api/staffs/${staff.staffId}`, dialIn])
  first = await addMember(app, staff, { name: 'Jörg Müßig', functions: ['SMS Ordnung'] })
  second = await addMember(app, staff, { name: 'Çiğdem Yıldız', functions: ['SMS Gesundheit'] })
  third = await addMember(app, staff, { name: 'Maike Döring', functions: ['VP Bundeswehr'] })
  meetingId = await convene(app, staff, { inMin: 1 })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

test('one click in the lobby, and two people see and hear each other', async () => {
  here = await lobby(first)
  there = await lobby(second)
  await here.getByText('Ton und Bild werden nicht aufgezeichnet.').waitFor()
  await here.getByText('Server und Video erreichbar').waitFor()
  await enter(here)
  await enter(there)
  await pictures(there, 2)
  await voices(there, 1)
  await pictures(here, 2)
  await voices(here, 1)
  await tile(here, 'SMS Gesundheit', 'Çiğdem Yıldız').waitFor()
  await tile(there, 'SMS Ordnung', 'Jörg Müßig').waitFor()
  expect(await here.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  expect([...hosts]).toEqual([new URL(app.base).host])
})

test('whoever shares sees the others fill the space, and the own screen small', async () => {
  await here.setViewportSize({ width: 1440, height: 900 })
  await here.getByRole('button', { name: 'Bildschirm teilen' }).click()
  await here.getByText('Sie teilen Ihren Bildschirm.').waitFor()
  const [space, preview, ...tiles] = await Promise.all(
    [
      here.locator('.room-stage'),
      here.getByLabel('Ihr geteilter Bildschirm'),
      ...(await here.locator('.tiles .tile').all()),
    ].map(async part => (await part.boundingBox())!),
  )
  const areaOf = ({ width, height }: { width: number; height: number }) => width * height
  expect(tiles).toHaveLength(2)
  expect(tiles.reduce((sum, tile) => sum + areaOf(tile), 0)).toBeGreaterThan(areaOf(space!) / 2)
  expect(preview!.width).toBeGreaterThan(60)
  expect(areaOf(preview!)).toBeLessThan(areaOf(space!) / 20)
  await there.getByText(/^Bildschirm von Jörg Müßig/).waitFor()
  await here.locator('.own-screen').getByRole('button', { name: 'Teilen beenden' }).click()
  await here.getByText('Sie teilen Ihren Bildschirm.').waitFor({ state: 'detached' })
  await here.setViewportSize({ width: 1280, height: 800 })
})

test('somebody not yet told apart has no initials of a sentence, and the kinds of entries stand apart', async () => {
  const page = await (await contextOf(staff.lead)).newPage()
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${app.base}/meetings/${meetingId}/lobby`)
  await page.getByText('bereit', { exact: true }).first().waitFor()
  const names = `**/api/meetings/${meetingId}/room`
  await page.route(names, route => route.abort())
  await page.getByRole('button', { name: 'Jetzt zuschalten' }).click()
  await page.getByText('wird zugeordnet').first().waitFor()
  for (const face of await page.locator('.tiles .face').allTextContents()) expect(face).toBe('…')
  const [first, second] = await Promise.all(
    ['Beschluss', 'Auftrag'].map(name =>
      page.getByRole('button', { name, exact: true }).boundingBox(),
    ),
  )
  expect(second!.x - (first!.x + first!.width)).toBeGreaterThan(3)
  await page.context().close()
})

test('who comes without a camera has a tile with function and name, and goes again', async () => {
  const device = await joinRoom(
    await third.client.post<{ url: string; token: string }>(`/api/meetings/${meetingId}/join`, {}),
  )
  await tile(here, 'VP Bundeswehr', 'Maike Döring').waitFor()
  await voices(here, 2)
  await device.leave()
  await tile(here, 'VP Bundeswehr', 'Maike Döring').waitFor({ state: 'detached' })
})

test('on a phone the room says why a hand cannot be raised, and since when the meeting runs', async () => {
  const early = await convene(app, staff, { inMin: 1 })
  const page = await (await contextOf(third)).newPage()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${app.base}/meetings/${early}/lobby`)
  await page.getByRole('button', { name: 'Jetzt zuschalten' }).click()
  await page.getByRole('button', { name: 'Mikrofon an' }).waitFor()
  await page.getByText(/^Hand heben: /).waitFor()
  await staff.lead.client.post(`/api/meetings/${early}/open`)
  await page.locator('.room-head').getByText('gerade eben').waitFor()
  await page.getByText(/^Hand heben: /).waitFor({ state: 'detached' })
  // one part at a time, each one tap away
  const side = page.getByRole('complementary', { name: 'Zur Sitzung' })
  expect(await side.isVisible()).toBe(false)
  const tabs = page.getByRole('navigation', { name: 'Teile des Raums' })
  await page.getByRole('button', { name: 'Hand heben' }).click()
  await tabs.getByRole('button', { name: 'Hände (1)' }).click()
  await side.locator('.of-hands').getByText('Maike Döring').waitFor()
  await tabs.getByRole('button', { name: 'Personen' }).click()
  await side.getByRole('heading', { name: /^Nach Funktion/ }).waitFor()
  expect(await side.getByRole('heading').count()).toBe(1)
  await tabs.getByRole('button', { name: 'TOP' }).click()
  await side.getByRole('heading', { name: 'Zuletzt beschlossen' }).waitFor()
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  ).toBeLessThanOrEqual(0)
  await page.context().close()
})

test('keys mute and raise a hand, and the lead takes it down', async () => {
  await here.keyboard.press('m')
  await here.getByRole('button', { name: 'Mikrofon aus' }).waitFor()
  await tile(there, 'Jörg Müßig · stumm').waitFor()
  await here.keyboard.press('h')
  await here.getByRole('button', { name: 'Hand senken', exact: true }).waitFor()
  const raised = there.getByRole('listitem').filter({ hasText: /^1Jörg Müßig/ })
  await raised.waitFor()
  const { hands } = await staff.lead.client.get<{ hands: { attendeeId: string }[] }>(
    `/api/meetings/${meetingId}/room`,
  )
  await staff.lead.client.post(`/api/meetings/${meetingId}/hand/lower`, {
    attendeeId: hands[0]!.attendeeId,
  })
  await raised.waitFor({ state: 'detached' })
  await here.keyboard.press('m')
  await here.getByRole('button', { name: 'Mikrofon an' }).waitFor()
})

test('single letters can be switched off, and then do nothing', async () => {
  await first.client.call('PATCH', '/api/me', { letterKeys: false })
  const muted = here.getByRole('button', { name: 'Mikrofon an' })
  await expect.poll(() => muted.getAttribute('aria-keyshortcuts')).toBeNull()
  await here.keyboard.press('m')
  expect(await muted.count()).toBe(1)
  await first.client.call('PATCH', '/api/me', { letterKeys: true })
  await expect.poll(() => muted.getAttribute('aria-keyshortcuts')).toBe('M')
  await here.keyboard.press('m')
  await here.getByRole('button', { name: 'Mikrofon aus' }).click()
  await muted.waitFor()
})

test('the focus stays on the page when the row that has it goes', async () => {
  await there.getByRole('button', { name: 'Hand heben' }).click()
  const lower = there.getByRole('button', { name: /^Hand senken: Çiğdem/ })
  await lower.click()
  await lower.waitFor({ state: 'detached' })
  expect(await there.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
})

test('a raised hand goes down when its owner leaves', async () => {
  const device = await joinRoom(
    await third.client.post<{ url: string; token: string }>(`/api/meetings/${meetingId}/join`, {}),
  )
  await tile(here, 'Maike Döring').waitFor()
  await third.client.call('PUT', `/api/meetings/${meetingId}/hand`)
  const raised = here.getByRole('listitem').filter({ hasText: /^1Maike Döring/ })
  await raised.waitFor()
  await device.leave()
  await raised.waitFor({ state: 'detached' })
  const { hands } = await staff.lead.client.get<{ hands: unknown[] }>(
    `/api/meetings/${meetingId}/room`,
  )
  expect(hands).toEqual([])
})

test('without a network the telephone number is there at once, and afterwards the room without a click', async () => {
  await there.context().setOffline(true)
  await there.getByText('Die Verbindung zum Raum ist unterbrochen.').waitFor({ timeout: 10_000 })
  expect(
    await there.getByRole('link', { name: 'Einwahl 0221 4710-700' }).getAttribute('href'),
  ).toBe('tel:02214710700')
  await there.getByRole('link', { name: 'IT-Hotline 0221 4710-444' }).waitFor()
  await there.context().setOffline(false)
  await there.getByText('Die Verbindung zum Raum ist unterbrochen.').waitFor({ state: 'detached' })
  await pictures(there, 2)
})

test('when the media server drops a connection, the page fetches a new ticket by itself', async () => {
  const before = await people()
  const dropped = before.findLast(person => person.name === second.name)!
  await media.removeParticipant(await roomOf(meetingId), dropped.identity)
  // the new connection takes the place of the old one, and nobody has two devices
  const identityNow = async () =>
    (await people()).findLast(person => person.name === second.name)?.identity
  await expect.poll(identityNow, { timeout: 10_000 }).not.toBe(dropped.identity)
  await expect.poll(async () => (await people()).length, { timeout: 10_000 }).toBe(before.length)
  await pictures(there, 2)
  await voices(there, 1)
  expect(await there.getByText('Sie sind mit zwei Geräten zugeschaltet.').count()).toBe(0)
  await pictures(here, 2)
  await tile(here, 'SMS Gesundheit', 'Çiğdem Yıldız').waitFor()
})

test('a browser without video calls says so before the room and in it, with the telephone beside', async () => {
  const page = await hindered(() => {
    for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection'])
      Reflect.deleteProperty(globalThis, name)
  })
  await page.getByText('Dieser Browser kann keine Videogespräche führen').waitFor()
  await page.getByRole('link', { name: 'Einwahl 0221 4710-700' }).waitFor()
  await enter(page)
  await page.getByText('Dieser Browser kann keine Videogespräche führen.').waitFor()
  await page.getByRole('link', { name: 'Einwahl 0221 4710-700' }).waitFor()
  await page.context().close()
})

test('where picture and sound do not come through, lobby and room say so and offer the telephone', async () => {
  const page = await hindered(() => {
    // without a relay, a connection that may only use relays finds no way, as behind a firewall
    const Real = RTCPeerConnection
    globalThis.RTCPeerConnection = class extends Real {
      constructor(given?: RTCConfiguration) {
        super({ ...given, iceTransportPolicy: 'relay' })
      }
      override setConfiguration(given?: RTCConfiguration) {
        super.setConfiguration({ ...given, iceTransportPolicy: 'relay' })
      }
    }
  })
  await page.getByText('Bild und Ton kommen nicht durch').waitFor()
  await page.getByRole('link', { name: 'Einwahl 0221 4710-700' }).waitFor()
  await enter(page)
  await page.getByText('Bild und Ton kommen nicht durch.').waitFor()
  await page.getByRole('link', { name: 'IT-Hotline 0221 4710-444' }).waitFor()
  expect(await page.getByText('Sie müssen nichts tun').count()).toBe(0)
  await page.context().close()
})

test('trying the connection makes nobody present', async () => {
  const before = await people()
  const { url, token } = await second.client.post<{ url: string; token: string }>(
    `/api/meetings/${meetingId}/trial`,
  )
  const device = await joinRoom({ url, token })
  expect(await people()).toEqual(before)
  expect(await media.listParticipants(await roomOf(meetingId))).not.toContainEqual(
    expect.objectContaining({ identity: device.identity }),
  )
  await device.leave()
})

test('the close is the end on every screen, and there is no way back in', async () => {
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
  for (const page of [here, there]) {
    await page
      .getByRole('heading', { name: /^Die Sitzung wurde um \d\d:\d\d Uhr geschlossen\.$/ })
      .waitFor()
    expect(await page.getByRole('button', { name: 'Wieder zuschalten' }).count()).toBe(0)
  }
})

test('a refused camera is named, keeps nobody out, and an early comer is told when the door opens', async () => {
  const later = await convene(app, staff, { inMin: 120 })
  const context = await contextOf(third)
  await context.addInitScript(() => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async wanted => {
      if (wanted?.video) throw new DOMException('in use', 'NotReadableError')
      return real(wanted)
    }
  })
  const page = await context.newPage()
  await page.goto(`${app.base}/meetings/${later}/lobby`)
  await page.getByText('anderweitig belegt').waitFor()
  await page.getByText('Ein anderes Programm verwendet die Kamera.').waitFor()
  await page.getByRole('button', { name: 'Mikrofon ausschalten' }).waitFor()
  const door = page.getByRole('button', { name: 'Jetzt zuschalten' })
  expect(await door.getAttribute('aria-disabled')).toBe('true')
  await page.getByText(/^Der Raum öffnet /).waitFor()
  await staff.lead.client.post(`/api/meetings/${later}/open`)
  await expect.poll(() => door.getAttribute('aria-disabled')).toBeNull()
  await door.click()
  await page.getByRole('button', { name: 'Mikrofon an' }).waitFor()
  await page.getByRole('button', { name: 'Kamera aus' }).waitFor()
  // signed out from elsewhere, they are out of the room, and the page says where to begin
  await third.client.post('/api/sign-out-everywhere')
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
  await expect.poll(async () => (await media.listParticipants(await roomOf(later))).length).toBe(0)
})

/** The lobby in a browser that a script changes before the page runs. */
async function hindered(how: () => void): Promise<Page> {
  const context = await contextOf(third)
  await context.addInitScript(how)
  const page = await context.newPage()
  await page.goto(`${app.base}/meetings/${meetingId}/lobby`)
  return page
}

async function contextOf({ client }: Signed): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'de', viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  for (const cookie of client.cookies())
    await session.send('Network.setCookie', {
      ...cookie,
      url: app.base,
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
    })
  await page.close()
  return context
}

async function lobby(person: Signed): Promise<Page> {
  const page = await (await contextOf(person)).newPage()
  page.on('request', request => hosts.add(new URL(request.url()).host))
  page.on('websocket', socket => hosts.add(new URL(socket.url()).host))
  await page.goto(`${app.base}/meetings/${meetingId}/lobby`)
  await page.getByText('bereit', { exact: true }).first().waitFor()
  return page
}

async function roomOf(id: string): Promise<string> {
  const [row] = await app.deps.database.db
    .select()
    .from(meetings)
    .where(eq(meetings.id, id as MeetingId))
  return row!.roomName
}

function enter(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Jetzt zuschalten' }).click()
}

function tile(page: Page, ...texts: string[]) {
  const tiles = page.getByRole('list', { name: 'Virtuell zugeschaltet' }).getByRole('listitem')
  return texts.reduce((found, hasText) => found.filter({ hasText }), tiles)
}

async function people(): Promise<{ identity: string; name: string }[]> {
  return (
    await staff.lead.client.get<{ people: { identity: string; name: string }[] }>(
      `/api/meetings/${meetingId}/room`,
    )
  ).people
}

/** So many pictures are on the screen and moving. */
function pictures(page: Page, count: number) {
  return page.waitForFunction(
    wanted =>
      [...document.querySelectorAll('video')].filter(video => video.videoWidth > 0 && !video.paused)
        .length >= wanted,
    count,
    { timeout: 15_000 },
  )
}

/** So many others can be heard. */
function voices(page: Page, count: number) {
  return page.waitForFunction(
    wanted =>
      [...document.querySelectorAll('audio')].filter(audio => audio.srcObject && !audio.paused)
        .length >= wanted,
    count,
    { timeout: 15_000 },
  )
}
