import { describe, expect, test } from 'vitest'
import type { MeetingWindow } from '../../src/attendance/contract.ts'
import { presentNow } from '../../src/attendance/rules/presence.ts'
import { Board } from '../../src/board/contract.ts'
import { boardFrom } from '../../src/board/rules/board.ts'
import type { BoardPerson } from '../../src/board/rules/people.ts'
import { isTimeToCall } from '../../src/board/rules/near.ts'
import { type Tried, triedIn } from '../../src/meetings/rules/calls.ts'
import type { MemberId } from '../../src/lib/ids.ts'
import {
  attendeeId,
  declined,
  functionId,
  plan,
  settings,
  signal,
  video,
} from '../attendance/support.ts'
import type { Signal } from '../../src/meetings/contract/signal.ts'

const memberId = (key: string) => `mbr_${key}` as MemberId
const functions = ['lead', 'buma', 'umwelt', 'schulen'].map(key => ({
  functionId: functionId(key),
  label: key.toUpperCase(),
  block: 'SMS',
  isRequired: key !== 'schulen',
}))
const holders = [
  'lead köhler 0',
  'buma vogt 1',
  'buma brandt 0',
  'buma zander 2',
  'umwelt schäfer 0',
  'umwelt reuter 1',
  'schulen kötter 0',
].map(line => {
  const [fn = '', who = '', rank] = line.split(' ')
  return { functionId: functionId(fn), memberId: memberId(who), rank: Number(rank) }
})
const contacts = new Map(
  ['vogt', 'zander', 'reuter', 'schäfer'].map(key => [
    memberId(key),
    { name: `Name ${key}`, mobile: key === 'zander' ? '' : `0171 ${key}` },
  ]),
)

function person(
  key: string,
  more: Parameters<typeof plan>[1] & { remindedAt?: Date } = {},
): BoardPerson {
  const { remindedAt = null, ...planned } = more
  return {
    plan: plan(key, planned),
    memberId: planned.isVisitor ? null : memberId(key),
    name: `Name ${key}`,
    organisation: 'Beispielkreis',
    mobile: planned.isVisitor ? '' : `0171 ${key}`,
    isGone: false,
    isGuest: false,
    remindedAt,
    reminder: remindedAt && 'sent',
  }
}
const köhler = person('köhler', { functionIds: [functionId('lead')], plan: 'onSite' })
const brandt = person('brandt', { functionIds: [functionId('buma')], plan: 'onSite' })
const schäfer = person('schäfer', {
  functionIds: [functionId('umwelt')],
  plan: 'video',
  remindedAt: new Date(500_000),
})
const kötter = person('kötter', { functionIds: [functionId('schulen')] })
const everyone = [köhler, brandt, schäfer, kötter]

type At = {
  people?: BoardPerson[]
  nowS?: number
  window?: MeetingWindow | null
  showsPhones?: boolean
  tried?: Map<MemberId, Tried>
  readerId?: MemberId | null
}
function board(
  signals: Signal[],
  {
    people = everyone,
    nowS = 2520,
    window = { openedAtMs: 0, closedAtMs: null },
    showsPhones = true,
    tried = new Map<MemberId, Tried>(),
    readerId = null,
  }: At = {},
) {
  const nowMs = nowS * 1000
  const present = presentNow(signals, { nowMs, settings })
  return boardFrom({
    functions,
    holders,
    contacts,
    people,
    signals,
    present,
    window,
    nowMs,
    settings,
    showsPhones,
    tried,
    readerId,
  })
}
const row = (of: Board, key: string) => of.rows.find(one => one.functionId === functionId(key))
const at = (s: number) => new Date(s * 1000).toISOString()

const arrived = [signal('köhler', 'in', -180), signal('brandt', 'in', 0)]
const withoutBrandt = [...arrived, signal('brandt', 'out', 1860)]

