import type { AttendanceRow } from '../../../src/attendance/contract.ts'
import type { ReplyView } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'

/** *zugesagt – virtuell*, *verhindert, vertreten durch …*, *keine Rückmeldung* */
export function usePlanWords(): (line: {
  planned: AttendanceRow['planned']
  attendee?: { reply: ReplyView | null } | undefined
}) => string {
  const common = useT('common')
  return ({ planned, attendee }) => {
    if (planned === 'none') return common('plan.none')
    if (planned !== 'declined') return common(`plan.accepted.${planned}`)
    const name = attendee?.reply?.deputyName
    return name ? common('plan.declinedFor', { name }) : common('plan.declined')
  }
}
