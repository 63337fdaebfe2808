import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Member, Roster, Staff, StaffSummary } from '../../src/roster/contract/roster.ts'
import { holdersAt } from '../../src/roster/store/functionHistory.ts'
import { startDesk, type Desk } from './support.ts'

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())
beforeEach(() => desk.at('2026-11-24T09:00:00Z'))

const fn = (roster: Roster, label: string) => roster.functions.find(f => f.label === label)
const names = (roster: Roster, label: string) =>
  fn(roster, label)?.holders.map(h => `${h.rank} ${h.name}`)

describe('staffs', () => {
  test('a staff begins with the functions of its template, in the order of the minutes', async () => {
    const { staffId, lead } = await desk.staff('nrw')
    const roster = await desk.roster(lead, staffId)
    expect(roster.functions[0]).toMatchObject({
      label: 'Leiter des Krisenstabes',
      block: 'Leitung',
      isRequired: true,
      holders: [],
    })
    expect([...new Set(roster.functions.map(f => f.block))]).toEqual([
      'Leitung',
      'KGS',
      'SMS',
      'BuMA',
      'Verbindungspersonen',
    ])
    expect(roster.counts).toEqual({
      members: 1,
      required: 9,
      requiredFilled: 0,
      withoutMobile: 1,
      withoutSecondFactor: 1,
    })
  })

  test('a staff of others does not exist for me, in whatever way I ask', async () => {
    const { staffId, functionOf, lead } = await desk.staff()
    const stranger = (await desk.staff()).lead
    const functionId = functionOf('BuMA')
    const asks: [string, string, unknown?][] = [
      ['GET', `/staffs/${staffId}`],
      ['PATCH', `/staffs/${staffId}`, { hotline: '1', revision: 1 }],
      ['GET', `/staffs/${staffId}/roster`],
      ['POST', `/staffs/${staffId}/functions`, { label: 'X', block: 'EMS' }],
      ['PUT', `/staffs/${staffId}/functions/order`, { functionIds: [] }],
      ['PATCH', `/staffs/${staffId}/functions/${functionId}`, { label: 'X' }],
      ['DELETE', `/staffs/${staffId}/functions/${functionId}`],
      ['PUT', `/staffs/${staffId}/functions/${functionId}/holders`, { holders: [] }],
      ['POST', `/staffs/${staffId}/members`, { name: 'A', email: 'a@kreis.example' }],
      ['PATCH', `/staffs/${staffId}/members/${lead.memberId}`, { name: 'X' }],
      ['DELETE', `/staffs/${staffId}/members/${lead.memberId}`],
      ['GET', `/staffs/${staffId}/incidents`],
      ['POST', `/staffs/${staffId}/incidents`, { title: 'X', kind: 'operation' }],
    ]
    for (const [method, path, body] of asks) {
      expect((await desk.as(stranger)(method, path, body)).status, `${method} ${path}`).toBe(404)
    }
  })

  test('what belongs to another staff cannot be reached through one of mine', async () => {
    const mine = await desk.staff()
    const other = await desk.staff()
    const ask = desk.as(mine.lead)
    const theirs = other.functionOf('BuMA')
    expect(
      (await ask('PATCH', `/staffs/${mine.staffId}/functions/${theirs}`, { label: 'X' })).status,
    ).toBe(404)
    expect((await ask('DELETE', `/staffs/${mine.staffId}/functions/${theirs}`)).status).toBe(404)
    expect(
      (await ask('PUT', `/staffs/${mine.staffId}/functions/${theirs}/holders`, { holders: [] }))
        .status,
    ).toBe(404)
    expect(
      (await ask('PATCH', `/staffs/${mine.staffId}/members/${other.lead.memberId}`, { name: 'X' }))
        .status,
    ).toBe(404)
    const holders = { holders: [{ memberId: other.lead.memberId, rank: 0 }] }
    expect(
      (
        await ask(
          'PUT',
          `/staffs/${mine.staffId}/functions/${mine.functionOf('BuMA')}/holders`,
          holders,
        )
      ).body,
    ).toMatchObject({
      code: 'invalid',
      errors: [{ field: 'holders.0.memberId' }],
    })
    expect(names(await desk.roster(other.lead, other.staffId), 'BuMA')).toEqual([])
  })

  test('the lead founds another staff and leads it; its name belongs to one staff only', async () => {
    const { lead, name } = await desk.staff()
    const ask = desk.as(lead)
    const made = await ask<Staff>('POST', '/staffs', {
      name: `${name} Süd`,
      template: 'fwdv',
      zone: 'Europe/Berlin',
      mergeGapS: 60,
    })
    expect(made).toMatchObject({ status: 201, body: { template: 'fwdv', mergeGapS: 60 } })
    expect((await ask<StaffSummary[]>('GET', '/staffs')).body).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          staffId: made.body.staffId,
          roles: ['lead', 'member'],
          memberCount: 1,
        }),
      ]),
    )
    expect(await ask('POST', '/staffs', { name, template: 'nrw' })).toMatchObject({
      status: 409,
      body: { errors: [{ field: 'name', problem: 'taken' }] },
    })
    expect(await ask('PATCH', `/staffs/${made.body.staffId}`, { name, revision: 1 })).toMatchObject(
      {
        status: 409,
        body: { code: 'conflict', errors: [{ field: 'name', problem: 'taken' }] },
      },
    )
  })

  test('IT runs a staff without leading it, and names who does', async () => {
    const { staffId } = await desk.staff()
    const it = await desk.person(staffId, 'Ivo Technik', ['it'])
    const body = { name: 'Verwaltungsstab Musterstadt', template: 'bw' }
    expect((await desk.as(it)('POST', '/staffs', body)).body).toMatchObject({
      code: 'invalid',
      errors: [{ field: 'lead' }],
    })
    const made = await desk.as(it)<Staff>('POST', '/staffs', {
      ...body,
      lead: { name: 'Rita Leitung', email: 'rita@stadt.example' },
    })
    const roster = await desk.roster(it, made.body.staffId)
    expect(roster.members.map(m => [m.name, m.roles])).toEqual([
      ['Rita Leitung', ['lead', 'member']],
      ['Ivo Technik', ['it']],
    ])
    expect(
      (
        await desk.as(it)('POST', `/staffs/${made.body.staffId}/members`, {
          name: 'A',
          email: 'b@stadt.example',
        })
      ).status,
    ).toBe(403)
  })

  test('a zone the world does not know and a gap out of range are named', async () => {
    const { staffId, lead } = await desk.staff()
    const answer = await desk.as(lead)('PATCH', `/staffs/${staffId}`, {
      zone: 'Europe/Atlantis',
      mergeGapS: -1,
      colour: 'red',
      revision: 1,
    })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid' } })
    expect(answer.body.errors.map(e => e.field)).toEqual(
      expect.arrayContaining(['zone', 'mergeGapS']),
    )
  })
})

