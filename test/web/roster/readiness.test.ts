import { expect, test } from 'vitest'
import type { Member, Roster, StaffFunction } from '../../../src/roster/contract/roster.ts'
import { checkOf, faultsOf, linesOf } from '../../../web/src/roster/readiness.ts'

const today = '2026-11-25'
const held = (
  name: string,
  rank: number,
  validFrom = '2026-01-01',
  validUntil: string | null = null,
) => ({
  holderId: `${name}${rank}`,
  memberId: name,
  name,
  organisation: '',
  rank,
  validFrom,
  validUntil,
})
const fn = (
  label: string,
  block: string,
  isRequired: boolean,
  ...holders: ReturnType<typeof held>[]
) =>
  ({
    functionId: label,
    label,
    block,
    position: 0,
    isRequired,
    holders,
    formerHolders: [],
  }) as unknown as StaffFunction
const member = (name: string, more: Partial<Member> = {}) =>
  ({
    memberId: name,
    displayName: name,
    roles: ['member'],
    hasMobile: true,
    hasSecondFactor: true,
    mailProblem: null,
    ...more,
  }) as Member

test('required functions without holder come first, the others stay under their headings', () => {
  const functions = [
    fn('Leiter', 'Leitung', true, held('A', 0)),
    fn('SMS Ordnung', 'SMS', true, held('B', 1)),
    fn('SMS Umwelt', 'SMS', true, held('C', 0)),
    fn('VP THW', 'VP', false),
    fn('SMS Soziales', 'SMS', true, held('D', 0, '2026-11-26')),
  ]
  expect(linesOf({ functions, today }).map(line => [line.fn.label, line.isGap])).toEqual([
    ['SMS Ordnung', true],
    ['SMS Soziales', true],
    ['Leiter', false],
    ['SMS Umwelt', false],
    ['VP THW', false],
  ])
})

test('who begins later is named apart from who is in the place today', () => {
  const functions = [
    fn(
      'SMS Umwelt',
      'SMS',
      true,
      held('A', 0, '2026-01-01', '2026-11-30'),
      held('B', 0, '2026-12-01'),
      held('C', 1),
    ),
  ]
  const [line] = linesOf({ functions, today })
  expect(
    [line?.heldBy, line?.deputies, line?.later].map(list => list?.map(holder => holder.name)),
  ).toEqual([['A'], ['C'], ['B']])
})

test('a guest who comes by link needs neither number nor second factor, but mail that arrives', () => {
  expect(faultsOf(member('A', { hasMobile: false, hasSecondFactor: false }))).toEqual([
    'noMobile',
    'noFactor',
  ])
  expect(
    faultsOf(member('A', { roles: ['guest'], hasMobile: false, hasSecondFactor: false })),
  ).toEqual([])
  expect(faultsOf(member('A', { roles: ['guest'], mailProblem: '550 no such user' }))).toEqual([
    'mailProblem',
  ])
})

test('the check names what is missing and is empty when nothing is', () => {
  const good = {
    today,
    functions: [
      fn('Leiter', 'Leitung', true, held('A', 0), held('B', 1)),
      fn('VP THW', 'VP', false),
    ],
    members: [member('A'), member('B')],
  } as unknown as Roster
  expect(Object.values(checkOf(good)).flat()).toEqual([])
  const bad = {
    ...good,
    functions: [fn('Leiter', 'Leitung', true), fn('KGS', 'KGS', true, held('A', 0))],
    members: [member('A', { hasMobile: false })],
  }
  const check = checkOf(bad)
  expect(check.unfilled.map(line => line.fn.label)).toEqual(['Leiter'])
  expect(check.noDeputy.map(line => line.fn.label)).toEqual(['KGS'])
  expect(check.noMobile).toHaveLength(1)
})
