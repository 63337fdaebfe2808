import type { MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { useFormat } from '../ui/time.tsx'

type Named = Pick<MeetingSummary, 'ownTitle' | 'number' | 'startsAt'>

/**
 * What a meeting is called beside its date: its title or number, before the opening just *Sitzung*.
 */
export function useMeetingTitle(): (meeting: Omit<Named, 'startsAt'>) => string {
  const common = useT('common')
  return ({ ownTitle, number }) =>
    ownTitle ?? (number === null ? common('word.meeting') : common('meetingNumber', { number }))
}

/** The same where its date does not stand beside it: *Sitzung um 08:30 Uhr*. */
export function useMeetingName(): (meeting: Named) => string {
  const common = useT('common')
  const format = useFormat()
  const titleOf = useMeetingTitle()
  return meeting =>
    meeting.ownTitle === null && meeting.number === null
      ? common('meetingAt', { moment: format.moment(meeting.startsAt) })
      : titleOf(meeting)
}