describe('functions', () => {
  test('required ones that nobody fills come first, then the filled ones, then the rest', () => {
    const shown = board(withoutBrandt)
    expect(shown.rows.map(one => one.label)).toEqual(['BUMA', 'UMWELT', 'LEAD', 'SCHULEN'])
    expect(shown.unfilledCount).toBe(2)
  })

  test('a filled one says who is there, how and since when, also before the opening', () => {
    expect(row(board(arrived), 'lead')).toMatchObject({
      unfilled: null,
      filledBy: [
        {
          attendeeId: 'att_köhler',
          memberId: memberId('köhler'),
          name: 'Name köhler',
          mode: 'onSite',
          since: at(-180),
          standsInFor: null,
          isVisitor: false,
          isGuest: false,
        },
      ],
    })
  })

  test('a deputy is shown with the one who was invited in the beginning, for that function alone', () => {
    const own = { functionIds: [functionId('lead'), functionId('buma')] }
    const people = [
      person('brandt', {
        functionIds: [functionId('buma')],
        plan: declined,
        deputyId: attendeeId('zander'),
      }),
      person('zander', {
        functionIds: [functionId('buma')],
        plan: declined,
        deputyFor: attendeeId('brandt'),
        deputyId: attendeeId('vogt'),
      }),
      person('vogt', { ...own, plan: 'video', deputyFor: attendeeId('zander') }),
    ]
    const shown = board([signal('vogt', 'in', 60, video())], { people })
    expect(row(shown, 'buma')?.filledBy).toMatchObject([
      { name: 'Name vogt', standsInFor: 'Name brandt', mode: 'video' },
    ])
    expect(row(shown, 'lead')?.filledBy).toMatchObject([{ name: 'Name vogt', standsInFor: null }])
  })

  test('one that was left says who left and since when it is unfilled', () => {
    expect(row(board(withoutBrandt), 'buma')?.unfilled).toMatchObject({
      since: at(1860),
      reason: { kind: 'left', name: 'Name brandt', at: at(1860) },
    })
  })

  test('one that was left before the opening is unfilled since the beginning', () => {
    const signals = [signal('brandt', 'in', -300), signal('brandt', 'out', -60)]
    expect(row(board(signals), 'buma')?.unfilled).toMatchObject({
      since: null,
      reason: { kind: 'left', at: at(-60) },
    })
    expect(row(board(signals, { window: null, nowS: -30 }), 'buma')?.unfilled).toMatchObject({
      since: null,
      reason: { kind: 'left' },
    })
  })

  test('a failed attempt to connect after leaving is the newer reason', () => {
    const signals = [
      ...withoutBrandt,
      signal('brandt', 'aborted', 2000, video()),
      signal('brandt', 'aborted', 9000, video()),
    ]
    expect(row(board(signals), 'buma')?.unfilled).toMatchObject({
      since: at(1860),
      reason: { kind: 'couldNotConnect', at: at(2000) },
    })
  })

  test('nobody came: a promise is told before silence, silence before a refusal', () => {
    const umwelt = { functionIds: [functionId('umwelt')] }
    const no = person('a', { ...umwelt, plan: declined })
    const silent = person('b', umwelt)
    const yes = person('c', { ...umwelt, plan: 'phone' })
    const reason = (...people: BoardPerson[]) =>
      row(board([], { people }), 'umwelt')?.unfilled?.reason
    expect(reason(no, silent, yes)).toEqual({
      kind: 'promised',
      attendeeId: attendeeId('c'),
      name: 'Name c',
      mode: 'phone',
    })
    expect(reason(no, silent)).toEqual({
      kind: 'noReply',
      attendeeId: attendeeId('b'),
      name: 'Name b',
    })
    expect(reason(no)).toMatchObject({ kind: 'declined', name: 'Name a' })
    expect(reason()).toEqual({ kind: 'nobody' })
  })
})