describe('members', () => {
  test('somebody known by their address joins a second staff as the same person', async () => {
    const first = await desk.staff()
    const second = await desk.staff()
    const someone = await desk.person(first.staffId, 'Uwe Groß')
    const added = await desk.as(second.lead)<Member>('POST', `/staffs/${second.staffId}/members`, {
      name: 'U. Gross',
      email: someone.email.toUpperCase(),
      mobile: '0171 1234567',
    })
    expect(added.body).toMatchObject({
      personId: someone.personId,
      name: 'Uwe Groß',
      mobile: null,
      sharesDetails: null,
    })
    expect(
      await desk.as(second.lead)('POST', `/staffs/${second.staffId}/members`, {
        name: 'Uwe Groß',
        email: someone.email,
      }),
    ).toMatchObject({ status: 409, body: { errors: [{ field: 'email', problem: 'taken' }] } })
  })

  test('a lead cannot take over an account of another staff through its mail address', async () => {
    const first = await desk.staff()
    const second = await desk.staff()
    const body = { name: 'Sabine', email: first.lead.email }
    const { memberId } = (
      await desk.as(second.lead)<Member>('POST', `/staffs/${second.staffId}/members`, body)
    ).body
    expect(
      await desk.as(second.lead)('PATCH', `/staffs/${second.staffId}/members/${memberId}`, {
        email: 'mine@kreis.example',
      }),
    ).toMatchObject({ status: 403, body: { errors: [{ field: 'email' }] } })
  })

  test('private numbers are shown to the desk and to oneself only', async () => {
    const { staffId, lead } = await desk.staff()
    const member = await desk.person(staffId, 'Aylin Demir')
    await desk.as(lead)('PATCH', `/staffs/${staffId}/members/${member.memberId}`, {
      mobile: '0171 1' + '0'.repeat(6),
    })
    await desk.as(lead)('PATCH', `/staffs/${staffId}/members/${lead.memberId}`, {
      mobile: '0172 2222222',
    })
    const mobiles = (roster: Roster) =>
      Object.fromEntries(roster.members.map(m => [m.name, m.mobile]))
    expect(mobiles(await desk.roster(lead, staffId))).toEqual({
      'Aylin Demir': '0171 1000000',
      'Sabine Köhler-Özdemir': '0172 2222222',
    })
    expect(mobiles(await desk.roster(member, staffId))).toEqual({
      'Aylin Demir': '0171 1000000',
      'Sabine Köhler-Özdemir': null,
    })
    expect((await desk.roster(member, staffId)).counts.withoutMobile).toBe(0)
  })

  test('the desk cannot make itself lead, and the last lead cannot go', async () => {
    const { staffId, lead } = await desk.staff()
    const kgs = await desk.person(staffId, 'Uwe Groß', ['kgs'])
    const path = (who: { memberId: string }) => `/staffs/${staffId}/members/${who.memberId}`
    expect((await desk.as(kgs)('PATCH', path(kgs), { roles: ['kgs', 'lead'] })).status).toBe(403)
    expect((await desk.as(kgs)('PATCH', path(lead), { email: 'x@kreis.example' })).status).toBe(403)
    expect((await desk.as(kgs)('DELETE', path(lead))).status).toBe(403)
    expect(await desk.as(lead)('DELETE', path(lead))).toMatchObject({
      status: 409,
      body: { details: { reason: 'lastLead' } },
    })
    expect(await desk.as(lead)('PATCH', path(lead), { roles: ['member'] })).toMatchObject({
      status: 409,
    })
    await desk.person(staffId, 'Paul Hartwig', ['lead'])
    expect((await desk.as(lead)('DELETE', path(lead))).status).toBe(200)
  })

  test('of two leads who take each other out at once, one stays', async () => {
    for (let round = 0; round < 8; round++) {
      const { staffId, lead } = await desk.staff()
      const other = await desk.person(staffId, 'Paul Hartwig', ['lead'])
      const answers = await Promise.all([
        desk.as(lead)('PATCH', `/staffs/${staffId}/members/${other.memberId}`, {
          roles: ['member'],
        }),
        desk.as(other)('DELETE', `/staffs/${staffId}/members/${lead.memberId}`),
      ])
      const statuses = answers.map(answer => answer.status).sort()
      expect([
        [200, 403],
        [200, 404],
        [200, 409],
      ]).toContainEqual(statuses)
      const [row] = await desk.deps.database
        .sql`select count(*)::int as n from members where staff_id = ${staffId} and left_at is null and 'lead' = any(roles)`
      expect(row?.['n']).toBe(1)
    }
  })

  test('a leaving can be taken back on its day with all functions, unless somebody has taken one over', async () => {
    const { staffId, lead, functionOf } = await desk.staff()
    const ask = desk.as(lead)
    const jonas = (
      await ask<Member>('POST', `/staffs/${staffId}/members`, {
        name: 'Jonas Brandt',
        email: 'brandt@kreis.example',
        functions: [
          { functionId: functionOf('BuMA') },
          { functionId: functionOf('SMS Umwelt'), rank: 1 },
        ],
      })
    ).body
    desk.at('2026-11-30T08:00:00Z')
    await ask('DELETE', `/staffs/${staffId}/members/${jonas.memberId}`)
    const without = await desk.roster(lead, staffId)
    expect(without.members.map(m => m.name)).not.toContain('Jonas Brandt')
    expect(names(without, 'BuMA')).toEqual([])
    await ask('PUT', `/staffs/${staffId}/functions/${functionOf('BuMA')}/holders`, {
      holders: [{ memberId: lead.memberId, rank: 0 }],
    })
    await ask('PATCH', `/staffs/${staffId}/members/${jonas.memberId}`, { leftAt: null })
    const again = await desk.roster(lead, staffId)
    expect(names(again, 'BuMA')).toEqual(['0 Sabine Köhler-Özdemir'])
    expect(names(again, 'SMS Umwelt')).toEqual(['1 Jonas Brandt'])
    const before = await holdersAt(desk.deps.database.db, staffId, {
      at: new Date('2026-11-29T12:00:00Z'),
    })
    expect(before.find(f => f.label === 'BuMA')?.holders.map(h => h.displayName)).toEqual([
      'Jonas Brandt',
    ])
  })

  test('who comes back weeks later held nothing in between', async () => {
    const { staffId, lead, functionOf } = await desk.staff()
    const tim = await desk.person(staffId, 'Tim Brockhaus')
    await desk.as(lead)('PUT', `/staffs/${staffId}/functions/${functionOf('BuMA')}/holders`, {
      holders: [{ memberId: tim.memberId, rank: 0 }],
    })
    desk.at('2026-12-01T09:00:00Z')
    await desk.as(lead)('DELETE', `/staffs/${staffId}/members/${tim.memberId}`)
    desk.at('2026-12-20T09:00:00Z')
    const back = await desk.as(lead)<Member>('POST', `/staffs/${staffId}/members`, {
      name: 'Tim Brockhaus',
      email: tim.email,
    })
    expect(back.body).toMatchObject({ memberId: tim.memberId, leftAt: null, functions: [] })
    const holders = async (day: string) =>
      (await holdersAt(desk.deps.database.db, staffId, { at: new Date(`${day}T12:00:00Z`) }))
        .find(f => f.label === 'BuMA')
        ?.holders.map(h => h.displayName)
    expect([
      await holders('2026-11-30'),
      await holders('2026-12-01'),
      await holders('2026-12-10'),
      await holders('2026-12-20'),
    ]).toEqual([['Tim Brockhaus'], [], [], []])
  })

  test('line breaks in an address or a name are refused by field and change nothing', async () => {
    const { staffId, lead } = await desk.staff()
    const before = await desk.countPeople()
    const answer = await desk.as(lead)('POST', `/staffs/${staffId}/members`, {
      name: 'A\r\nB',
      email: 'a@kreis.example\r\nBcc: b@kreis.example',
    })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid' } })
    expect(answer.body.errors.map(e => e.field).sort()).toEqual(['email', 'name'])
    expect(await desk.countPeople()).toBe(before)
  })

  test.each(['\u200b', '\u00ad\u2060', '\u0301', '\u3000'])(
    'a name that shows nothing is none: %j',
    async name => {
      const { staffId, lead } = await desk.staff()
      const body = { name, email: 'n@kreis.example' }
      const answer = await desk.as(lead)('POST', `/staffs/${staffId}/members`, body)
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'name' }] } })
    },
  )

  test.each([
    ['', '\u200b'],
    ['\u00a0', '\u00a0'],
    ['\ufeff', '\u00ad'],
    ['\u202a', '\u202c'],
    ['mailto:', '?subject=Stab'],
    ['Kim Kopiert <', '>;'],
  ])('an address is cleaned as one in a list, between %j and %j', async (before, after) => {
    const { staffId, lead } = await desk.staff()
    const given = `kim.\u200bkopiert.${staffId.slice(-6)}@kreis.example`
    const answer = await desk.as(lead)<{ memberId: string; email: string }>(
      'POST',
      `/staffs/${staffId}/members`,
      { name: 'Kim Kopiert', email: `${before}${given}${after}` },
    )
    const email = given.replace('\u200b', '').toLowerCase()
    expect(answer).toMatchObject({ status: 201, body: { email } })
  })

  test('a number copied from a mail or a contact card is taken without what does not show', async () => {
    const { staffId, lead } = await desk.staff()
    const answer = await desk.as(lead)<{ mobile: string }>('POST', `/staffs/${staffId}/members`, {
      name: 'Kim Kopiert',
      email: 'kim.kopiert@kreis.example',
      mobile: '\u202a0171\u00a02345\u2011678\u202c',
    })
    expect(answer).toMatchObject({ status: 201, body: { mobile: '0171 2345678' } })
  })
})

