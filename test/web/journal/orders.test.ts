import { expect, test } from 'vitest'
import type { Entry } from '../../../src/journal/contract.ts'
import type { MemberId } from '../../../src/lib/ids.ts'
import { isOverdue, ordersInOrder, passes } from '../../../web/src/journal/orders.ts'

const me = 'mem_me' as MemberId
const order = (label: string, more: Partial<Entry> = {}): Entry => ({
  // ids of the test alone
  entryId: `ent_${label}` as Entry['entryId'],
  kind: 'order',
  number: 1,
  label,
  text: label,
  reason: '',
  at: '2026-11-24T08:00:00Z',
  enteredAt: '2026-11-24T08:00:00Z',
  byId: 'per_writer' as Entry['byId'],
  byName: '',
  responsibleId: null,
  responsibleName: '',
  dueAt: null,
  doneAt: null,
  doneByName: null,
  retractedAt: null,
  replacedByLabel: null,
  corrections: [],
  isAddedLater: false,
  meetingId: 'mtg_one' as Entry['meetingId'],
  meetingTitle: '1. Sitzung',
  incidentTitle: 'Hochwasser',
  minuteTakerId: null,
  ...more,
})
const labels = (orders: readonly Entry[]) => orders.map(each => each.label)

const all = [
  order('taken back', { retractedAt: '2026-11-24T09:00:00Z' }),
  order('done early', { doneAt: '2026-11-24T09:00:00Z' }),
  order('done late', { doneAt: '2026-11-24T10:00:00Z', responsibleId: me }),
  order('without date'),
  order('due tomorrow', { dueAt: '2026-11-25T08:00:00Z' }),
  order('due today', { dueAt: '2026-11-24T12:00:00Z' }),
  order('mine', { responsibleId: me }),
]

test('my open orders come first, then the others by what is due, then what is settled', () => {
  const expected = [
    'mine',
    'due today',
    'due tomorrow',
    'without date',
    'done late',
    'done early',
    'taken back',
  ]
  expect(labels(ordersInOrder(all, me))).toEqual(expected)
  expect(labels(ordersInOrder(all.toReversed(), me))).toEqual(expected)
})

test('only an open order with a date can be overdue', () => {
  const nowMs = Date.parse('2026-11-24T13:00:00Z')
  expect(labels(all.filter(each => isOverdue(each, nowMs)))).toEqual(['due today'])
  expect(
    isOverdue(
      order('done', { dueAt: '2026-11-24T12:00:00Z', doneAt: '2026-11-24T12:30:00Z' }),
      nowMs,
    ),
  ).toBe(false)
})

test('the filters leave what they say', () => {
  const passing = (filter: 'all' | 'open' | 'mine') =>
    labels(all.filter(each => passes(each, { filter, memberId: me })))
  expect(passing('all')).toHaveLength(all.length)
  expect(passing('open')).toEqual(['without date', 'due tomorrow', 'due today', 'mine'])
  expect(passing('mine')).toEqual(['done late', 'mine'])
})
