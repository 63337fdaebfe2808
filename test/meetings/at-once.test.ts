import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }
let kgs: Signed
let xaver: Signed
const sql = () => app.deps.database.sql
const lead = () => staff.lead.client

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  kgs = await addMember(app, staff, { name: 'Karl Desk', roles: ['kgs'] })
  xaver = await addMember(app, staff, { name: 'Xaver Brandt' })
  for (const letter of 'ABCDEF')
    await addMember(app, staff, { name: `Person ${letter}`, withAccount: false })
})
afterAll(() => app?.stop())

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
const member = ({ memberId }: Signed) => `/api/staffs/${staff.staffId}/members/${memberId}`
const statusOf = async (who: Signed, method: string, path: string, body?: unknown) =>
  (await who.client.fetch(method, path, body)).status
const move = (id: string, hours: number, who = staff.lead) =>
  statusOf(who, 'POST', `/api/meetings/${id}/move/at`, {
    startsAt: inHours(hours),
    durationMin: 50,
  })
const remind = (id: string) => statusOf(kgs, 'POST', `/api/meetings/${id}/remind`, {})
const place = (id: string) =>
  statusOf(kgs, 'PATCH', `/api/meetings/${id}`, { place: `Raum ${Math.random()}` })
const cancel = (id: string) => statusOf(kgs, 'POST', `/api/meetings/${id}/cancel`, { reason: 'r' })
const invite = (id: string) =>
  statusOf(kgs, 'POST', `/api/meetings/${id}/members`, { memberId: xaver.memberId })
const takeOut = (id: string) =>
  statusOf(kgs, 'DELETE', `/api/meetings/${id}/members/${xaver.memberId}`)
const leave = () => statusOf(staff.lead, 'DELETE', member(xaver))
const comeBack = () => statusOf(staff.lead, 'PATCH', member(xaver), { leftAt: null })
let corrected = 0
const correctAddress = () =>
  statusOf(staff.lead, 'PATCH', member(xaver), {
    email: `xaver${corrected++}@kreis.example`,
    roles: ['member', corrected % 2 ? 'press' : 'guest'],
  })
const deadlocks = async () => {
  const [row] = await sql()`select deadlocks::int as count from pg_stat_database
    where datname = current_database()`
  return row!.count as number
}

const emailOf = async ({ personId }: Signed) => {
  const [row] = await sql()`select email from people where id = ${personId}`
  return row?.email as string | undefined
}