describe('functions and holders', () => {
  test('a function that gets another block moves behind the last of it, so that no heading comes twice', async () => {
    const { staffId, lead, functionOf } = await desk.staff()
    await desk.as(lead)('PATCH', `/staffs/${staffId}/functions/${functionOf('SMS Ordnung')}`, {
      block: 'EMS',
    })
    const changed = await desk.as(lead)<Roster>(
      'PATCH',
      `/staffs/${staffId}/functions/${functionOf('BuMA')}`,
      { block: 'KGS' },
    )
    expect(changed.body.functions.map(f => `${f.block}: ${f.label}`)).toEqual([
      'Leitung: Leiter des Krisenstabes',
      'KGS: KGS Innerer Dienst',
      'KGS: KGS Lage und Dokumentation',
      'KGS: BuMA',
      'SMS: SMS Gesundheit',
      'SMS: SMS Umwelt',
      'SMS: SMS Soziales',
      'SMS: SMS Katastrophenschutz',
      'EMS: SMS Ordnung',
      'Verbindungspersonen: VP Polizei',
      'Verbindungspersonen: VP Bundeswehr',
      'Verbindungspersonen: VP THW',
      'Verbindungspersonen: VP Einsatzleitung',
    ])
  })

  test('the roster also names who held a function before, with the last day, those who left included', async () => {
    const { staffId, lead, functionOf } = await desk.staff()
    const [old, young] = [
      await desk.person(staffId, 'Anne-Kathrin Schäfer'),
      await desk.person(staffId, 'Tom Reuter'),
    ]
    const path = `/staffs/${staffId}/functions/${functionOf('SMS Umwelt')}/holders`
    const today = (await desk.roster(lead, staffId)).today
    await desk.as(lead)('PUT', path, {
      holders: [{ memberId: old.memberId, rank: 0, validUntil: null }],
    })
    desk.at('2027-02-03T09:00:00Z')
    await desk.as(lead)('PUT', path, { holders: [{ memberId: young.memberId, rank: 0 }] })
    desk.at('2027-02-10T09:00:00Z')
    await desk.as(lead)('DELETE', `/staffs/${staffId}/members/${young.memberId}`)
    const found = fn(await desk.roster(lead, staffId), 'SMS Umwelt')
    expect(found?.holders).toEqual([])
    expect(found?.formerHolders.map(h => [h.rank, h.name, h.validFrom, h.validUntil])).toEqual([
      [0, 'Tom Reuter', '2027-02-03', '2027-02-09'],
      [0, 'Anne-Kathrin Schäfer', today, '2027-02-02'],
    ])
  })

  test('a past meeting keeps showing who held a function then, under the name it had then', async () => {
    const { staffId, lead, functionOf } = await desk.staff()
    const [old, young] = [
      await desk.person(staffId, 'Anne-Kathrin Schäfer'),
      await desk.person(staffId, 'Tom Reuter'),
    ]
    const path = `/staffs/${staffId}/functions/${functionOf('SMS Umwelt')}`
    await desk.as(lead)('PUT', `${path}/holders`, {
      holders: [
        { memberId: old.memberId, rank: 0 },
        { memberId: young.memberId, rank: 1 },
      ],
    })
    desk.at('2026-12-05T09:00:00Z')
    await desk.as(lead)('PUT', `${path}/holders`, {
      holders: [{ memberId: young.memberId, rank: 0 }],
    })
    await desk.as(lead)('PATCH', path, { label: 'SMS Umwelt und Klima', isRequired: false })
    const read = async (at: string) => {
      const found = (await holdersAt(desk.deps.database.db, staffId, { at: new Date(at) })).find(
        f => f.functionId === functionOf('SMS Umwelt'),
      )
      return (
        found && [
          found.label,
          found.isRequired,
          ...found.holders.map(h => `${h.rank} ${h.displayName}`),
        ]
      )
    }
    expect(await read('2026-12-04T10:00:00Z')).toEqual([
      'SMS Umwelt',
      true,
      '0 Anne-Kathrin Schäfer',
      '1 Tom Reuter',
    ])
    expect(await read('2026-12-05T10:00:00Z')).toEqual([
      'SMS Umwelt und Klima',
      false,
      '0 Tom Reuter',
    ])
    desk.at('2026-12-06T09:00:00Z')
    await desk.as(lead)('DELETE', path)
    expect(await read('2026-12-05T10:00:00Z')).toEqual([
      'SMS Umwelt und Klima',
      false,
      '0 Tom Reuter',
    ])
    expect(await read('2026-12-06T10:00:00Z')).toBe(undefined)
    expect(await read('2026-11-23T10:00:00Z')).toBe(undefined)
    expect((await desk.as(lead)('PATCH', path, { isRetired: false })).status).toBe(200)
    desk.at('2026-12-07T09:00:00Z')
    await desk.as(lead)('DELETE', path)
    desk.at('2026-12-08T09:00:00Z')
    expect((await desk.as(lead)('PATCH', path, { isRetired: false })).status).toBe(409)
  })

  test('a holder may end on a day and the next begin on the following one', async () => {
    const { staffId, lead, functionOf } = await desk.staff()
    const [a, b] = [await desk.person(staffId, 'A Alt'), await desk.person(staffId, 'B Neu')]
    const path = `/staffs/${staffId}/functions/${functionOf('BuMA')}/holders`
    const answer = await desk.as(lead)<Roster>('PUT', path, {
      holders: [
        { memberId: a.memberId, rank: 0, validUntil: '2026-11-30' },
        { memberId: b.memberId, rank: 0, validFrom: '2026-12-01' },
      ],
    })
    expect(fn(answer.body, 'BuMA')?.holders).toMatchObject([
      { name: 'A Alt', validFrom: '2026-11-24', validUntil: '2026-11-30' },
      { name: 'B Neu', validFrom: '2026-12-01', validUntil: null },
    ])
    expect(answer.body.members.find(m => m.name === 'B Neu')?.functions).toEqual([])
    const overlapping = {
      holders: [
        { memberId: a.memberId, rank: 0 },
        { memberId: b.memberId, rank: 0 },
      ],
    }
    expect(await desk.as(lead)('PUT', path, overlapping)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'holders.1.rank', problem: 'rankTaken' }] },
    })
    const past = { holders: [{ memberId: a.memberId, rank: 0, validFrom: '2026-01-01' }] }
    expect(await desk.as(lead)('PUT', path, past)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'holders.0.validFrom' }] },
    })
  })

  test('a holder who was entered and taken out on one day counts no more, and is ended on a later one', async () => {
    const { staffId, lead, functionOf } = await desk.staff()
    const path = `/staffs/${staffId}/functions/${functionOf('BuMA')}/holders`
    const set = (holders: object[]) => desk.as(lead)<Roster>('PUT', path, { holders })
    const rows = () =>
      desk.deps.database
        .sql`select valid_until::text as until from holders where staff_id = ${staffId} and replaced_at is null`
    await set([{ memberId: lead.memberId, rank: 0 }])
    expect((await set([])).status).toBe(200)
    expect(await rows()).toEqual([])
    await set([{ memberId: lead.memberId, rank: 0 }])
    desk.at('2026-11-26T09:00:00Z')
    expect((await set([])).status).toBe(200)
    expect(await rows()).toEqual([{ until: '2026-11-25' }])
  })

  test('today is the day in the zone of the staff', async () => {
    desk.at('2026-11-24T23:30:00Z')
    const { staffId, lead, functionOf } = await desk.staff()
    const answer = await desk.as(lead)<Roster>(
      'PUT',
      `/staffs/${staffId}/functions/${functionOf('BuMA')}/holders`,
      {
        holders: [{ memberId: lead.memberId, rank: 0 }],
      },
    )
    expect(answer.body.today).toBe('2026-11-25')
    expect(fn(answer.body, 'BuMA')?.holders[0]?.validFrom).toBe('2026-11-25')
  })

  test('functions are added into their block, ordered whole, and a label is used once', async () => {
    const { staffId, lead } = await desk.staff()
    const ask = desk.as(lead)
    const path = `/staffs/${staffId}/functions`
    const added = await ask<Roster>('POST', path, { label: 'EMS Ruhrverband', block: 'EMS' })
    const labels = added.body.functions.map(f => f.label)
    expect(labels.indexOf('EMS Ruhrverband')).toBe(labels.indexOf('BuMA') - 1)
    expect(await ask('POST', path, { label: 'EMS Ruhrverband', block: 'EMS' })).toMatchObject({
      status: 409,
      body: { errors: [{ field: 'label' }] },
    })
    const ems = fn(added.body, 'EMS Ruhrverband')!.functionId
    expect(await ask('PATCH', `${path}/${ems}`, { label: 'BuMA' })).toMatchObject({
      status: 409,
      body: { errors: [{ field: 'label' }] },
    })
    const reversed = added.body.functions.map(f => f.functionId).reverse()
    expect(
      (await ask<Roster>('PUT', `${path}/order`, { functionIds: reversed })).body.functions.map(
        f => f.functionId,
      ),
    ).toEqual(reversed)
    expect((await ask('PUT', `${path}/order`, { functionIds: reversed.slice(1) })).status).toBe(409)
    expect(
      (await ask('PUT', `${path}/order`, { functionIds: [...reversed.slice(1), reversed[1]] }))
        .status,
    ).toBe(409)
  })

  test('readiness counts holders of today, not deputies and not tomorrow', async () => {
    const { staffId, lead, functionOf } = await desk.staff()
    const set = async (label: string, holder: object) =>
      (
        await desk.as(lead)<Roster>(
          'PUT',
          `/staffs/${staffId}/functions/${functionOf(label)}/holders`,
          {
            holders: [{ memberId: lead.memberId, ...holder }],
          },
        )
      ).body.counts.requiredFilled
    expect(await set('BuMA', { rank: 1 })).toBe(0)
    expect(await set('SMS Umwelt', { rank: 0, validFrom: '2026-11-25' })).toBe(0)
    expect(await set('SMS Ordnung', { rank: 0 })).toBe(1)
    expect(await set('VP THW', { rank: 0 })).toBe(1)
  })
})
