import { expect, test } from 'vitest'
import type { MemberId } from '../../../src/lib/ids.ts'
import type { Roster } from '../../../src/roster/contract/roster.ts'
import { calledOn, noChoice, withThem, withoutThem } from '../../../web/src/meetings/calling.ts'

type Member = Roster['members'][number]
type Fn = Roster['functions'][number]
type Holder = Fn['holders'][number]
// only what the choice reads
const member = (memberId: string, more: Partial<Member> = {}) =>
  ({ memberId, roles: ['member'], leftAt: null, ...more }) as unknown as Member
const holder = (memberId: string, more: Partial<Holder> = {}) =>
  ({ memberId, rank: 0, validFrom: '2026-01-01', validUntil: null, ...more }) as unknown as Holder
const fn = (label: string, holders: Holder[], isRequired = true) =>
  ({ functionId: label, label, isRequired, holders, formerHolders: [] }) as unknown as Fn
const id = (name: string) => name as MemberId
const namesOf = (people: readonly { member: Member }[]) => people.map(each => each.member.memberId)
const day = '2026-11-25'

test('called are the holders of that day and members who never have a function', () => {
  const members = ['now', 'former', 'coming', 'deputy', 'none'].map(name => member(name))
  const holders = [
    holder('former', { validUntil: '2026-11-24' }),
    holder('now', { validFrom: day, validUntil: day }),
    holder('coming', { validFrom: '2026-11-26' }),
    holder('deputy', { rank: 1, validUntil: day }),
  ]
  const called = (on: string) =>
    calledOn({ members, functions: [fn('BuMA', holders)] }, { day: on, choice: noChoice })
  expect(called(day).called.map(each => each.memberId)).toEqual(['now', 'none'])
  expect(called('2026-11-26').called.map(each => each.memberId)).toEqual(['coming', 'none'])
})

test('who has left is not called, nor who only keeps records or machines', () => {
  const members = [
    member('left', { leftAt: '2026-11-01T00:00:00Z' }),
    member('clerk', { roles: ['records'] }),
    member('one', { roles: ['it', 'press'] }),
  ]
  const roster = { members, functions: [fn('BuMA', [holder('left')])] }
  expect(calledOn(roster, { day, choice: noChoice }).called.map(each => each.memberId)).toEqual([
    'one',
  ])
})

test('each person stands once, with the required function first, and empty functions are named', () => {
  const members = ['other', 'both', 'none'].map(name => member(name))
  const functions = [
    fn('Presse', [holder('other'), holder('both')], false),
    fn('KGS', [holder('both')]),
    fn('SMS Schule', []),
  ]
  const { groups, open, count } = calledOn({ members, functions }, { day, choice: noChoice })
  expect(namesOf(groups.required)).toEqual(['both'])
  expect(groups.required[0]?.functions).toEqual(['Presse', 'KGS'])
  expect(namesOf(groups.other)).toEqual(['other'])
  expect(namesOf(groups.none)).toEqual(['none'])
  expect(open).toEqual(['SMS Schule'])
  expect(count).toBe(3)
})

test('a holder left out leaves the function open until the deputy is invited, whoever keeps the minutes comes', () => {
  const members = ['holder', 'deputy', 'taker'].map(name => member(name))
  const functions = [
    fn('KGS', [holder('holder'), holder('deputy', { rank: 1 })]),
    fn('Früher', [holder('taker', { validUntil: '2026-11-01' })], false),
  ]
  const called = (choice: typeof noChoice) =>
    calledOn({ members, functions }, { day, choice, takerId: id('taker') })
  const left = withoutThem(noChoice, [id('holder')])
  expect(called(left)).toMatchObject({ count: 1, open: ['KGS'] })
  expect(called(left).leftOut.map(each => each.memberId)).toEqual(['holder'])
  const both = withThem(left, id('deputy'))
  expect(namesOf(called(both).groups.required)).toEqual(['deputy'])
  expect(called(both).open).toEqual([])
  // an added deputy beside the holder is ready, not without a function
  expect(called(withThem(noChoice, id('deputy'))).groups.other[0]).toMatchObject({
    functions: [],
    deputises: ['KGS'],
  })
})

test('leaving out and inviting again give back the first choice', () => {
  const usual = withoutThem(noChoice, [id('a'), id('b')])
  expect(usual).toEqual({ without: ['a', 'b'], also: [] })
  expect(withThem(withThem(usual, id('b')), id('a'))).toEqual(noChoice)
  const added = withThem(noChoice, id('c'))
  expect(added).toEqual({ without: [], also: ['c'] })
  expect(withoutThem(added, [id('c')])).toEqual(noChoice)
})
