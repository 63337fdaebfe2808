import { queryOptions, useQuery } from '@tanstack/react-query'
import { maySettle } from '../../../src/attendance/rules/desk.ts'
import type { ActingPerson } from '../../../src/board/contract.ts'
import { membershipIn } from '../../../src/lib/actor.ts'
import type { MeetingId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isRunning } from '../../../src/meetings/rules/states.ts'
import { api, send } from '../api.ts'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { meetingTopics } from './queries.ts'
import { useActor } from '../session.tsx'
import { useFormat } from '../ui/time.tsx'

export const actingQuery = (id: MeetingId) =>
  queryOptions({
    queryKey: ['meeting', id, 'acting'],
    queryFn: () => send(api.api.meetings[':meetingId'].acting.$get({ param: { meetingId: id } })),
  })

/**
 * Who acts in the running meeting and is not recorded, for those who may settle it: the reader, and
 * others who did something.
 */
export function useActing(meeting: Meeting): {
  mine: ActingPerson | null
  others: readonly ActingPerson[]
} {
  const actor = useActor()
  const { meetingId, staffId, state } = meeting
  const may = isRunning(state) && maySettle(actor, meeting)
  // these pages follow the topics of the board, so what else is made from them must become stale, too:
  // a topic that was followed all the time makes nothing load again when its page is opened
  useLive(
    may ? meetingTopics(meetingId) : [],
    ['acting', 'board', 'attendance'].map(part => ['meeting', meetingId, part]),
  )
  const { data = [] } = useQuery({ ...actingQuery(meetingId), enabled: may })
  if (!may) return { mine: null, others: [] }
  const me = membershipIn(actor, staffId)?.memberId
  const open = data.filter(person => !person.saidNotThere)
  return {
    mine: open.find(person => person.memberId === me) ?? null,
    others: open.filter(person => person.memberId !== me && person.firstAt !== null),
  }
}

/** What somebody did, e.g. *Protokollführung, 6 Einträge, ab 08:33*. */
export function useActWords(): (person: ActingPerson) => string {
  const t = useT('meetings')
  const format = useFormat()
  return ({ hasOpened, hasLed, isMinuteTaker, entries, atDoor, firstAt }) =>
    [
      hasOpened ? t('acting.opened') : hasLed ? t('acting.led') : '',
      isMinuteTaker ? t('acting.minuteTaker') : '',
      entries > 0 ? t('acting.entries', { count: entries }) : '',
      atDoor > 0 ? t('acting.atDoor', { count: atDoor }) : '',
      firstAt ? t('acting.since', { time: format.time(firstAt) }) : '',
    ]
      .filter(Boolean)
      .join(', ')
}
