import { expect, test } from 'vitest'
import type { ActingPerson } from '../../../src/board/contract.ts'
import { actsFrom, withActs } from '../../../src/board/rules/acting.ts'
import type { AttendanceStatus, PersonAttendance } from '../../../src/attendance/contract.ts'
import { countsFrom } from '../../../src/attendance/rules/desk.ts'
import type { MemberId, PersonId } from '../../../src/lib/ids.ts'
import { findingsOf } from '../../../src/minutes/rules/findings.ts'
import { composeMinutes } from '../../../src/minutes/rules/compose.ts'
import { attendeeId } from '../../attendance/support.ts'
import { sampleInput } from '../sample.ts'

const person = (more: Partial<ActingPerson> = {}): ActingPerson => ({
  memberId: 'mbr_1' as MemberId, // nothing looks inside one
  name: 'Pelin Öztürk',
  hasOpened: false,
  hasLed: false,
  isMinuteTaker: false,
  entries: 1,
  atDoor: 0,
  firstAt: '2026-11-24T08:33:00.000Z',
  saidNotThere: false,
  ...more,
})
const minutes = { ...composeMinutes(sampleInput()), orders: [], agenda: [], gaps: [] }

test('minutes in which nothing is missing have no findings', () => {
  expect(findingsOf(minutes, [])).toEqual([])
})

test('a closer who had left is named', () => {
  expect(
    findingsOf(minutes, [], { name: 'Gerlinde Groß', atMs: Date.parse('2026-11-24T08:04:00Z') }),
  ).toEqual([{ kind: 'closerLeft', name: 'Gerlinde Groß', at: '2026-11-24T08:04:00.000Z' }])
})

test('people come first, then orders without a person, points without text, gaps', () => {
  const at = '2026-11-24T09:31:00.000+01:00'
  const order = { number: '17/A2', text: 'Sandsäcke', responsible: ' ', dueAt: null, doneAt: null }
  const item = { id: 'agi_1' as never, title: 'Presse', responsible: '', text: '' }
  const gap = { functionLabel: 'BuMA', from: at, until: at, isWhole: false }
  const all = findingsOf(
    {
      ...minutes,
      orders: [order, { ...order, number: '17/A3', responsible: 'Jonas Brandt' }],
      agenda: [{ ...item, text: 'besprochen' }, item],
      gaps: [gap],
    },
    [person()],
  )
  expect(all).toEqual([
    { kind: 'notRecorded', person: person() },
    { kind: 'orderWithoutPerson', number: '17/A2', text: 'Sandsäcke' },
    { kind: 'pointsWithoutText', points: [{ id: item.id, title: 'Presse' }] },
    { kind: 'gaps', gaps: [gap] },
  ])
})

test('that the one who opened or the minute taker did not take part is said; of others it is settled', () => {
  const gone = { saidNotThere: true }
  expect(
    findingsOf(minutes, [
      person({ ...gone, hasOpened: true, name: 'Lead' }),
      person({ ...gone, isMinuteTaker: true }),
      person({ ...gone, name: 'Uwe Groß' }),
    ]),
  ).toEqual([
    { kind: 'notThere', name: 'Lead', isMinuteTaker: false },
    { kind: 'notThere', name: 'Pelin Öztürk', isMinuteTaker: true },
  ])
})

test('acts count from the opening to the end', () => {
  const at = (min: number) => new Date(min * 60_000)
  const id = 'per_1' as PersonId // nothing looks inside one
  const acts = actsFrom(
    [
      { kind: 'entry', byId: id, at: at(99) },
      { kind: 'entry', byId: id, at: at(20) },
      { kind: 'door', byId: id, at: at(5) },
      { kind: 'led', byId: null, at: at(20) },
    ],
    { openedAt: at(10), closedAt: at(60) },
  )
  expect([...acts.values()]).toEqual([
    { hasOpened: false, hasLed: false, entries: 1, atDoor: 1, firstAt: at(10) },
  ])
})

test('who acted is never absent, but excused and represented people stay so', () => {
  const of = (key: string, status: AttendanceStatus) =>
    ({ attendeeId: attendeeId(key), status }) as PersonAttendance // nothing else is looked at
  const all = [of('a', 'absentWithoutReply'), of('b', 'excused'), of('c', 'absentAfterAccepting')]
  const acted = new Set([attendeeId('a'), attendeeId('b')])
  expect(withActs(all, acted).map(({ status }) => status)).toEqual([
    'notRecorded',
    'excused',
    'absentAfterAccepting',
  ])
})

test('an answer counts from the opening for who opened it up to ten minutes ago, else from now', () => {
  const openedAt = new Date('2026-11-24T08:31:00Z')
  const after = (min: number) => new Date(openedAt.getTime() + min * 60_000)
  expect(countsFrom({ now: after(10), openedAt, isOpener: true })).toEqual(openedAt)
  expect(countsFrom({ now: after(11), openedAt, isOpener: true })).toEqual(after(11))
  expect(countsFrom({ now: after(1), openedAt, isOpener: false })).toEqual(after(1))
})
