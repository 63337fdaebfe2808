import { createHash, createHmac } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { writeXlsx } from '../../src/lib/spreadsheet.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { fingerprintOf } from '../support/fingerprint.ts'
import { includesText, pdfText } from '../support/pdf-text.ts'
import { expectRefusal, refuserOf } from '../support/refusal.ts'
import { addMember, convene, foundStaff, linkOf, type Signed } from '../support/staff.ts'

const clock = new TestClock('2026-10-20T08:00:00Z')
let app: TestApp
let refuse: ReturnType<typeof refuserOf>
let staff: { staffId: string; lead: Signed }
let member: Signed
let clerk: Signed
let secondLead: Signed
let foreigner: { staffId: string; memberId: string }

beforeAll(async () => {
  app = await startApp({ clock, video: 'real' })
  refuse = refuserOf(app)
  staff = await foundStaff(app)
  member = await addMember(app, staff, { name: 'Jörg Müßig', functions: ['SMS Ordnung'] })
  clerk = await addMember(app, staff, { name: 'Petra Lindner', roles: ['records'] })
  secondLead = await addMember(app, staff, { name: 'Hanna Vogt', roles: ['lead', 'member'] })
  const other = await staff.lead.client.post<{ staffId: string }>('/api/staffs', {
    name: 'Krisenstab Nachbarkreis',
    template: 'nrw',
    lead: { name: 'Ute Fremd', email: 'fremd@nachbar.example' },
  })
  const roster = await staff.lead.client.get<{ members: { memberId: string; email: string }[] }>(
    `/api/staffs/${other.staffId}/roster`,
  )
  foreigner = {
    ...other,
    memberId: roster.members.find(m => m.email === 'fremd@nachbar.example')!.memberId,
  }
})
afterAll(() => app.stop())

const incident = { title: 'Hochwasser (erfunden)', kind: 'operation' }
const at = (date: string, time: string) => ({ incident, date, time, durationMin: 50 })
const plan = (body: Record<string, unknown>) =>
  ['POST', `/api/staffs/${staff.staffId}/meetings`, body] as const
/** Berlin 2026: no 02:30 on 29 March, two of them on 25 October. */
const [spring, autumn] = ['2027-03-28', '2026-10-25']

describe('a meeting that ends before it starts', () => {
  test('is refused wherever a length is given', async () => {
    const { client } = staff.lead
    const meetingId = await convene(app, staff)
    for (const durationMin of [-50, 0, 1441, 0.5]) {
      const refusal = { code: 'invalid', field: 'durationMin', value: String(durationMin) } as const
      await refuse(client, plan({ ...at('2026-10-21', '08:30'), durationMin }), refusal)
      await refuse(
        client,
        [
          'POST',
          `/api/staffs/${staff.staffId}/meetings/at`,
          { incident, startsAt: '2026-10-21T08:30:00Z', durationMin },
        ],
        refusal,
      )
      await refuse(
        client,
        ['POST', `/api/staffs/${staff.staffId}/meetings/now`, { incident, durationMin }],
        refusal,
      )
      await refuse(
        client,
        [
          'POST',
          `/api/meetings/${meetingId}/move`,
          { date: '2026-10-22', time: '08:30', durationMin, revision: 1 },
        ],
        refusal,
      )
    }
  })

  test('and a day or moment that no calendar has, or that lies beyond all planning, is named', async () => {
    const { client } = staff.lead
    for (const date of ['2026-02-30', '2026-13-01', '0000-01-01', '9999-12-31', '30.11.2026'])
      await refuse(client, plan(at(date, '08:30')), { code: 'invalid', field: 'date', value: date })
    for (const time of ['24:00', '08:60', '8:30', ''])
      await refuse(client, plan(at('2026-10-21', time)), {
        code: 'invalid',
        field: 'time',
        value: time,
      })
    for (const startsAt of [
      '9999-12-31T23:59:59Z',
      '0000-01-01T00:00:00Z',
      '2026-10-21T08:30:00',
      'morgen',
    ]) {
      await refuse(
        client,
        [
          'POST',
          `/api/staffs/${staff.staffId}/meetings/at`,
          { incident, startsAt, durationMin: 50 },
        ],
        {
          code: 'invalid',
          field: 'startsAt',
          value: startsAt,
        },
      )
    }
    await refuse(client, ['GET', '/api/meetings?from=0000-01-01T00:00:00Z'], {
      code: 'invalid',
      field: 'from',
    })
  })
})

