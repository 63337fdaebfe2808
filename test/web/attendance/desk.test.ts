import { describe, expect, test } from 'vitest'
import { qrSvg } from '../../../src/lib/qr.ts'
import type { AttendanceRow } from '../../../src/attendance/contract.ts'
import { deskRefusal } from '../../../src/attendance/rules/desk.ts'
import type { MemberId } from '../../../src/lib/ids.ts'
import type { Member } from '../../../src/roster/contract/roster.ts'
import { ApiError } from '../../../web/src/api.ts'
import {
  keepOrder,
  placeOf,
  type DeskRequest,
  type Entry,
} from '../../../web/src/attendance/entries.ts'
import { linesOf } from '../../../web/src/attendance/lines.ts'
import { qrOf } from '../../../web/src/ui/qr.ts'
import { DeskQueue } from '../../../web/src/attendance/queue.ts'
import { attendeeId } from '../../attendance/support.ts'

const memberId = (key: string) => `mbr_${key}` as MemberId // nothing looks inside one
const came = (key: string, madeAtMs = 0) => ({
  deed: 'came' as const,
  name: key,
  lineKeys: [memberId(key) as string],
  requests: [
    { kind: 'in', who: { memberId: memberId(key) }, mode: 'onSite' } satisfies DeskRequest,
  ],
  madeAtMs,
})
const entry = (made: Partial<Entry> & Pick<Entry, 'deed'>): Entry => ({
  ...came('a'),
  id: 'e1',
  state: 'waiting',
  wasTried: false,
  signalIds: [],
  isShown: false,
  error: null,
  ...made,
})
const row = (key: string, more: Partial<AttendanceRow> = {}): AttendanceRow => ({
  attendeeId: attendeeId(key),
  memberId: memberId(key),
  name: key,
  sortName: key,
  organisation: '',
  functions: [],
  today: null,
  isVisitor: false,
  isGuest: false,
  planned: 'none',
  status: null,
  representedByName: null,
  deputyForNames: [],
  stays: [],
  totalS: 0,
  mainMode: null,
  now: null,
  leftAt: null,
  hasTechnicalTrouble: false,
  ...more,
})

/**
 * The server as the queue sees it: answers each key once and repeats that answer; `isCut` loses
 * every answer.
 */
function house() {
  const made = new Map<string, string[]>()
  const heard: DeskRequest[] = []
  const state = { isAway: false, isCut: false, refuses: false }
  const queue = new DeskQueue({
    ask: async (request, key) => {
      if (state.isAway) throw new ApiError({ status: 0, code: 'offline' })
      if (state.refuses) throw new ApiError({ status: 409, code: 'meetingClosed' })
      if (!made.has(key)) {
        heard.push(request)
        made.set(key, [`sig${made.size}`])
      }
      if (state.isCut) throw new ApiError({ status: 0, code: 'offline' })
      return made.get(key)!
    },
    refresh: async () => true,
  })
  const states = () => queue.entries().map(each => `${each.name} ${each.state}`)
  return { queue, heard, state, states }
}

describe('entries at the door', () => {
  test('wait without a connection, and are sent in the order they were made', async () => {
    const { queue, heard, state, states } = house()
    state.isAway = true
    for (const name of ['a', 'b', 'c']) queue.add(came(name))
    await queue.run()
    expect(heard).toEqual([])
    expect(states()).toEqual(['a waiting', 'b waiting', 'c waiting'])
    state.isAway = false
    await queue.run()
    expect(heard.map(request => request.kind === 'in' && request.who)).toEqual(
      ['a', 'b', 'c'].map(key => ({ memberId: memberId(key) })),
    )
    expect(states()).toEqual(['a stored', 'b stored', 'c stored'])
  })

  test('whose answer was lost are asked again under their key and made once', async () => {
    const { queue, heard, state, states } = house()
    state.isCut = true
    queue.add(came('a'))
    await queue.run()
    state.isCut = false
    await queue.run()
    expect(heard).toHaveLength(1)
    expect(states()).toEqual(['a stored'])
  })

  test('taken back before the server was asked never reach it', async () => {
    const { queue, heard, state, states } = house()
    state.isAway = true
    queue.add(came('a'))
    queue.add(came('b'))
    await queue.run()
    queue.undo(queue.entries()[1]!.id)
    await queue.run()
    state.isAway = false
    await queue.run()
    expect(heard).toHaveLength(1)
    expect(states()).toEqual(['a stored', 'b undone'])
  })

  test('taken back while the answer is unknown are found by their key and taken back there', async () => {
    const { queue, heard, state, states } = house()
    state.isCut = true
    queue.add(came('a'))
    await queue.run()
    queue.undo(queue.entries()[0]!.id)
    await queue.run()
    state.isCut = false
    await queue.run()
    expect(heard.at(-1)).toEqual({ kind: 'undo', signalId: 'sig0' })
    expect(states()).toEqual(['a undone'])
  })

  test('refused for good do not hold up the next', async () => {
    const { queue, state, states } = house()
    state.refuses = true
    queue.add(came('a'))
    await queue.run()
    state.refuses = false
    queue.add(came('b'))
    await queue.run()
    expect(states()).toEqual(['a refused', 'b stored'])
  })
})

