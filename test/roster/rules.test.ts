import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Actor, Role } from '../../src/lib/actor.ts'
import { type MemberId, newId } from '../../src/lib/ids.ts'
import { addDays } from '../../src/lib/time.ts'
import { Email, MemberInput, Mobile, PersonName } from '../../src/roster/contract/roster.ts'
import {
  functionAt,
  mayChangeRoles,
  maySeeMobile,
  mayVouchFor,
  placeFor,
} from '../../src/roster/rules/roster.ts'
import { knownBlocks, templates } from '../../src/roster/templates.ts'
import { changeHolders, holdersOn, holdersProblem } from '../../src/roster/rules/holders.ts'
import { displayName, sortName } from '../../src/roster/rules/names.ts'

const staffId = newId('staff')
const actor = (...roles: Role[]): Actor => ({
  personId: newId('person'),
  sessionId: newId('session'),
  name: '',
  language: 'de',
  memberships: [{ staffId, memberId: newId('member'), roles }],
})

describe('names', () => {
  test('a name is shown behind its title and sorted by its last word, particles staying behind', () => {
    expect(displayName({ title: 'Dr.', name: 'Sabine Köhler-Özdemir' })).toBe(
      'Dr. Sabine Köhler-Özdemir',
    )
    expect(sortName({ title: 'Dr.', name: 'Sabine Köhler-Özdemir' })).toBe(
      'Köhler-Özdemir, Dr. Sabine',
    )
    expect(sortName({ title: '', name: 'Friedrich-Wilhelm von Hohenfels' })).toBe(
      'Hohenfels, Friedrich-Wilhelm von',
    )
    expect(sortName({ title: '', name: 'Ursula von der Au' })).toBe('Au, Ursula von der')
    expect(sortName({ title: '', name: 'Suharto' })).toBe('Suharto')
  })

  test('names of any script are taken as they are, up to 200 characters as people count them', () => {
    for (const name of [
      'محمد بن علي',
      'Zoë 👩‍🚒',
      'e\u0301'.repeat(100),
      '👩'.repeat(200),
      'Ł'.repeat(200),
    ]) {
      expect(PersonName.parse(name)).toBe(name)
    }
    for (const name of ['', '   ', '👩'.repeat(201), 'Anna\r\nBcc: x', 'Anna\u0000', '\ud83d'])
      expect(PersonName.safeParse(name).success).toBe(false)
  })
})

describe('addresses', () => {
  test('what could end a mail header or name a second recipient is no address', () => {
    for (const email of [
      'a@b',
      'a@b.example\n',
      'a@b.example\r\nBcc: c@d.example',
      'a@b.example,c@d.example',
      'a@@b.example',
      'a@b..example',
      '@b.example',
      'a@b.example\r\nBcc: <c@d.example>',
    ]) {
      expect(Email.safeParse(email).success, JSON.stringify(email)).toBe(false)
    }
    expect(Email.parse(' Koehler@Kreis.Example ')).toBe('koehler@kreis.example')
    // what a program copied along is no part of it
    expect(Email.parse('A B <a@b.example>')).toBe('a@b.example')
    expect(Email.parse('a\u202eb@c.example')).toBe('ab@c.example')
    expect(Email.parse('jörg@müßig.example')).toBe('jörg@müßig.example')
  })

  test('no accepted address holds white space or control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const read = Email.safeParse(`${text}@kreis.example`)
        if (read.success) expect(read.data).not.toMatch(/[\s\p{Cc}<>,;"]/u)
      }),
    )
  })

  test('a number whose leading zero a spreadsheet has eaten is refused', () => {
    expect(Mobile.safeParse('1711234567').success).toBe(false)
    for (const mobile of ['', '0171 1234567', '+49 (171) 123-4567'])
      expect(Mobile.safeParse(mobile).success).toBe(true)
  })

  test('a member is asked for a name and an address only', () => {
    expect(MemberInput.parse({ name: 'Uwe Groß', email: 'gross@kreis.example' })).toMatchObject({
      roles: ['member'],
      functions: [],
      mobile: '',
    })
  })
})

