import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  entryRefusal,
  entryTime,
  mayFinish,
  mayRetract,
  mayWriteJournal,
} from '../../src/journal/rules.ts'
import { roles, type Actor, type Role } from '../../src/lib/actor.ts'
import { newId } from '../../src/lib/ids.ts'

const staffId = newId('staff')
const memberId = newId('member')
const minuteTakerId = null
const actorWith = (...granted: Role[]): Actor => ({
  personId: newId('person'),
  sessionId: newId('session'),
  name: 'Jonas Brandt',
  language: 'de',
  memberships: [{ staffId, memberId, roles: granted }],
})

test('lead, KGS and minute taker write; the named minute taker does whatever their role', () => {
  expect(
    roles.filter(role => mayWriteJournal(actorWith(role), { staffId, minuteTakerId })),
  ).toEqual(['lead', 'kgs', 'minuteTaker'])
  expect(mayWriteJournal(actorWith('member'), { staffId, minuteTakerId: memberId })).toBe(true)
  expect(mayWriteJournal(actorWith('lead'), { staffId: newId('staff'), minuteTakerId })).toBe(false)
})

test('who is responsible may report it done, another member may not', () => {
  expect(mayFinish(actorWith('member'), { staffId, minuteTakerId, responsibleId: memberId })).toBe(
    true,
  )
  expect(
    mayFinish(actorWith('member'), { staffId, minuteTakerId, responsibleId: newId('member') }),
  ).toBe(false)
})

test('an entry is taken back by its writer or the lead', () => {
  const writer = actorWith('minuteTaker')
  expect(mayRetract(writer, { staffId, byId: writer.personId })).toBe(true)
  expect(mayRetract(actorWith('kgs'), { staffId, byId: writer.personId })).toBe(false)
  expect(mayRetract(actorWith('lead'), { staffId, byId: writer.personId })).toBe(true)
})

test('entries are made only while the meeting runs, interrupted or not', () => {
  expect(
    (['planned', 'convened', 'open', 'paused', 'closed', 'cancelled'] as const).map(entryRefusal),
  ).toEqual(['meetingNotOpen', 'meetingNotOpen', null, null, 'meetingClosed', 'meetingCancelled'])
})

test('an accepted time never lies in the future nor more than an hour before the opening', () => {
  const openedAt = new Date('2026-11-24T08:00:00Z')
  fc.assert(
    fc.property(
      fc.integer({ min: -3, max: 300 }),
      fc.integer({ min: -200 * 60, max: 400 * 60 }),
      (ranMin, wantedS) => {
        const now = new Date(openedAt.getTime() + Math.max(0, ranMin) * 60_000)
        const wanted = new Date(openedAt.getTime() + wantedS * 1_000)
        const time = entryTime(wanted, { now, openedAt })
        if (!time.ok) {
          expect(time.reason).toBe(wanted > now ? 'inTheFuture' : 'beforeTheMeeting')
          return
        }
        expect(time.at <= now).toBe(true)
        expect(time.at.getTime()).toBeGreaterThanOrEqual(openedAt.getTime() - 3_600_000)
        if (wanted <= now) expect(time.at).toEqual(wanted)
      },
    ),
  )
})