/** A transaction beside the product's, which ends when `release` is called. */
async function holding(work: (tx: ReturnType<typeof sql>) => Promise<unknown>) {
  const held = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const ended = sql().begin(async tx => {
    await work(tx as unknown as ReturnType<typeof sql>) // both run templates
    held.resolve()
    await released.promise
  })
  await Promise.race([held.promise, ended])
  return async () => {
    released.resolve()
    await ended
  }
}
/** How many connections wait for a row that somebody else holds. */
const waiting = async () => {
  const [row] = await sql()`select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  return row!.count as number
}

describe('two acts at one moment both succeed, and neither waits for the other in a circle', () => {
  afterEach(comeBack)

  test.each([
    ['reminding and moving', remind, (id: string) => move(id, 20)],
    ['reminding and taking out by hand', remind, takeOut],
    ['reminding and a new place', remind, place],
    ['reminding and leaving the staff', remind, leave],
    ['a new place and leaving the staff', place, leave],
    ['cancelling and leaving the staff', cancel, leave],
    ['inviting by hand and leaving the staff', invite, leave],
    ['a new place and a corrected address', place, correctAddress],
    ['moving and a corrected address', (id: string) => move(id, 20), correctAddress],
  ] as const)('%s', async (_name, one, other) => {
    const before = await deadlocks()
    const answers: number[] = []
    for (let i = 0; i < 5; i++) {
      const id = await convene(app, staff, { inMin: 600 })
      answers.push(...(await Promise.all([one(id), other(id)])))
      await cancel(id)
      await comeBack()
    }
    expect(answers.filter(status => status >= 500)).toEqual([])
    expect(await deadlocks()).toBe(before)
  })
})

describe('an act decides from the meeting as it is when its turn comes', () => {
  let id: string
  const state = async () => (await lead().get<{ state: string }>(`/api/meetings/${id}`)).state
  /** Starts acts one after the other while the meeting is held, then lets them go. */
  async function inTurn(...acts: (() => Promise<number>)[]): Promise<number[]> {
    const release = await holding(tx => tx`select 1 from meetings where id = ${id} for update`)
    const under: Promise<number>[] = []
    for (const act of acts) {
      const held = await waiting()
      under.push(act())
      // the first waits for the row, the others for the first
      if (held === 0)
        await vi.waitUntil(async () => (await waiting()) === 1, { interval: 10, timeout: 20_000 })
    }
    await release()
    return Promise.all(under)
  }
  const mailsTo = ({ personId }: Signed) =>
    sql()`select kind from mails where meeting_id = ${id} and person_id = ${personId} order by seq`

  beforeEach(async () => {
    const made = await lead().post<{ meeting: { meetingId: string } }>(
      `/api/staffs/${staff.staffId}/meetings/at`,
      {
        incident: { title: 'Hochwasser', kind: 'operation' },
        startsAt: inHours(10),
        durationMin: 50,
        convene: false,
      },
    )
    id = made.meeting.meetingId
  })
  const conveneIt = () => statusOf(staff.lead, 'POST', `/api/meetings/${id}/convene`, {})

  test('who is invited while the meeting is convened gets the invitation', async () => {
    await takeOut(id)
    expect(await inTurn(conveneIt, () => invite(id))).toEqual([200, 204])
    expect(await mailsTo(xaver)).toMatchObject([{ kind: 'invitation' }])
  })

  test('who got an invitation while somebody cancels gets the cancellation', async () => {
    const done = await inTurn(conveneIt, () => cancel(id))
    expect(done).toEqual([200, 200])
    expect(await state()).toBe('cancelled')
    const kinds = (await mailsTo(xaver)).map(({ kind }) => kind as string)
    expect(kinds.at(-1)).toBe('cancelled')
  })

  test('nobody hears that a meeting is cancelled that was never convened', async () => {
    expect(await cancel(id)).toBe(200)
    expect(await mailsTo(xaver)).toEqual([])
    const [mailed] = await sql()`select count(mailed_sequence)::int as count from attendees
      where meeting_id = ${id}`
    expect(mailed).toEqual({ count: 0 })
  })

  test('of two moves the history says from where each moved, and each is another gathering', async () => {
    await conveneIt()
    const [start] = await sql()`select starts_at, gathering from meetings where id = ${id}`
    const back = () =>
      statusOf(kgs, 'POST', `/api/meetings/${id}/move/at`, {
        startsAt: new Date(start!.starts_at as string).toISOString(),
        durationMin: 90,
      })
    expect(await inTurn(() => move(id, 30), back)).toEqual([200, 200])
    const history = await lead().get<{ kind: string; details: { from: string; to: string } }[]>(
      `/api/meetings/${id}/history`,
    )
    const [first, second] = history.filter(({ kind }) => kind === 'moved')
    expect(second!.details.from).toBe(first!.details.to)
    const [then] = await sql()`select gathering from meetings where id = ${id}`
    expect(then!.gathering).toBe(start!.gathering + 2)
  })

  test('a place changed back while it is changed is told again', async () => {
    await conveneIt()
    const to = (place: string) => () => statusOf(kgs, 'PATCH', `/api/meetings/${id}`, { place })
    await to('Raum 1')()
    const [before] = await sql()`select sequence from meetings where id = ${id}`
    expect(await inTurn(to('Raum 2'), to('Raum 1'))).toEqual([200, 200])
    const [after] = await sql()`select sequence, place from meetings where id = ${id}`
    expect(after).toEqual({ place: 'Raum 1', sequence: before!.sequence + 2 })
  })

  test('a reminder that waits for the cancellation is refused', async () => {
    await conveneIt()
    expect(
      await inTurn(
        () => cancel(id),
        () => remind(id),
      ),
    ).toEqual([200, 409])
    expect((await mailsTo(xaver)).map(({ kind }) => kind as string)).not.toContain('reminder')
  })

  test('nobody comes to the desk of a meeting that is cancelled meanwhile', async () => {
    await move(id, 1)
    const comes = () =>
      statusOf(kgs, 'POST', `/api/meetings/${id}/check-in`, { memberId: xaver.memberId })
    expect(await inTurn(() => cancel(id), comes)).toEqual([200, 409])
  })
})

describe('acts that wait for one staff', () => {
  const firstFunction = async () => {
    const roster = await lead().get<{ functions: { functionId: string }[] }>(
      `/api/staffs/${staff.staffId}/roster`,
    )
    return `/api/staffs/${staff.staffId}/functions/${roster.functions[0]!.functionId}/holders`
  }
  const holdStaff = () =>
    holding(tx => tx`select 1 from staffs where id = ${staff.staffId} for update`)
  let other: { staffId: string; lead: Signed }
  beforeAll(async () => {
    const { staffId } = await lead().post<{ staffId: string }>('/api/staffs', {
      name: 'Zweiter Stab',
      template: 'nrw',
    })
    other = { staffId, lead: staff.lead }
  })

  test('take one connection, so that other staffs are answered', async () => {
    const path = await firstFunction()
    const release = await holdStaff()
    const changes = Array.from({ length: 12 }, () => statusOf(kgs, 'PUT', path, { holders: [] }))
    const plans = Array.from({ length: 12 }, () => convene(app, staff, { inMin: 600 }))
    await vi.waitUntil(async () => (await waiting()) > 0, { interval: 10, timeout: 20_000 })
    expect(await convene(app, other, { inMin: 600 })).toMatch(/^mtg_/)
    expect(await waiting()).toBe(1)
    await release()
    expect(new Set(await Promise.all(changes))).toEqual(new Set([200]))
    expect(await Promise.all(plans)).toHaveLength(12)
  })

  test('a preview does not wait long: it says that others are at work, and when to ask again', async () => {
    const path = await firstFunction()
    const release = await holdStaff()
    const previews = Array.from({ length: 12 }, () =>
      kgs.client.fetch('POST', `${path}/preview`, { holders: [] }),
    )
    expect(await convene(app, other, { inMin: 600 })).toMatch(/^mtg_/)
    expect(await waiting()).toBeLessThanOrEqual(1)
    for (const answer of await Promise.all(previews)) {
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('2')
      expect(await answer.json()).toMatchObject({ code: 'busy' })
    }
    await release()
    expect(await statusOf(kgs, 'POST', `${path}/preview`, { holders: [] })).toBe(200)
  })
})

test('work that PostgreSQL ended because of a circle is done again, and its attempt counts once', async () => {
  const deadlocksBefore = await deadlocks()
  const { staffId } = await lead().post<{ staffId: string }>('/api/staffs', {
    name: 'Dritter Stab',
    template: 'nrw',
  })
  const { memberId } = await lead().post<{ memberId: string }>(`/api/staffs/${staffId}/members`, {
    name: xaver.name,
    email: (await emailOf(xaver))!,
    roles: ['member'],
  })
  const other = await sql().reserve()
  await other`begin`
  // a busy machine could otherwise end this side, whose wait begins a moment later
  await other`set local deadlock_timeout = '20s'`
  await other`select 1 from members where id = ${memberId} for update`
  const correcting = statusOf(staff.lead, 'PATCH', member(xaver), {
    email: 'xaver.zuletzt@kreis.example',
  })
  await vi.waitUntil(async () => (await waiting()) === 1, { interval: 10, timeout: 20_000 })
  // closes the circle; the one who waits longer is ended, which is the correction
  await other`select 1 from people where id = ${xaver.personId} for update`
  await other`commit`
  other.release()
  expect(await correcting).toBe(200)
  expect(await emailOf(xaver)).toBe('xaver.zuletzt@kreis.example')
  await vi.waitUntil(async () => (await deadlocks()) === deadlocksBefore + 1, {
    interval: 50,
    timeout: 20_000,
  })
  const counted = await sql()`select times from attempts
    where key like 'taken-address:%' and cardinality(times) > 0`
  expect(counted).toEqual([])
})