describe('permissions', () => {
  test('the desk gives everyday roles and the lead all of them', () => {
    expect(
      mayChangeRoles(actor('kgs'), { staffId, from: ['member'], to: ['member', 'minuteTaker'] }),
    ).toBe(true)
    expect(mayChangeRoles(actor('kgs'), { staffId, from: ['member'], to: ['lead'] })).toBe(false)
    expect(
      mayChangeRoles(actor('kgs'), { staffId, from: ['lead', 'member'], to: ['member'] }),
    ).toBe(false)
    expect(mayChangeRoles(actor('kgs'), { staffId, from: ['lead'], to: ['lead', 'member'] })).toBe(
      true,
    )
    expect(
      mayChangeRoles(actor('lead'), { staffId, from: [], to: ['lead', 'it', 'records'] }),
    ).toBe(true)
    expect(mayChangeRoles(actor('it'), { staffId, from: [], to: ['member'] })).toBe(false)
  })

  test('private numbers are for lead, KGS, IT and oneself', () => {
    const personId = newId('person')
    for (const role of ['lead', 'kgs', 'it'] as const)
      expect(maySeeMobile(actor(role), { staffId, personId })).toBe(true)
    for (const role of ['member', 'minuteTaker', 'guest', 'press', 'records'] as const)
      expect(maySeeMobile(actor(role), { staffId, personId })).toBe(false)
    const me = actor('member')
    expect(maySeeMobile(me, { staffId, personId: me.personId })).toBe(true)
  })

  test('nobody decides on an account that reaches further than their own power', () => {
    const here = { staffId, sharesDetails: true, leftAt: null }
    const elsewhere = { ...here, staffId: newId('staff'), roles: ['member'] as Role[] }
    expect(mayVouchFor(actor('lead'), [{ ...here, roles: ['lead'] }])).toBe(true)
    expect(mayVouchFor(actor('lead'), [{ ...here, roles: ['member'] }, elsewhere])).toBe(false)
    expect(mayVouchFor(actor('kgs'), [{ ...here, roles: ['member'] }])).toBe(true)
    expect(mayVouchFor(actor('kgs'), [{ ...here, roles: ['member', 'records'] }])).toBe(false)
    expect(mayVouchFor(actor('member'), [{ ...here, roles: ['member'] }])).toBe(false)
  })

  test('a staff that lists somebody of others neither takes nor gets power over them before they answer', () => {
    const there = { staffId: newId('staff'), sharesDetails: true, leftAt: null }
    const known = { ...there, roles: ['member'] as Role[] }
    const here = { staffId, sharesDetails: null, leftAt: null, roles: ['member'] as Role[] }
    const leadsThere = {
      memberships: [{ ...actor('lead').memberships[0]!, ...there, roles: ['lead' as const] }],
    }
    const vouch = (by: Parameters<typeof mayVouchFor>[0], listed: object) =>
      mayVouchFor(by, [known, { ...here, ...listed }])
    expect(vouch(leadsThere, {})).toBe(true)
    expect(vouch(leadsThere, { leftAt: 'since' })).toBe(true)
    expect(vouch(leadsThere, { sharesDetails: false })).toBe(false)
    // with it they could do in that staff what the everyday roles cannot
    expect(vouch(leadsThere, { roles: ['lead'] })).toBe(false)
    expect(vouch(actor('lead'), {})).toBe(false)
    expect(mayVouchFor(leadsThere, [{ ...known, leftAt: 'since' }, here])).toBe(false)
  })
})

