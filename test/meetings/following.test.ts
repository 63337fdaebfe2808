import { beforeEach, describe, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { ApiFailure, Client } from '../support/client.ts'
import { addMember, convene, foundStaff, linkOf, type Signed } from '../support/staff.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }
let jonas: Signed
let lena: Signed
/** member without function */
let paul: Signed
/** Goes on with each look at it, so that the outbox has an order. */
class GoingClock extends TestClock {
  override now(): Date {
    this.forward(1)
    return super.now()
  }
}
const clock = new GoingClock()

// a database of its own for each: every roster change reaches all meetings ahead
beforeEach(async () => {
  clock.set('2026-11-24T08:00:00Z')
  app = await startApp({ clock })
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', withAccount: false })
  lena = await addMember(app, staff, { name: 'Lena Vogt' })
  paul = await addMember(app, staff, { name: 'Paul Pohl', withAccount: false })
  await hold('BuMA', [holder(jonas), deputy(lena)])
  return () => app.stop()
})

test('who leaves keeps no minutes to come, and the history says so', async () => {
  const id = await convene(app, staff, { inMin: 60, minuteTakerId: paul.memberId })
  await staff.lead.client.call('DELETE', `/api/staffs/${staff.staffId}/members/${paul.memberId}`)
  const path = `/api/meetings/${id}`
  expect(await staff.lead.client.get(path)).toMatchObject({
    minuteTakerId: null,
    minuteTakerName: null,
  })
  const history = await staff.lead.client.get<{ kind: string; details: object }[]>(
    `${path}/history`,
  )
  expect(history.findLast(event => event.kind === 'minuteTaker')?.details).toEqual({
    memberId: null,
    goneId: paul.memberId,
  })
})

describe('a function gets another holder', () => {
  test('they are invited to all meetings ahead, who held it gets one CANCEL, both shown before', async () => {
    const ids = await series(3)
    const token = await linkOf(staff, ids[0]!, jonas)
    const change = [holder(lena)]
    expect(await foreseen('BuMA', change)).toEqual({
      meetings: 3,
      more: [{ name: 'Lena Vogt', meetings: 3 }],
      fewer: [{ name: 'Jonas Brandt', meetings: 3 }],
    })
    expect(await told(lena)).toEqual([])
    await hold('BuMA', change)
    expect(await told(lena)).toEqual(['invitation'])
    expect(await told(jonas)).toEqual(['invitation', 'uninvited'])
    for (const id of ids) {
      expect(await invited(id)).toEqual(['Lena Vogt', 'Paul Pohl'])
      expect(await functionsOf(id, lena)).toEqual(['BuMA'])
    }
    expect(await refusal(app.client().post('/api/answer/read', { token }))).toBe('linkExpired')
    const dead = await app.client().fetch('POST', '/api/answer/read', { token })
    expect(await dead.json()).toMatchObject({ details: { reason: 'uninvited' } })
    const cancel = (await mailsTo(jonas)).find(mail => mail.kind === 'uninvited')
    const detail = await staff.lead.client.get<{ calendar: string; text: string }>(
      `/api/mails/${cancel!.mailId}`,
    )
    expect(detail.calendar).toContain('METHOD:CANCEL')
    expect(detail.calendar).toContain('SEQUENCE:3')
    expect(detail.text).toContain('nicht mehr eingeladen')
    for (const secret of ['/reply', '/meetings/', 'Kreishaus'])
      expect(`${detail.text}${detail.calendar}`).not.toContain(secret)
  })

  test('the same change once more tells nobody', async () => {
    await series(2)
    await hold('BuMA', [holder(lena)])
    const before = (await outbox()).length
    expect(await foreseen('BuMA', [holder(lena)])).toEqual({ meetings: 0, more: [], fewer: [] })
    await hold('BuMA', [holder(lena)])
    await hold('BuMA', [holder(lena), { ...deputy(jonas), rank: 2 }])
    expect(await outbox()).toHaveLength(before)
  })

  test('whoever was invited without a function stays without it', async () => {
    const [id] = await series(1)
    await hold('BuMA', [holder(paul)])
    await hold('BuMA', [holder(jonas)])
    expect(await invited(id!)).toContain('Paul Pohl')
    expect(await told(paul)).toEqual(['invitation'])
  })

  test('a holder of later days is invited to meetings of those days only, and so is one of earlier days', async () => {
    await hold('BuMA', [
      { ...holder(jonas), validUntil: '2026-11-25' },
      { ...holder(lena), validFrom: '2026-11-26' },
    ])
    const ids = await series(3)
    expect(await Promise.all(ids.map(id => invited(id)))).toEqual([
      ['Jonas Brandt', 'Paul Pohl'],
      ['Lena Vogt', 'Paul Pohl'],
      ['Lena Vogt', 'Paul Pohl'],
    ])
  })

  test('a deputy named by who held it falls out with them, one named by somebody who stays does not', async () => {
    const tom = await addMember(app, staff, { name: 'Tom Reuter', withAccount: false })
    const ida = await addMember(app, staff, { name: 'Ida Ende', withAccount: false })
    await hold('SMS Umwelt', [
      { ...holder(staff.lead), rank: 0 },
      deputy(tom),
      { ...deputy(ida), rank: 2 },
    ])
    const [id] = await series(1)
    expect(await invited(id!)).not.toContain('Tom Reuter')
    await declines(id!, jonas, tom)
    await declines(id!, paul, ida)
    await hold('BuMA', [holder(lena)])
    expect(await told(tom)).toEqual(['deputy', 'released'])
    expect(await told(ida)).toEqual(['deputy'])
    expect(await invited(id!)).toEqual(['Ida Ende', 'Lena Vogt', 'Paul Pohl'])
  })

  test('a deputy who takes the function over hears once that they stand in no longer, and stays', async () => {
    const [id] = await series(1)
    await declines(id!, jonas, lena)
    await hold('BuMA', [holder(lena)])
    expect(await told(lena)).toEqual(['deputy', 'relieved'])
    expect(await told(jonas)).toEqual(['invitation', 'uninvited'])
    expect(await functionsOf(id!, lena)).toEqual(['BuMA'])
  })

  test('a removed function ends what rests on it, restored it is as before', async () => {
    const [id] = await series(1)
    const functionId = await idOf('BuMA')
    const path = `/api/staffs/${staff.staffId}/functions/${functionId}`
    expect(await staff.lead.client.post(`${path}/removal/preview`)).toEqual({
      meetings: 1,
      more: [],
      fewer: [{ name: 'Jonas Brandt', meetings: 1 }],
    })
    await staff.lead.client.call('DELETE', path)
    expect(await invited(id!)).not.toContain('Jonas Brandt')
    await staff.lead.client.call('PATCH', path, { isRetired: false })
    expect(await invited(id!)).toContain('Jonas Brandt')
    expect(await told(jonas)).toEqual(['invitation', 'uninvited', 'invitation'])
  })
})

describe('a member', () => {
  test('who joins is invited to all meetings ahead, not to one that has begun', async () => {
    const running = await convene(app, staff)
    await staff.lead.client.post(`/api/meetings/${running}/open`)
    const ids = await series(2)
    const cancelled = await convene(app, staff, { inMin: 900 })
    await staff.lead.client.post(`/api/meetings/${cancelled}/cancel`, { reason: 'Übung' })
    const person = { name: 'Nora Neu', email: 'nora@kreis.example', roles: ['member'] }
    expect(
      await staff.lead.client.post(`/api/staffs/${staff.staffId}/members/preview`, person),
    ).toEqual({ meetings: 2, more: [{ name: 'Nora Neu', meetings: 2 }], fewer: [] })
    const roster = await staff.lead.client.get<{ members: { name: string }[] }>(
      `/api/staffs/${staff.staffId}/roster`,
    )
    expect(roster.members.map(m => m.name)).not.toContain('Nora Neu')
    const nora = await addMember(app, staff, { name: 'Nora Neu', withAccount: false })
    const [mail, ...more] = await mailsTo(nora)
    expect(more).toEqual([])
    const { text } = await staff.lead.client.get<{ text: string }>(`/api/mails/${mail!.mailId}`)
    expect(text).toContain('zu 2 Sitzungen')
    for (const id of ids) expect(await invited(id)).toContain('Nora Neu')
    expect(await invited(running)).not.toContain('Nora Neu')
  })

  test('who takes part in no meeting any more gets one CANCEL and is told nothing later', async () => {
    const [id] = await series(1)
    const path = `/api/staffs/${staff.staffId}/members/${paul.memberId}`
    expect(await staff.lead.client.post(`${path}/roles/preview`, { roles: ['records'] })).toEqual({
      meetings: 1,
      more: [],
      fewer: [{ name: 'Paul Pohl', meetings: 1 }],
    })
    await staff.lead.client.call('PATCH', path, { roles: ['records'] })
    await staff.lead.client.call('PATCH', `/api/meetings/${id}`, { place: 'Feuerwache 2' })
    expect(await told(paul)).toEqual(['invitation', 'uninvited'])
    await staff.lead.client.call('PATCH', path, { roles: ['records', 'member'] })
    expect(await told(paul)).toEqual(['invitation', 'uninvited', 'invitation'])
  })

  test('who leaves is out of meetings ahead, planned ones too, and comes back invited anew', async () => {
    const [id] = await series(1)
    const planned = await convene(app, staff, { inMin: 900, convene: false })
    const path = `/api/staffs/${staff.staffId}/members/${paul.memberId}`
    expect(await staff.lead.client.post(`${path}/removal/preview`)).toEqual({
      meetings: 2,
      more: [],
      fewer: [{ name: 'Paul Pohl', meetings: 2 }],
    })
    await staff.lead.client.call('DELETE', path)
    expect(await told(paul)).toEqual(['invitation', 'left'])
    await staff.lead.client.call('PATCH', path, { leftAt: null })
    expect(await told(paul)).toEqual(['invitation', 'left', 'invitation'])
    for (const each of [id!, planned]) expect(await invited(each)).toContain('Paul Pohl')
  })

  test('who leaves brings their deputy nobody takes the function from, until somebody holds it', async () => {
    const tom = await addMember(app, staff, { name: 'Tom Reuter', withAccount: false })
    await hold('SMS Umwelt', [holder(staff.lead), deputy(tom)])
    const [id] = await series(1)
    await declines(id!, jonas, tom)
    await staff.lead.client.call('DELETE', `/api/staffs/${staff.staffId}/members/${jonas.memberId}`)
    expect(await functionsOf(id!, tom)).toEqual(['BuMA'])
    await hold('BuMA', [holder(lena)])
    expect(await invited(id!)).not.toContain('Tom Reuter')
    expect(await told(tom)).toEqual(['deputy', 'released'])
  })

  test('who comes with an imported list is invited, too', async () => {
    const [id] = await series(1)
    expect((await importing(inasList)).status).toBe(200)
    await expect.poll(() => invited(id!)).toContain('Ina Import')
  })

  test('who is invited while the preview of a list with them is open gets one invitation to each meeting', async () => {
    const seen = async () => {
      const answer = await importing(inasList, '/preview')
      return ((await answer.json()) as { seen: string }).seen
    }
    const before = await seen()
    const ids = await series(1)
    const ina = { name: 'Ina Import', email: 'ina@kreis.example' }
    await staff.lead.client.post(`/api/staffs/${staff.staffId}/members`, ina)
    const refused = await importing(inasList, `?seen=${before}`)
    expect(await refused.json()).toMatchObject({ status: 409, code: 'conflict' })
    const list =
      'Name;E-Mail;Mobil\nIna Import;ina@kreis.example;0171 1\nUdo Neu;udo@kreis.example;\n'
    ids.push(await convene(app, staff, { inMin: 900 }))
    expect((await importing(list)).status).toBe(200)
    await expect.poll(() => invited(ids[1]!)).toContain('Udo Neu')
    for (const name of ['Ina Import', 'Udo Neu']) {
      const mails = (await outbox()).filter(mail => mail.toName === name)
      expect(mails.map(mail => mail.meetingId).toSorted()).toEqual(ids.toSorted())
    }
  })
})

describe('a meeting moved to a day on which others hold a function', () => {
  beforeEach(() =>
    hold('BuMA', [
      { ...holder(jonas), validUntil: '2026-11-30' },
      { ...holder(lena), validFrom: '2026-12-01' },
    ]),
  )

  test('shows and tells who comes and who falls out, and the others that it moved', async () => {
    const [id] = await series(1)
    const to = { date: '2026-12-02', time: '08:30', durationMin: 50 }
    expect(await staff.lead.client.post(`/api/meetings/${id}/move/preview`, to)).toMatchObject({
      meetings: 1,
      more: [{ name: 'Lena Vogt', meetings: 1 }],
      fewer: [{ name: 'Jonas Brandt', meetings: 1 }],
    })
    await staff.lead.client.post(`/api/meetings/${id}/move`, to)
    expect(await told(lena)).toEqual(['invitation'])
    expect(await told(jonas)).toEqual(['invitation', 'uninvited'])
    expect(await told(paul)).toEqual(['invitation', 'moved'])
    // and back again
    await staff.lead.client.post(`/api/meetings/${id}/move`, { ...to, date: '2026-11-26' })
    expect(await told(jonas)).toEqual(['invitation', 'uninvited', 'invitation'])
    expect(await told(lena)).toEqual(['invitation', 'uninvited'])
    expect(await invited(id!)).toEqual(['Jonas Brandt', 'Paul Pohl'])
  })

  test('within the days of one holder shows that nobody changes', async () => {
    const [id] = await series(1)
    const to = { date: '2026-11-27', time: '08:30', durationMin: 50 }
    expect(await staff.lead.client.post(`/api/meetings/${id}/move/preview`, to)).toMatchObject({
      meetings: 0,
      more: [],
      fewer: [],
    })
  })
})

describe('by hand', () => {
  test('whoever was invited stays, whoever was taken out stays out, whatever the roster says', async () => {
    const ids = await series(2)
    const [id] = ids as [string, string]
    await staff.lead.client.post(`/api/meetings/${id}/members`, { memberId: lena.memberId })
    await staff.lead.client.call('DELETE', `/api/meetings/${id}/members/${paul.memberId}`)
    await staff.lead.client.call('DELETE', `/api/meetings/${id}/members/${jonas.memberId}`)
    expect(await told(paul)).toEqual(['invitation', 'uninvited'])
    await hold('BuMA', [holder(lena)])
    await hold('BuMA', [holder(jonas), deputy(lena)])
    await addMember(app, staff, { name: 'Nora Neu', withAccount: false })
    expect(await invited(id)).toEqual(['Lena Vogt', 'Nora Neu'])
    expect(await invited(ids[1]!)).toEqual(['Jonas Brandt', 'Nora Neu', 'Paul Pohl'])
    await staff.lead.client.post(`/api/meetings/${id}/members`, { memberId: paul.memberId })
    expect((await told(paul)).at(-1)).toBe('invitation')
    expect(await invited(id)).toContain('Paul Pohl')
  })

  test('nobody is taken out of a meeting that has begun, or by who plans none', async () => {
    const [id] = await series(1)
    const path = `/api/meetings/${id}/members/${paul.memberId}`
    expect(await refusal(lena.client.call('DELETE', path))).toBe('forbidden')
    clock.set('2026-11-25T07:29:00Z')
    await staff.lead.client.post(`/api/meetings/${id}/open`)
    expect(await refusal(staff.lead.client.call('DELETE', path))).toBe('wrongState')
  })

  test('whoever was out and comes through the door is there', async () => {
    const [id] = await series(1)
    await staff.lead.client.call('DELETE', `/api/meetings/${id}/members/${paul.memberId}`)
    clock.set('2026-11-25T07:29:00Z')
    await staff.lead.client.post(`/api/meetings/${id}/open`)
    await staff.lead.client.post(`/api/meetings/${id}/check-in`, {
      memberId: paul.memberId,
      mode: 'onSite',
    })
    expect(await invited(id!)).toContain('Paul Pohl')
  })
})

describe('a meeting that is only planned', () => {
  test('tells nobody anything, and those of its day once it is convened', async () => {
    const id = await convene(app, staff, { inMin: 600, convene: false })
    await declines(id, jonas, lena)
    expect(await refusal(staff.lead.client.post(`/api/meetings/${id}/remind`, {}))).toBe(
      'wrongState',
    )
    await staff.lead.client.post(`/api/meetings/${id}/members`, { memberId: lena.memberId })
    await staff.lead.client.call('PATCH', `/api/meetings/${id}`, { place: 'Feuerwache 2' })
    const nora = await addMember(app, staff, { name: 'Nora Neu', withAccount: false })
    await staff.lead.client.post(`/api/meetings/${id}/move`, {
      date: '2026-12-02',
      time: '08:30',
      durationMin: 50,
    })
    // an answer holds for its day
    await declines(id, jonas, lena)
    expect((await outbox()).filter(mail => mail.meetingId === id)).toEqual([])
    await staff.lead.client.post(`/api/meetings/${id}/convene`)
    for (const each of [jonas, paul, nora]) expect(await told(each)).toEqual(['invitation'])
    expect(await told(lena)).toEqual(['deputy'])
    const [mail] = await mailsTo(lena)
    const { text } = await staff.lead.client.get<{ text: string }>(`/api/mails/${mail!.mailId}`)
    expect(text).toContain('Jonas Brandt ist verhindert und hat Sie als Vertretung benannt')
  })

  test('is cancelled without a word, and convened later tells of cancelling', async () => {
    const [silent, loud] = [
      await convene(app, staff, { inMin: 600, convene: false }),
      await convene(app, staff, { inMin: 700, convene: false }),
    ]
    await declines(silent, jonas, lena)
    await declines(loud, jonas, lena)
    await staff.lead.client.post(`/api/meetings/${silent}/cancel`, { reason: 'x' })
    await staff.lead.client.post(`/api/meetings/${loud}/convene`)
    await staff.lead.client.post(`/api/meetings/${loud}/cancel`, { reason: 'x' })
    expect(await told(lena)).toEqual(['deputy', 'cancelled'])
    expect(await told(jonas)).toEqual(['invitation', 'cancelled'])
  })
})

describe('whoever was ever told of a meeting', () => {
  test('is told of every change, also who only lost a role in it', async () => {
    const id = await convene(app, staff, { inMin: 600, minuteTakerId: lena.memberId })
    await staff.lead.client.call('PATCH', `/api/meetings/${id}`, { minuteTakerId: paul.memberId })
    await staff.lead.client.call('PATCH', `/api/meetings/${id}`, { place: 'Feuerwache 2' })
    await addMember(app, staff, { name: 'Nora Neu', withAccount: false })
    await staff.lead.client.post(`/api/meetings/${id}/cancel`, { reason: 'x' })
    expect(await told(lena)).toEqual(['invitation', 'changed', 'cancelled'])
  })

  test('and who was told of nothing is invited at the opening, and then hears of changes', async () => {
    const id = await convene(app, staff, { inMin: 5, convene: false })
    await staff.lead.client.post(`/api/meetings/${id}/open`)
    expect(await told(paul)).toEqual(['invitation'])
    await staff.lead.client.call('PATCH', `/api/meetings/${id}`, { place: 'Feuerwache 2' })
    expect(await told(paul)).toEqual(['invitation', 'changed'])
  })
})

test('a required function that nobody is invited for shows with the meeting, in lists and on the overview', async () => {
  const [id] = await series(2)
  type Seen = { unfilled: string[] }
  type Hand = { kind: string; meetingId: string; functions: string[] }
  const seen = async () => {
    const { client } = staff.lead
    const [one, list, { needsHand }] = [
      await client.get<Seen>(`/api/meetings/${id}`),
      await client.get<(Seen & { meetingId: string })[]>('/api/meetings'),
      await client.get<{ needsHand: Hand[] }>('/api/overview'),
    ]
    const hand = needsHand.find(item => item.kind === 'unfilled' && item.meetingId === id)
    return [
      one.unfilled,
      list.find(each => each.meetingId === id)!.unfilled,
      hand?.functions ?? [],
    ].map(labels => labels.includes('BuMA'))
  }
  const path = `/api/staffs/${staff.staffId}/functions/${await idOf('BuMA')}`
  await staff.lead.client.call('PATCH', path, { isRequired: true })
  expect(await seen()).toEqual([false, false, false])
  await hold('BuMA', [])
  expect(await seen()).toEqual([true, true, true])
  // a deputy acts where nobody holds the function
  await hold('BuMA', [deputy(lena)])
  expect(await seen()).toEqual([false, false, false])
  await hold('BuMA', [holder(lena)])
  expect(await seen()).toEqual([false, false, false])
})

test('the virtual room lets in who came to the meeting since, and no more who fell out of it', async () => {
  const [id] = await series(1)
  clock.set('2026-11-25T07:25:00Z')
  const join = () => lena.client.post(`/api/meetings/${id}/join`, { device: 'laptop' })
  expect(await refusal(join())).toBe('notInvited')
  await hold('BuMA', [holder(lena)])
  // invited, and only then told that the test has no media server
  expect(await refusal(join())).toBe('videoUnavailable')
  await hold('BuMA', [holder(jonas), deputy(lena)])
  expect(await refusal(join())).toBe('notInvited')
})

test('planning and changing the roster at one moment at two processes leaves the right people invited', async () => {
  const other = await app.another()
  const there = new Client(other.address, () => clock.now().getTime())
  there.adopt(staff.lead.client.cookies())
  const functionId = await idOf('BuMA')
  for (const wanted of [lena, jonas, lena, jonas]) {
    const [id] = await Promise.all([
      convene(app, staff, { inMin: 600 }),
      there.call('PUT', `/api/staffs/${staff.staffId}/functions/${functionId}/holders`, {
        holders: [holder(wanted), deputy(wanted === lena ? jonas : lena)],
      }),
    ])
    const names = await invited(id)
    expect(names).toContain(wanted.name)
    expect(names).not.toContain((wanted === lena ? jonas : lena).name)
  }
})

type Mail = { mailId: string; meetingId: string | null; kind: string; toName: string }
const inasList = 'Name;E-Mail\nIna Import;ina@kreis.example\n'
async function importing(list: string, to = '') {
  const form = new FormData()
  form.set('file', new File([list], 'liste.csv'))
  return fetch(`${app.base}/api/staffs/${staff.staffId}/import${to}`, {
    method: 'POST',
    body: form,
    headers: { cookie: staff.lead.client.cookieHeader(), 'idempotency-key': crypto.randomUUID() },
  })
}
const outbox = async () =>
  (await staff.lead.client.get<Mail[]>(`/api/staffs/${staff.staffId}/outbox`)).filter(
    mail => mail.kind !== 'enrolment',
  )
const mailsTo = async ({ name }: Signed) =>
  (await outbox()).filter(mail => mail.toName === name).toReversed()
const told = async (who: Signed) => (await mailsTo(who)).map(mail => mail.kind)

type Holder = { memberId: string; rank: number; validFrom?: string; validUntil?: string }
const holder = ({ memberId }: Signed): Holder => ({ memberId, rank: 0 })
const deputy = ({ memberId }: Signed): Holder => ({ memberId, rank: 1 })
const holdersPath = async (label: string) =>
  `/api/staffs/${staff.staffId}/functions/${await idOf(label)}/holders`
const hold = async (label: string, holders: Holder[]) => {
  await staff.lead.client.call('PUT', await holdersPath(label), { holders })
}
const foreseen = async (label: string, holders: Holder[]) =>
  staff.lead.client.post(`${await holdersPath(label)}/preview`, { holders })

async function idOf(label: string): Promise<string> {
  const { functions } = await staff.lead.client.get<{
    functions: { functionId: string; label: string }[]
  }>(`/api/staffs/${staff.staffId}/roster`)
  return functions.find(fn => fn.label === label)!.functionId
}

/** Convened, one a day at 08:30, from tomorrow on. */
async function series(count: number): Promise<string[]> {
  const { meetings } = await staff.lead.client.post<{ meetings: { meetingId: string }[] }>(
    `/api/staffs/${staff.staffId}/series`,
    {
      incident: { title: 'Hochwasser (erfunden)', kind: 'operation' },
      place: 'Kreishaus, Raum 101',
      date: '2026-11-25',
      time: '08:30',
      durationMin: 50,
      rule: {
        every: 'day',
        until: Temporal.PlainDate.from('2026-11-25')
          .add({ days: count - 1 })
          .toString(),
      },
    },
  )
  return meetings.map(meeting => meeting.meetingId)
}

type Attendee = { attendeeId: string; memberId: string; name: string; functions: string[] }
const attendees = (id: string) => staff.lead.client.get<Attendee[]>(`/api/meetings/${id}/attendees`)
/** Names, besides the lead's. */
const invited = async (id: string) =>
  (await attendees(id))
    .map(each => each.name)
    .filter(name => name !== staff.lead.name)
    .toSorted()
const functionsOf = async (id: string, { memberId }: Signed) =>
  (await attendees(id)).find(each => each.memberId === memberId)?.functions

async function declines(id: string, { memberId }: Signed, { memberId: deputyMemberId }: Signed) {
  const { attendeeId } = (await attendees(id)).find(each => each.memberId === memberId)!
  await staff.lead.client.call('PUT', `/api/meetings/${id}/attendees/${attendeeId}/reply`, {
    kind: 'declined',
    deputyMemberId,
  })
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    error =>
      error instanceof ApiFailure ? (error.body as { code: string }).code : Promise.reject(error),
  )
}