describe('a wall time at a clock change is asked back, never guessed:', () => {
  test('one that does not exist, with both sides of the jump', async () => {
    const problem = await refuse(staff.lead.client, plan(at(spring, '02:30')), {
      code: 'wallTimeMissing',
      field: 'time',
      value: '02:30',
    })
    expect(problem.details).toMatchObject({
      before: '2027-03-28T00:30:00.000Z',
      after: '2027-03-28T01:30:00.000Z',
    })
    // there is nothing to choose between, so an answer does not help
    await refuse(staff.lead.client, plan({ ...at(spring, '02:30'), fold: 'later' }), {
      code: 'wallTimeMissing',
      field: 'time',
    })
    const meetingId = await convene(app, staff)
    await refuse(
      staff.lead.client,
      [
        'POST',
        `/api/meetings/${meetingId}/move`,
        { date: spring, time: '02:30', durationMin: 50, revision: 1 },
      ],
      {
        code: 'wallTimeMissing',
        field: 'time',
      },
    )
  })

  test('one that exists twice, with both moments; the answer counts', async () => {
    const problem = await refuse(staff.lead.client, plan(at(autumn, '02:30')), {
      code: 'wallTimeAmbiguous',
      field: 'time',
      value: '02:30',
    })
    expect(problem.details).toMatchObject({
      earlier: '2026-10-25T00:30:00.000Z',
      later: '2026-10-25T01:30:00.000Z',
    })
    for (const fold of ['earlier', 'later'] as const) {
      const { meeting } = await staff.lead.client.post<{ meeting: { startsAt: string } }>(
        plan({ ...at(autumn, '02:30'), fold })[1],
        {
          ...at(autumn, '02:30'),
          fold,
        },
      )
      expect(meeting.startsAt).toBe(problem.details[fold])
    }
  })

  test('in a series for each day that needs it, before anything is planned', async () => {
    const series = { ...at('2026-10-23', '02:30'), rule: { every: 'day', until: '2026-10-26' } }
    const path = `/api/staffs/${staff.staffId}/series`
    await refuse(staff.lead.client, ['POST', path, series], {
      code: 'wallTimeAmbiguous',
      field: `choices.${autumn}`,
      value: '02:30',
    })
    await refuse(
      staff.lead.client,
      ['POST', path, { ...series, rule: { every: 'day', until: '2026-10-22' } }],
      {
        code: 'invalid',
        field: 'rule',
      },
    )
    const made = await staff.lead.client.post<{ meetings: { startsAt: string }[] }>(path, {
      ...series,
      choices: { [autumn]: 'later' },
    })
    expect(made.meetings.map(m => m.startsAt)).toEqual([
      '2026-10-23T00:30:00.000Z',
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
  })
})

test('people promised to two meetings at one time are warned of, it is allowed, and what another staff meets about stays its own', async () => {
  await staff.lead.client.post(plan({})[1], { ...at('2026-11-03', '10:00'), title: 'Erste' })
  const second = await staff.lead.client.post<{
    warnings: { memberName: string; meetingTitle: string }[]
  }>(plan({})[1], {
    ...at('2026-11-03', '10:30'),
    title: 'Zweite',
  })
  expect(second.warnings).toContainEqual(
    expect.objectContaining({
      memberName: 'Jörg Müßig',
      meetingTitle: 'Erste · Hochwasser (erfunden)',
    }),
  )

  const guest = { name: 'Jörg Müßig', email: member.email }
  await staff.lead.client.post(`/api/staffs/${foreigner.staffId}/members`, guest)
  await staff.lead.client.post(`/api/staffs/${foreigner.staffId}/meetings`, {
    ...at('2026-12-01', '10:00'),
    title: 'Geheime Lage',
  })
  const unaware = await secondLead.client.post<{
    warnings: { memberName: string; meetingTitle: string }[]
  }>(plan({})[1], {
    ...at('2026-12-01', '10:00'),
  })
  expect(unaware.warnings).toContainEqual(
    expect.objectContaining({
      memberName: 'Jörg Müßig',
      meetingTitle: 'Termin in einem anderen Stab',
    }),
  )
})

test('a reply after the close is refused, signed in, on behalf and by the link in the mail', async () => {
  const meetingId = await convene(app, staff)
  const attendeeId = await attendeeOf(meetingId, member)
  const token = await linkOf(staff, meetingId, member)
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
  const reply = { kind: 'accepted', mode: 'video' }
  await refuse(member.client, ['PUT', `/api/meetings/${meetingId}/reply`, reply], {
    code: 'meetingClosed',
  })
  await refuse(
    staff.lead.client,
    ['PUT', `/api/meetings/${meetingId}/attendees/${attendeeId}/reply`, reply],
    { code: 'meetingClosed' },
  )
  await refuse(app.client(), ['POST', '/api/answer', { token, reply }], { code: 'meetingClosed' })
  await refuse(staff.lead.client, ['POST', `/api/meetings/${meetingId}/remind`, {}], {
    code: 'meetingClosed',
  })
  await refuse(app.client(), ['POST', '/api/answer', { token: `${token.slice(0, -1)}_`, reply }], {
    code: 'linkExpired',
  })
})

test('a promise without a mode, with two answers, or naming oneself or a stranger as deputy is refused by field', async () => {
  const path = `/api/meetings/${await convene(app, staff)}/reply`
  for (const [reply, field] of [
    [{ kind: 'accepted' }, 'mode'],
    [{ kind: 'accepted', mode: 'hybrid' }, 'mode'],
    [{ kind: 'accepted', mode: 'video', deputyMemberId: null }, 'deputyMemberId'],
    [{ kind: 'maybe' }, 'kind'],
    [{ kind: 'declined', deputyMemberId: member.memberId }, 'deputyMemberId'],
    [{ kind: 'declined', deputyMemberId: foreigner.memberId }, 'deputyMemberId'],
    [{ kind: 'declined', reason: 'krank' }, 'reason'],
  ] as const)
    await refuse(member.client, ['PUT', path, reply], { code: 'invalid', field })
})

test('a stranger is not checked in: of another staff, of nobody, at another meeting, or without a name', async () => {
  const meetingId = await convene(app, staff)
  const elsewhere = await convene(app, staff)
  const { client } = staff.lead
  const path = `/api/meetings/${meetingId}/check-in`
  await refuse(client, ['POST', path, { memberId: foreigner.memberId }], { code: 'notFound' })
  await refuse(client, ['POST', path, { memberId: `mbr_${'0'.repeat(26)}` }], { code: 'notFound' })
  await refuse(client, ['POST', path, { attendeeId: await attendeeOf(elsewhere, member) }], {
    code: 'notFound',
  })
  await refuse(client, ['POST', path, { memberId: 'Jörg' }], {
    code: 'invalid',
    field: 'memberId',
    value: 'Jörg',
  })
  await refuse(client, ['POST', path, {}], { code: 'invalid', field: 'attendeeId' })
  await refuse(client, ['POST', path, { memberId: member.memberId, mode: 'video' }], {
    code: 'invalid',
    field: 'mode',
    value: 'video',
  })
  for (const name of ['', '   ', 'a\nb', 'a\u0000b', 'x'.repeat(201), 'halb \ud83d'])
    await refuse(client, ['POST', `/api/meetings/${meetingId}/visitors`, { name }], {
      code: 'invalid',
      field: 'name',
    })
  await refuse(
    clerk.client,
    ['POST', `/api/meetings/${meetingId}/check-in/self`, { code: 'abcdefgh' }],
    { code: 'notInvited' },
  )
  await refuse(
    member.client,
    ['POST', `/api/meetings/${meetingId}/check-in/self`, { code: 'abcdefgh' }],
    {
      code: 'invalid',
      field: 'code',
    },
  )
  await refuse(member.client, ['POST', path, { memberId: member.memberId }], { code: 'forbidden' })
})

test('of two leads who close at once one closes, the other is told, and one set of minutes is made', async () => {
  const meetingId = await convene(app, staff)
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  const answers = await Promise.all(
    [staff.lead, secondLead, staff.lead, secondLead].map(({ client }) =>
      client.fetch('POST', `/api/meetings/${meetingId}/close`),
    ),
  )
  expect(answers.map(answer => answer.status).sort()).toEqual([200, 409, 409, 409])
  for (const late of answers.filter(answer => !answer.ok))
    expect(await late.json()).toMatchObject({ code: 'meetingClosed' })
  expect(
    await app.deps.database.sql`select 1 from minutes where meeting_id = ${meetingId}`,
  ).toHaveLength(1)
  const history = await staff.lead.client.get<{ kind: string }[]>(
    `/api/meetings/${meetingId}/history`,
  )
  expect(history.filter(event => event.kind === 'closed')).toHaveLength(1)
  for (const act of ['open', 'pause', 'resume', 'close'])
    await refuse(staff.lead.client, ['POST', `/api/meetings/${meetingId}/${act}`], {
      code: 'meetingClosed',
    })
})

test('joining too early, uninvited, a cancelled, a closed and an unknown meeting is refused and leaves no admission', async () => {
  const join = (meetingId: string) => ['POST', `/api/meetings/${meetingId}/join`, {}] as const
  const later = await convene(app, staff, { inMin: 16 })
  await refuse(member.client, join(later), { code: 'tooEarly' })
  await refuse(clerk.client, join(await convene(app, staff, { inMin: 1 })), { code: 'notInvited' })
  await staff.lead.client.post(`/api/meetings/${later}/cancel`, { reason: 'Lage beendet' })
  await refuse(member.client, join(later), { code: 'meetingCancelled' })
  await refuse(staff.lead.client, ['POST', `/api/meetings/${later}/open`], {
    code: 'meetingCancelled',
  })
  const over = await convene(app, staff, { inMin: 1 })
  await staff.lead.client.post(`/api/meetings/${over}/open`)
  await staff.lead.client.post(`/api/meetings/${over}/close`)
  await refuse(member.client, join(over), { code: 'meetingClosed' })
  await refuse(member.client, join(`mtg_${'0'.repeat(26)}`), { code: 'notFound' })
  await refuse(member.client, join('mtg_garbage'), {
    code: 'invalid',
    field: 'meetingId',
    value: 'mtg_garbage',
  })
  await refuse(member.client, ['POST', join(over)[1], { device: 'a\tb' }], {
    code: 'invalid',
    field: 'device',
  })
  const onSiteOnly = await convene(app, staff, { inMin: 1, hasVirtualRoom: false })
  await refuse(member.client, join(onSiteOnly), { code: 'videoUnavailable' })
})

describe('a webhook', () => {
  test('with a wrong signature, under another key, for other bytes, old, or too long is refused and stored nowhere', async () => {
    const { body, sign } = await reportOf('EV_bad')
    for (const authorization of [
      undefined,
      '',
      'Bearer nonsense',
      sign(body, { secret: 'x'.repeat(32) }),
      sign(body, { key: 'other' }),
      sign(`${body} `),
      sign(body, { expiresInS: -120 }),
      sign(body, { alg: 'none' }),
    ]) {
      const problem = await expectRefusal(app, () => report(body, authorization), {
        code: 'unauthenticated',
        field: 'Authorization',
      })
      expect(problem.status).toBe(401)
    }
    const long = body + ' '.repeat(256 * 1024)
    await expectRefusal(app, () => report(long, sign(long)), { code: 'tooLarge' })
  })

  test('about an unknown event, an unknown participant or in an unknown shape is accepted and means nothing', async () => {
    const { body, sign } = await reportOf('EV_unknown')
    const before = await fingerprintOf(app)
    const event = JSON.parse(body) as Record<string, unknown>
    for (const odd of [
      { ...event, event: 'something_new' },
      { ...event, event: 'participant_joined', participant: undefined },
      { ...event, participant: { ...(event['participant'] as object), identity: 'nobody' } },
      { ...event, participant: { ...(event['participant'] as object), kind: 'AGENT' } },
    ]) {
      const text = JSON.stringify(odd)
      expect((await report(text, sign(text))).status).toBe(200)
    }
    expect(await fingerprintOf(app)).toBe(before)
  })

  test('with an id that came before changes nothing, also when it says something else', async () => {
    const { body, sign } = await reportOf('EV_twice')
    expect((await report(body, sign(body))).status).toBe(200)
    const before = await fingerprintOf(app)
    for (const again of [body, body.replace('participant_joined', 'participant_left')])
      expect((await report(again, sign(again))).status).toBe(200)
    expect(await fingerprintOf(app)).toBe(before)
  })
})

describe('an imported list', () => {
  const upload = (bytes: string | Uint8Array<ArrayBuffer>, path = 'import') => {
    const form = new FormData()
    form.set('file', new File([bytes], 'liste'))
    return fetch(`${app.base}/api/staffs/${staff.staffId}/${path}`, {
      method: 'POST',
      headers: { cookie: staff.lead.client.cookieHeader() },
      body: form,
    })
  }

  test('that is broken is refused with what is wrong with it', async () => {
    const workbook = new Uint8Array(
      await writeXlsx({ sheets: [{ name: 'A', rows: [['Name', 'E-Mail']] }] }),
    )
    for (const path of ['import', 'import/preview']) {
      const refused = (
        bytes: string | Uint8Array<ArrayBuffer>,
        expected: Parameters<typeof expectRefusal>[2],
      ) => expectRefusal(app, () => upload(bytes, path), expected)
      await refused('', { code: 'invalid', field: 'file' })
      await refused('Vorname;Stadt\r\nA;B\r\n', {
        code: 'invalid',
        field: 'file',
        value: 'Vorname, Stadt',
      })
      await refused('Name;E-Mail\r\n"Anna;a@kreis.example\r\n', { code: 'invalid', field: 'file' })
      await refused(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]), {
        code: 'unsupportedFile',
      })
      await refused(workbook.slice(0, workbook.length - 30), { code: 'unsupportedFile' })
      await refused(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3, 4]), {
        code: 'unsupportedFile',
      })
    }
  })

  test('is taken up to 10 MB and not beyond', { timeout: 60_000 }, async () => {
    const limit = 10 * 1024 * 1024
    await expectRefusal(app, () => upload('x'.repeat(limit + 1)), { code: 'tooLarge' })
    await expectRefusal(app, () => upload('x'.repeat(limit + 200_000)), { code: 'tooLarge' })
    // exactly at the limit it is looked at, and refused for what it is
    await expectRefusal(app, () => upload('x'.repeat(limit)), { code: 'invalid', field: 'file' })
  })

  test('without a file, and sent as JSON, is refused by field', async () => {
    await expectRefusal(
      app,
      () => staff.lead.client.fetch('POST', `/api/staffs/${staff.staffId}/import`, { file: 'x' }),
      {
        code: 'invalid',
        field: 'file',
      },
    )
  })

  test('names every bad cell, and taking it over leaves the bad rows out', async () => {
    const list =
      'Name;E-Mail;Mobil\r\nAnna;"anna@kreis.example\nBcc: x@y.example";\r\n;b@kreis.example;\r\nCem;cem@kreis.example;1,71E+10\r\n'
    const preview = (await (await upload(list, 'import/preview')).json()) as {
      rows: { problems: { cell: string; problem: string }[] }[]
    }
    expect(
      preview.rows.map(row => row.problems.map(({ cell, problem }) => `${cell} ${problem}`)),
    ).toEqual([['B2 notAnAddress'], ['A3 missing'], ['C4 notANumber']])
    // a number that is none costs the number, not the person, so this row is left out here
    const bad = list.slice(0, list.indexOf('Cem'))
    const before = await fingerprintOf(app)
    expect(await (await upload(bad)).json()).toEqual({ add: 0, change: 0, same: 0, bad: 2 })
    expect(await fingerprintOf(app)).toBe(before)
  })
})