describe('holders', () => {
  const day = (n: number) => addDays('2026-11-24', n)
  const memberIds = Array.from({ length: 4 }, () => newId('member'))
  const holder = fc
    .record({
      member: fc.nat(3),
      rank: fc.nat(2),
      from: fc.integer({ min: -5, max: 5 }),
      days: fc.option(fc.nat(6)),
    })
    .map(({ member, rank, from, days }) => ({
      memberId: memberIds[member] as MemberId,
      rank,
      validFrom: day(from),
      validUntil: days === null ? null : day(from + days),
    }))
  const today = day(0)

  test('a function has one person per rank on each day', () => {
    const [a, b] = [memberIds[0]!, memberIds[1]!]
    const until = { memberId: a, rank: 0, validFrom: day(-9), validUntil: day(3) }
    expect(
      holdersProblem([until, { memberId: b, rank: 0, validFrom: day(4), validUntil: null }]),
    ).toBe(null)
    expect(
      holdersProblem([until, { memberId: b, rank: 0, validFrom: day(3), validUntil: null }]),
    ).toMatchObject({
      index: 1,
      problem: 'rankTaken',
    })
    expect(
      holdersProblem([until, { memberId: a, rank: 1, validFrom: day(0), validUntil: null }]),
    ).toMatchObject({
      index: 1,
      problem: 'twice',
    })
    expect(holdersProblem([{ ...until, validUntil: day(-10) }])).toMatchObject({
      problem: 'endsBeforeItBegins',
    })
  })

  test('whatever is changed, days that are over keep their holders and the days from today on are as wanted', () => {
    fc.assert(
      fc.property(
        fc.array(holder, { maxLength: 6 }),
        fc.array(holder, { maxLength: 6 }),
        (before, after) => {
          const stored = before.map((h, i) => ({ ...h, holderId: String(i) }))
          const existing = stored.filter(h => h.validUntil === null || h.validUntil >= today)
          const wanted = after
            .map(h =>
              existing.find(e => e.memberId === h.memberId && e.rank === h.rank)
                ? {
                    ...h,
                    validFrom: existing.find(e => e.memberId === h.memberId && e.rank === h.rank)!
                      .validFrom,
                  }
                : h,
            )
            .filter(
              h => h.validUntil === null || (h.validUntil >= today && h.validUntil >= h.validFrom),
            )
            .filter(
              h =>
                h.validFrom >= today ||
                existing.some(
                  e =>
                    e.memberId === h.memberId && e.rank === h.rank && e.validFrom === h.validFrom,
                ),
            )
            // a holder row is kept once
            .filter(
              (h, i, all) =>
                all.findIndex(
                  o =>
                    o.memberId === h.memberId && o.rank === h.rank && o.validFrom === h.validFrom,
                ) === i,
            )
          const change = changeHolders(existing, wanted, { today, yesterday: day(-1) })
          const result = [
            ...stored
              .filter(h => !change.remove.includes(h.holderId))
              .map(h => ({ ...h, ...change.end.find(e => e.holderId === h.holderId) })),
            ...change.add,
          ]
          const reads = (list: typeof before, n: number) =>
            holdersOn(list, day(n))
              .map(h => `${h.rank} ${h.memberId}`)
              .sort()
          for (let n = -8; n < 0; n++) expect(reads(result, n)).toEqual(reads(before, n))
          for (let n = 0; n < 14; n++) expect(reads(result, n)).toEqual(reads(wanted, n))
        },
      ),
    )
  })
})

describe('functions', () => {
  test('every template names a required lead first, and no label twice', () => {
    for (const list of Object.values(templates)) {
      expect(list[0]).toMatchObject({ block: 'Leitung', isRequired: true })
      expect(new Set(list.map(fn => fn.label)).size).toBe(list.length)
      const blocks = [...new Set(list.map(fn => fn.block))]
      expect(blocks).toEqual(knownBlocks.filter(block => blocks.includes(block)))
    }
  })

  test('a function of a new block goes where staffs read that block', () => {
    const nrw = [...templates.nrw]
    expect(nrw[placeFor('EMS', nrw) - 1]?.block).toBe('SMS')
    expect(nrw[placeFor('EMS', nrw)]?.block).toBe('BuMA')
    expect(nrw[placeFor('KGS', nrw)]?.block).toBe('SMS')
    expect(placeFor('Bürgertelefon', nrw)).toBe(nrw.length)
    expect(placeFor('Leitung', [])).toBe(0)
  })

  test('a function reads at each moment as it read then', () => {
    const fact = {
      functionId: newId('staffFunction'),
      staffId,
      label: 'C',
      block: 'SMS',
      position: 0,
      isRequired: true,
      createdAt: new Date('2026-01-01T00:00:00Z'),
      retiredAt: new Date('2026-04-01T00:00:00Z'),
      former: [
        { label: 'A', block: 'SMS', isRequired: false, until: new Date('2026-02-01T00:00:00Z') },
        { label: 'B', block: 'SMS', isRequired: true, until: new Date('2026-03-01T00:00:00Z') },
      ],
    }
    const label = (at: string) => functionAt(fact, new Date(at))?.label ?? null
    expect([
      label('2025-12-31T00:00:00Z'),
      label('2026-01-15T00:00:00Z'),
      label('2026-02-01T00:00:00Z'),
      label('2026-03-20T00:00:00Z'),
      label('2026-04-01T00:00:00Z'),
    ]).toEqual([null, 'A', 'B', 'C', null])
  })
})
