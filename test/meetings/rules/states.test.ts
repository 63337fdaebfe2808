import { expect, test } from 'vitest'
import { deskRefusal } from '../../../src/attendance/rules/desk.ts'
import { entryRefusal } from '../../../src/journal/rules.ts'
import { MeetingState } from '../../../src/meetings/contract/meeting.ts'
import {
  isOver,
  isRunning,
  joinRefusal,
  overReason,
  transition,
  type MeetingAct,
} from '../../../src/meetings/rules/states.ts'

const acts: MeetingAct[] = ['convene', 'open', 'pause', 'resume', 'close', 'cancel']
const now = new Date('2026-11-24T08:00:00Z')

test.each(MeetingState.options)(
  'a meeting that is %s is refused everywhere for one reason',
  state => {
    const meeting = { state, startsAt: now, hasVirtualRoom: true }
    const over = overReason(state)
    expect(isOver(state)).toBe(over !== null)
    expect(joinRefusal(meeting, { isInvited: true, now })).toBe(over)
    expect(deskRefusal(meeting, now)).toBe(over)
    expect(entryRefusal(state)).toBe(isRunning(state) ? null : (over ?? 'meetingNotOpen'))
    for (const act of acts) {
      const next = transition(state, act)
      if (over) expect(next).toEqual({ ok: false, reason: over })
      else if (!next.ok) expect(next.reason).toBe('wrongState')
    }
  },
)