test('a mail address that could end a line, a header or a command is refused wherever one is given', async () => {
  for (const email of [
    'a@kreis.example\r\nBcc: x@y.example',
    'a@kreis.example\n',
    'a\u0000@kreis.example',
    'a@kreis.example>, <x@y.example',
    '"a b"@kreis.example',
    'a@kreis.example\u2028Bcc: x@y.example',
    'a@b@kreis.example',
    'a@[127.0.0.1]',
    `${'a'.repeat(65)}@kreis.example`,
    '@kreis.example',
    'a@kreis',
  ]) {
    const refusal = (field: string) => ({ code: 'invalid', field }) as const
    const person = { name: 'Anna', email }
    await refuse(
      staff.lead.client,
      ['POST', `/api/staffs/${staff.staffId}/members`, person],
      refusal('email'),
    )
    await refuse(
      staff.lead.client,
      ['PATCH', `/api/staffs/${staff.staffId}/members/${member.memberId}`, { email }],
      refusal('email'),
    )
    await refuse(
      staff.lead.client,
      ['POST', '/api/staffs', { name: 'Neuer Stab', template: 'bw', lead: person }],
      refusal('lead.email'),
    )
  }
  await refuse(
    app.client(),
    ['POST', '/api/sign-in', { email: 'a\u0000@kreis.example', password: 'x' }],
    {
      code: 'invalid',
      field: 'email',
    },
  )
})

