import type { MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { useFormat } from '../ui/time.tsx'

type Common = ReturnType<typeof useT<'common'>>
type Named = Pick<MeetingSummary, 'title' | 'ownTitle' | 'number' | 'startsAt'>

/**
 * What a meeting is called beside its date: its title or number, before the opening just *Sitzung*.
 */
export function useMeetingTitle(): (meeting: Omit<Named, 'startsAt'>) => string {
  const common = useT('common')
  return meeting => (isUnnamed(meeting) ? common('word.meeting') : numbered(meeting, common))
}

/** The same where its date does not stand beside it: *Sitzung um 08:30 Uhr*. */
export function useMeetingName(): (meeting: Named) => string {
  const common = useT('common')
  const format = useFormat()
  return meeting =>
    isUnnamed(meeting)
      ? common('meetingAt', { moment: format.moment(meeting.startsAt) })
      : numbered(meeting, common)
}

/** *17. Sitzung* in the reader's language; a title that people gave it stays as it is. */
function numbered({ ownTitle, number, title }: Omit<Named, 'startsAt'>, common: Common): string {
  return ownTitle === null && number !== null ? common('meetingNumber', { number }) : title
}

const isUnnamed = ({ ownTitle, number }: Pick<Named, 'ownTitle' | 'number'>): boolean =>
  ownTitle === null && number === null