describe('whom to call', () => {
  const call = (signals: Signal[], options: At = {}, key = 'buma') => {
    const callee = row(board(signals, options), key)?.unfilled?.call
    return callee ? `${callee.name}, ${callee.phone}` : null
  }
  const vogt = (more: Parameters<typeof plan>[1]) => person('vogt', more)

  const notReached = (...keys: string[]) =>
    new Map(
      keys.map(key => [memberId(key), { outcome: 'notReached' as const, at: new Date(60_000) }]),
    )

  test('the holder before the deputies, who are called whether invited or not', () => {
    expect(call(withoutBrandt)).toBe('Name brandt, 0171 brandt')
    expect(call([], {}, 'umwelt')).toBe('Name schäfer, 0171 schäfer')
    const tried = notReached('brandt')
    expect(call(withoutBrandt, { tried })).toBe('Name vogt, 0171 vogt')
    expect(row(board(withoutBrandt, { tried }), 'buma')?.unfilled).toMatchObject({
      call: { memberId: 'mbr_vogt', attendeeId: null },
      order: [
        { name: 'Name brandt', rank: 0, tried: { outcome: 'notReached', at: at(60) } },
        { name: 'Name vogt', rank: 1, tried: null, attendeeId: null, reply: 'none' },
        { name: 'Name zander', rank: 2, phone: null },
      ],
    })
  })

  test('the next when one declined, was tried, or is there for something else', () => {
    const tried = notReached('brandt')
    expect(call(withoutBrandt, { tried, people: [...everyone, vogt({ plan: declined })] })).toBe(
      'Name zander, null',
    )
    const elsewhere = vogt({ plan: 'video', functionIds: [functionId('lead')] })
    expect(call(withoutBrandt, { tried, people: [...everyone, elsewhere] })).toBe(
      'Name zander, null',
    )
    const isThere = [...withoutBrandt, signal('vogt', 'in', 5, video())]
    expect(call(isThere, { tried, people: [...everyone, vogt({})] })).toBe('Name zander, null')
    const passedOn = [
      person('brandt', {
        functionIds: [functionId('buma')],
        plan: declined,
        deputyId: attendeeId('vogt'),
      }),
      vogt({ functionIds: [functionId('buma')], plan: 'video', deputyFor: attendeeId('brandt') }),
    ]
    expect(call([], { people: passedOn })).toBe('Name vogt, 0171 vogt')
    expect(call([], { people: passedOn, tried: notReached('vogt') })).toBe('Name zander, null')
    expect(call(withoutBrandt, { tried: notReached('brandt', 'vogt', 'zander') })).toBeNull()
  })

  test('nobody is asked to call themselves', () => {
    expect(call([], { readerId: memberId('schäfer') }, 'umwelt')).toBe('Name reuter, 0171 reuter')
    expect(call([], { readerId: memberId('kötter') }, 'schulen')).toBeNull()
  })

  test('the awaited person when there is no deputy, and nobody when all declined', () => {
    expect(call([], {}, 'schulen')).toBe('Name kötter, 0171 kötter')
    expect(
      call(
        [],
        { people: [person('kötter', { functionIds: [functionId('schulen')], plan: declined })] },
        'schulen',
      ),
    ).toBeNull()
  })

  test('a deputy outside the order of the staff, when they are the one awaited', () => {
    const people = [
      person('kötter', {
        functionIds: [functionId('schulen')],
        plan: declined,
        deputyId: attendeeId('neu'),
      }),
      person('neu', { functionIds: [functionId('schulen')], deputyFor: attendeeId('kötter') }),
    ]
    expect(call([], { people }, 'schulen')).toBe('Name neu, 0171 neu')
  })

  test('a holder who was never invited can still be called', () => {
    expect(call([], { people: [person('reuter', { plan: declined })] }, 'umwelt')).toBe(
      'Name schäfer, 0171 schäfer',
    )
  })

  test('no number leaves for those who may not see it', () => {
    const shown = board(withoutBrandt, { showsPhones: false })
    expect(JSON.stringify(shown)).not.toContain('0171')
    expect(row(shown, 'buma')?.unfilled?.call).toBeNull()
  })
})