describe('the list at the door', () => {
  test('shows at once what was pressed, the latest counting, until the server shows it', () => {
    const at = (ms: number) => new Date(ms).toISOString()
    const open = [
      entry({ deed: 'came', madeAtMs: 1_000 }),
      entry({ id: 'e2', deed: 'went', madeAtMs: 2_000 }),
    ]
    const key = memberId('a')
    expect(placeOf(key, null, open.slice(0, 1))).toEqual({
      now: 'onSite',
      since: at(1_000),
      leftAt: null,
      isPending: true,
    })
    expect(placeOf(key, null, open)).toEqual({
      now: null,
      since: null,
      leftAt: at(2_000),
      isPending: true,
    })
    const seen = [entry({ deed: 'came', state: 'stored', isShown: true })]
    expect(placeOf(key, row('a', { now: { mode: 'video', since: at(5) } }), seen)).toMatchObject({
      now: 'video',
      isPending: false,
    })
    expect(placeOf(key, null, [entry({ deed: 'came', state: 'undone' })])).toMatchObject({
      now: null,
      isPending: false,
    })
  })

  test('has who is expected on site first, visitors after, the uninvited last', () => {
    const members = ['z', 'gone', 'it', 'a'].map(
      key =>
        ({
          memberId: memberId(key),
          sortName: key,
          organisation: '',
          functions: [],
          roles: key === 'it' ? ['it'] : ['member'],
          leftAt: key === 'gone' ? '2026-01-01T00:00:00Z' : null,
        }) as unknown as Member, // what the list does not look at is left out
    )
    const visitor = entry({
      deed: 'visitorCame',
      name: 'v',
      requests: [{ kind: 'visitor', name: 'v', organisation: 'THW', mode: 'phone' }],
    })
    const lines = linesOf([row('b'), row('a'), row('y', { planned: 'onSite' })], members, [visitor])
    expect(lines.map(line => `${line.name} ${line.isInvited}`)).toEqual([
      'y true',
      'a true',
      'b true',
      'v true',
      'z false',
    ])
    expect(lines[3]).toMatchObject({ now: 'phone', who: null, organisation: 'THW' })
  })

  test('keeps everyone in their place when others come in between', () => {
    expect(keepOrder(['b', 'a'], ['a', 'c', 'b'])).toEqual(['b', 'a', 'c'])
    const seen = ['b', 'a']
    expect(keepOrder(seen, ['a', 'b'])).toBe(seen)
  })
})

test('the door opens three hours before the beginning and shuts with the close', () => {
  const startsAt = '2026-11-25T08:30:00.000Z'
  const at = (time: string) => new Date(`2026-11-25T${time}:00.000Z`)
  expect(deskRefusal({ state: 'convened', startsAt }, at('05:29'))).toBe('tooEarly')
  expect(deskRefusal({ state: 'convened', startsAt }, at('05:30'))).toBeNull()
  expect(deskRefusal({ state: 'open', startsAt }, at('05:00'))).toBeNull()
  expect(deskRefusal({ state: 'closed', startsAt }, at('09:00'))).toBe('meetingClosed')
  expect(deskRefusal({ state: 'cancelled', startsAt }, at('09:00'))).toBe('meetingCancelled')
})

test('the QR code is drawn from the squares the server made, and from nothing else', () => {
  const code = qrOf(qrSvg('https://lagerunde.example/meetings/mtg_1/here#abcd2345'))
  expect(code?.viewBox).toMatch(/^0 0 \d+ \d+$/)
  expect(code?.path).toMatch(/^(M\d+,\d+h4v4h-4z)+$/)
  expect(qrOf('<svg><script>alert(1)</script></svg>')).toBeNull()
})
