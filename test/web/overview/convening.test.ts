import { expect, test } from 'vitest'
import type { Incident } from '../../../src/incidents/contract.ts'
import type { Roster } from '../../../src/roster/contract.ts'
import { recipientsOf, runningIncidents } from '../../../web/src/overview/convening.ts'

type Member = Roster['members'][number]
type Holder = Roster['functions'][number]['holders'][number]
// only what the choice reads
const member = (memberId: string, more: Partial<Member> = {}) =>
  ({ memberId, roles: ['member'], leftAt: null, ...more }) as unknown as Member
const holder = (memberId: string, more: Partial<Holder> = {}) =>
  ({
    memberId,
    rank: 0,
    validFrom: '2026-01-01',
    validUntil: null,
    ...more,
  }) as Partial<Holder> as Holder
const roster = (members: Member[], holders: Holder[]) => ({
  members,
  functions: [{ holders, formerHolders: [] } as unknown as Roster['functions'][number]],
})

test('told are the holders of that day and members who never have a function; a deputy waits to be named', () => {
  const members = [
    member('now'),
    member('former'),
    member('coming'),
    member('deputy'),
    member('none'),
  ]
  const holders = [
    holder('former', { validUntil: '2026-11-24' }),
    holder('now', { validFrom: '2026-11-25', validUntil: '2026-11-25' }),
    holder('coming', { validFrom: '2026-11-26' }),
    holder('deputy', { rank: 1, validUntil: '2026-11-25' }),
  ]
  const told = (day: string) =>
    recipientsOf(roster(members, holders), day).map(each => each.memberId)
  expect(told('2026-11-25')).toEqual(['now', 'none'])
  expect(told('2026-11-26')).toEqual(['coming', 'none'])
})

test('who has left is not told, nor who only keeps records or machines', () => {
  const members = [
    member('left', { leftAt: '2026-11-01T00:00:00Z' }),
    member('clerk', { roles: ['records'] }),
    member('one', { roles: ['it', 'press'] }),
  ]
  expect(
    recipientsOf(roster(members, [holder('left')]), '2026-11-25').map(each => each.memberId),
  ).toEqual(['one'])
})

test('one convenes for the latest incident that is not over', () => {
  const incident = (title: string, startedAt: string, endedAt: string | null = null) =>
    ({ title, startedAt, endedAt }) as Incident
  const list = [
    incident('old', '2026-01-01T00:00:00Z'),
    incident('over', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'),
    incident('new', '2026-11-01T00:00:00Z'),
  ]
  expect(runningIncidents(list).map(each => each.title)).toEqual(['new', 'old'])
})
