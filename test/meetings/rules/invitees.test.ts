import { expect, test } from 'vitest'
import type { Role } from '../../../src/lib/actor.ts'
import type { FunctionId, MemberId } from '../../../src/lib/ids.ts'
import { invitedByPlan } from '../../../src/meetings/rules/invitees.ts'

const member = (name: string, ...roles: Role[]) => ({ memberId: name as MemberId, roles })
const holder = (name: string, rank: number, fn = 'press') => ({
  functionId: fn as FunctionId,
  memberId: name as MemberId,
  rank,
})

test('holders are invited, deputies only when named', () => {
  const members = [member('holder', 'guest'), member('deputy', 'member'), member('both', 'member')]
  expect(
    invitedByPlan(members, [
      holder('holder', 0),
      holder('deputy', 1),
      holder('both', 1),
      holder('both', 0),
    ]),
  ).toEqual(['holder', 'both'])
})

test('who has no function is invited; who only keeps records or machines never, also when holding one', () => {
  const members = [
    member('guest', 'guest'),
    member('clerk', 'records'),
    member('technician', 'it'),
    member('clerk and member', 'records', 'member'),
  ]
  expect(invitedByPlan(members, [])).toEqual(['guest', 'clerk and member'])
  expect(invitedByPlan(members, [holder('technician', 0)])).toEqual(['guest', 'clerk and member'])
})

test('the first deputy of a function that nobody holds is invited, and the next when the first takes part in none', () => {
  const members = [member('first', 'member'), member('second', 'member'), member('clerk', 'it')]
  expect(invitedByPlan(members, [holder('second', 2), holder('first', 1)])).toEqual(['first'])
  expect(invitedByPlan(members, [holder('clerk', 1), holder('second', 2)])).toEqual([
    'first',
    'second',
  ])
})