test('names of 200 characters, right to left, with combining marks and emoji come back in minutes, PDF and CSV', async () => {
  const names = [
    `Zoë ${'Lang'.repeat(49)}`,
    'مريم بنت الحسن',
    'שרה כהן',
    'Nguyễn Thị Phương',
    'Zs\u0301o\u0302fia A\u0300\u0301\u0302goston',
    'Ana 👩‍🚒 Núñez',
    '😀'.repeat(200),
    '王小明',
    'Łukasz Żółć-Ğüneş ẞtraße',
  ]
  const visitor = `Dr. ${'ö\u0308'.repeat(98)}`
  for (const name of [...names, visitor]) expect([...name].length).toBeLessThanOrEqual(200)
  const house = await startApp({ clock: new TestClock('2026-11-24T07:00:00Z') })
  try {
    const there = await foundStaff(house, { email: 'andere@kreis.example' })
    const members = []
    for (const [i, name] of names.entries()) {
      members.push(
        await there.lead.client.post<{ memberId: string; name: string }>(
          `/api/staffs/${there.staffId}/members`,
          {
            name,
            email: `n${i}@kreis.example`,
            organisation: name,
          },
        ),
      )
    }
    expect(members.map(m => m.name)).toEqual(names)
    const meetingId = await convene(house, there)
    const path = `/api/meetings/${meetingId}`
    await there.lead.client.post(`${path}/open`)
    for (const { memberId } of members)
      await there.lead.client.post(`${path}/check-in`, { memberId })
    await there.lead.client.post(`${path}/visitors`, { name: visitor })
    ;(house.deps.clock as TestClock).forward(600_000)
    await there.lead.client.post(`${path}/close`)
    const decode = (bytes: Uint8Array) =>
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    for (const file of ['attendance.csv', 'persons.csv']) {
      const text = decode(
        await there.lead.client.download(`/api/records/${file}?meetingId=${meetingId}`),
      )
      const rows = parse(text, { bom: true, delimiter: ';', columns: true }) as {
        Name: string
        Organisation: string
      }[]
      expect(rows.map(row => row.Name)).toEqual(expect.arrayContaining([...names, visitor]))
      expect(rows.map(row => row.Organisation)).toEqual(expect.arrayContaining(names))
    }
    const record = JSON.parse(
      decode(await there.lead.client.download(`${path}/minutes.json`)),
    ) as object
    for (const name of [...names, visitor])
      expect(JSON.stringify(record)).toContain(JSON.stringify(name).slice(1, -1))
    const page = await pdfText(await there.lead.client.download(`${path}/minutes.pdf`))
    // a letter and its mark are one glyph where the font has it, and are read back as one
    for (const name of [...names, visitor])
      expect(includesText(page.normalize('NFC'), name.normalize('NFC')), name).toBe(true)
  } finally {
    await house.stop()
  }
})

