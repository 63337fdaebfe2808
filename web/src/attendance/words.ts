import type { AttendanceRow } from '../../../src/attendance/contract.ts'
import type { ReplyView } from '../../../src/meetings/contract/meeting.ts'
import { promiseWords } from '../../../src/words/promise.ts'
import { useT } from '../i18n/i18n.ts'

/** The promise of a line at the door or in the table of attendance, in words. */
export function usePlanWords(): (line: {
  planned: AttendanceRow['planned']
  attendee?: { reply: ReplyView | null } | undefined
}) => string {
  const common = useT('common')
  return ({ planned, attendee }) => {
    if (planned === 'none') return promiseWords({ kind: 'none' }, common)
    if (planned !== 'declined') return promiseWords({ kind: 'accepted', mode: planned }, common)
    const deputyName = attendee?.reply?.deputyName ?? null
    return promiseWords({ kind: 'declined', deputyName }, common)
  }
}
