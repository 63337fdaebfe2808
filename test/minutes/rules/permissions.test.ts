import { expect, test } from 'vitest'
import { roles, type Actor, type Role } from '../../../src/lib/actor.ts'
import { newId } from '../../../src/lib/ids.ts'
import {
  mayEditMinutes,
  maySeeMinutes,
  releaseRefusal,
} from '../../../src/minutes/rules/permissions.ts'

const staffId = newId('staff')
const memberId = newId('member')
const other = newId('member')
const actorWith = (...granted: Role[]): Actor => ({
  personId: newId('person'),
  sessionId: newId('session'),
  name: 'Jonas Brandt',
  language: 'de',
  memberships: [{ staffId, memberId, roles: granted }],
})
const rolesThat = (may: (actor: Actor) => boolean) => roles.filter(role => may(actorWith(role)))

test('drafts are for those who see meetings, released minutes for the records desk as well, and IT sees neither', () => {
  expect(rolesThat(actor => maySeeMinutes(actor, { staffId, state: 'draft' }))).toEqual([
    'lead',
    'kgs',
    'minuteTaker',
    'member',
    'guest',
    'press',
  ])
  expect(rolesThat(actor => maySeeMinutes(actor, { staffId, state: 'released' }))).toEqual([
    'lead',
    'kgs',
    'minuteTaker',
    'member',
    'guest',
    'records',
    'press',
  ])
})

test('lead, KGS and minute taker write the draft, and whoever kept these minutes', () => {
  expect(rolesThat(actor => mayEditMinutes(actor, { staffId, minuteTakerId: other }))).toEqual([
    'lead',
    'kgs',
    'minuteTaker',
  ])
  expect(mayEditMinutes(actorWith('member'), { staffId, minuteTakerId: memberId })).toBe(true)
})

test('two people sign: the lead releases what somebody else kept', () => {
  expect(releaseRefusal(actorWith('lead'), { staffId, minuteTakerId: other })).toBeNull()
  expect(releaseRefusal(actorWith('lead'), { staffId, minuteTakerId: memberId })).toBe('samePerson')
  expect(releaseRefusal(actorWith('lead'), { staffId, minuteTakerId: null })).toBe('noMinuteTaker')
  expect(releaseRefusal(actorWith('kgs', 'minuteTaker'), { staffId, minuteTakerId: other })).toBe(
    'notLead',
  )
})