describe('a name', () => {
  test('of 201 characters, with a control character, empty or half a character is refused by field', async () => {
    for (const name of [
      'x'.repeat(201),
      '😀'.repeat(201),
      'a\rb',
      'a\u0007b',
      '',
      '  ',
      'halb \udc00',
    ])
      await refuse(
        staff.lead.client,
        ['POST', `/api/staffs/${staff.staffId}/members`, { name, email: 'neu@kreis.example' }],
        {
          code: 'invalid',
          field: 'name',
        },
      )
  })

  test('and any other text with a NUL or half a character is refused instead of failing inside', async () => {
    const meetingId = await convene(app, staff)
    for (const text of ['a\u0000b', 'halb \ud800']) {
      await refuse(
        staff.lead.client,
        ['POST', `/api/staffs/${staff.staffId}/incidents`, { title: text, kind: 'operation' }],
        {
          code: 'invalid',
          field: 'title',
        },
      )
      await refuse(
        staff.lead.client,
        ['PATCH', `/api/meetings/${meetingId}`, { place: text, revision: 1 }],
        {
          code: 'invalid',
          field: 'place',
        },
      )
      await refuse(
        staff.lead.client,
        ['POST', `/api/meetings/${meetingId}/check-in/undo`, { signalId: text }],
        {
          code: 'invalid',
          field: 'signalId',
        },
      )
      await refuse(
        staff.lead.client,
        ['PATCH', `/api/staffs/${staff.staffId}`, { hotline: text, revision: 1 }],
        { code: 'invalid', field: 'hotline' },
      )
    }
  })
})