describe('before the opening', () => {
  const planned = (...people: BoardPerson[]) =>
    row(board([], { people, window: null }), 'buma')?.planned.state
  const buma = { functionIds: [functionId('buma')] }
  const silent = person('brandt', buma)
  const no = person('brandt', { ...buma, plan: declined })
  const asked = person('vogt', { ...buma, deputyFor: attendeeId('brandt') })

  test('a function is promised by anybody who acts for it, else declined by its holder, else missing', () => {
    expect(planned()).toBe('missing')
    expect(planned(silent)).toBe('missing')
    expect(planned(silent, asked)).toBe('missing')
    expect(planned(no)).toBe('declined')
    expect(planned(no, asked)).toBe('declined')
    expect(
      planned(no, person('vogt', { ...buma, plan: 'phone', deputyFor: attendeeId('brandt') })),
    ).toBe('promised')
    expect(planned({ ...person('brandt', { ...buma, plan: 'video' }), isGone: true })).toBe(
      'missing',
    )
  })

  test('people are called from twelve hours before, or on the same day, and only when convened', () => {
    const meeting = {
      state: 'convened' as const,
      startsAt: '2026-11-30T19:00:00Z',
      zone: 'Europe/Berlin',
    }
    const isCalled = (now: string, more = {}) =>
      isTimeToCall({ ...meeting, ...more }, Date.parse(now))
    expect(isCalled('2026-11-29T22:59:00Z')).toBe(false)
    expect(isCalled('2026-11-29T23:01:00Z')).toBe(true)
    expect(isCalled('2026-11-29T20:00:00Z', { startsAt: '2026-11-30T02:00:00Z' })).toBe(true)
    expect(isCalled('2026-12-02T20:00:00Z')).toBe(true)
    expect(isCalled('2026-11-30T18:00:00Z', { state: 'planned' })).toBe(false)
  })

  test('of the calls to a member the last one since the last move counts', () => {
    const event = (kind: 'called' | 'moved', atS: number, outcome?: string) => ({
      kind,
      at: new Date(atS * 1000),
      details: outcome ? { memberId: memberId('vogt'), outcome } : {},
    })
    const last = (...events: Parameters<typeof triedIn>[0]) => triedIn(events).get(memberId('vogt'))
    expect(last(event('called', 1, 'notReached'))).toEqual({
      outcome: 'notReached',
      at: new Date(1000),
    })
    expect(last(event('called', 1, 'notReached'), event('called', 2, 'takenBack'))).toBeUndefined()
    expect(last(event('called', 1, 'notReached'), event('moved', 2))).toBeUndefined()
    expect(last(event('moved', 1), event('called', 2, 'cannotCome'))?.outcome).toBe('cannotCome')
  })
})

describe('people', () => {
  test('missing are those awaited, promised ones first, with what helps to reach them', () => {
    const shown = board([...arrived, signal('schäfer', 'aborted', 100, video())])
    expect(shown.missing).toEqual([
      {
        attendeeId: 'att_schäfer',
        name: 'Name schäfer',
        functions: ['UMWELT'],
        planned: 'video',
        remindedAt: at(500),
        reminder: 'sent',
        couldNotConnect: true,
        phone: '0171 schäfer',
      },
      {
        attendeeId: 'att_kötter',
        name: 'Name kötter',
        functions: ['SCHULEN'],
        planned: 'none',
        remindedAt: null,
        reminder: null,
        couldNotConnect: false,
        phone: '0171 kötter',
      },
    ])
  })

  test('who was there and left has gone, and is not missing', () => {
    expect(board(withoutBrandt).left.map(one => one.name)).toEqual(['Name brandt'])
    expect(board(withoutBrandt).missing.map(one => `${one.name} ${one.couldNotConnect}`)).toEqual([
      'Name schäfer false',
      'Name kötter false',
    ])
  })

  test('who left the staff while the meeting runs is neither missed nor called', () => {
    const called = (people: BoardPerson[]) => row(board([], { people }), 'schulen')?.unfilled?.call
    expect(called([kötter])).toMatchObject({ name: 'Name kötter' })
    expect(called([{ ...kötter, isGone: true }])).toBeNull()
    expect(board([], { people: [{ ...kötter, isGone: true }] }).missing).toEqual([])
  })

  test('guests and visitors without a function stand apart and count', () => {
    const people = [
      ...everyone,
      person('thw', { isVisitor: true }),
      person('gast', { plan: 'phone' }),
    ]
    const signals = [
      ...arrived,
      signal('thw', 'in', 60),
      signal('gast', 'in', 70, { mode: 'phone', stay: 'desk:phone' }),
    ]
    const shown = board(signals, { people })
    expect(shown.others).toMatchObject([
      { name: 'Name thw', isVisitor: true },
      { name: 'Name gast', isVisitor: false, mode: 'phone' },
    ])
    expect(shown.counts).toEqual({ onSite: 3, video: 0, phone: 1 })
  })

  test('what is shown fits the contract', () => {
    const realIds = (text: string) =>
      text.replaceAll(
        /"(att|fun|mbr)_[^"]*"/g,
        (_, prefix: string) => `"${prefix}_${'0'.repeat(26)}"`,
      )
    const people = [...everyone, person('thw', { isVisitor: true })]
    const shown: unknown = JSON.parse(
      realIds(JSON.stringify(board([...withoutBrandt, signal('thw', 'in', 60)], { people }))),
    )
    expect(Board.safeParse(shown).error).toBeUndefined()
  })
})