test('an address that no id can have leads nowhere, also where calendars and mails link to', async () => {
  const { meetings, seriesId } = await staff.lead.client.post<{
    meetings: { meetingId: string }[]
    seriesId: string
  }>(`/api/staffs/${staff.staffId}/series`, {
    ...at('2026-12-01', '08:30'),
    rule: { every: 'day', until: '2026-12-02' },
  })
  const asked = (path: string) => fetch(app.base + path, { redirect: 'manual' })
  const lobby = await asked(`/series/${seriesId}/lobby`)
  expect(lobby.headers.get('location')).toBe(`${app.base}/meetings/${meetings[0]!.meetingId}/lobby`)
  expect(lobby.headers.get('cache-control')).toBe('no-store')
  for (const id of ['%00', 'a%00b', '%ED%A0%80', '%F0%9F%92%A9', 'a'.repeat(3000), '%0d%0aX:1']) {
    const answer = await asked(`/series/${id}/lobby`)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${app.base}/`])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    for (const path of [`/feeds/${id}.ics`, `/livez/${id}`, `/webhooks/${id}`, `/assets/${id}`])
      expect([path, (await asked(path)).status < 500]).toEqual([path, true])
  }
})

test('a request that is no JSON, names fields nobody knows, or lacks its body is refused with the field', async () => {
  const path = `/api/staffs/${staff.staffId}/members`
  const raw = (body: string, type = 'application/json') =>
    fetch(app.base + path, {
      method: 'POST',
      headers: { cookie: staff.lead.client.cookieHeader(), 'content-type': type },
      body,
    })
  await expectRefusal(app, () => raw('{"name": "A",'), { code: 'invalid', field: '(body)' })
  await expectRefusal(app, () => raw('[]'), { code: 'invalid', field: '(body)' })
  await expectRefusal(app, () => raw('name=A', 'application/x-www-form-urlencoded'), {
    code: 'invalid',
    field: 'name',
  })
  await expectRefusal(app, () => raw('null'), { code: 'invalid', field: '(body)' })
  await expectRefusal(app, () => raw(`{"name":"A","email":"a@kreis.example","isAdmin":true}`), {
    code: 'invalid',
    field: 'isAdmin',
  })
  await expectRefusal(
    app,
    () => raw(`{"name":"${'x'.repeat(1_100_000)}","email":"a@kreis.example"}`),
    { code: 'tooLarge' },
  )
  await refuse(staff.lead.client, ['POST', path], { code: 'invalid', field: 'name' })
  await refuse(staff.lead.client, ['GET', '/api/nothing/here'], { code: 'notFound' })
  await refuse(
    staff.lead.client,
    ['GET', `/api/records/attendance.csv?meetingId=mtg_${'0'.repeat(26)}&colour=red`],
    {
      code: 'invalid',
      field: 'colour',
    },
  )
})

async function attendeeOf(meetingId: string, { memberId }: Signed): Promise<string> {
  const all = await staff.lead.client.get<{ attendeeId: string; memberId: string }[]>(
    `/api/meetings/${meetingId}/attendees`,
  )
  return all.find(attendee => attendee.memberId === memberId)!.attendeeId
}

/** A report of the media server about somebody who was admitted, and how to sign it. */
async function reportOf(id: string) {
  const meetingId = await convene(app, staff, { inMin: 1 })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  const { identity } = await member.client.post<{ identity: string }>(
    `/api/meetings/${meetingId}/join`,
    {},
  )
  const nowS = Math.floor(clock.now().getTime() / 1000)
  const participant = {
    identity,
    sid: `PA_${id}`,
    state: 'ACTIVE',
    kind: 'STANDARD',
    joinedAtMs: String(nowS * 1000),
  }
  const body = JSON.stringify({
    event: 'participant_joined',
    id,
    createdAt: String(nowS),
    room: { name: 'r' },
    participant,
  })
  const { apiKey, apiSecret } = inject('liveKit')
  const sign = (
    signed: string,
    { secret = apiSecret, key = apiKey, expiresInS = 300, alg = 'HS256' } = {},
  ) => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const sha256 = createHash('sha256').update(signed).digest('base64')
    const head = `${encode({ alg, typ: 'JWT' })}.${encode({ iss: key, nbf: nowS - 400, exp: nowS + expiresInS, sha256 })}`
    return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
  }
  return { body, sign }
}

function report(body: string, authorization: string | undefined): Promise<Response> {
  const headers = {
    'content-type': 'application/webhook+json',
    ...(authorization === undefined ? {} : { authorization }),
  }
  return fetch(`${app.base}/webhooks/livekit`, { method: 'POST', body, headers })
}
