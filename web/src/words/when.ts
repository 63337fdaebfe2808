import type { MeetingState } from '../../../src/meetings/contract/meeting.ts'
import { isMovable } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { useFormat } from '../ui/time.tsx'
import { serverNow } from '../ui/clock.ts'

const minuteMs = 60_000

/** *07:12 Uhr* today, otherwise with the day: *gestern, 07:12 Uhr*. */
export function useShortWhen(): (at: string) => string {
  const common = useT('common')
  const format = useFormat()
  return at =>
    format.date(at) === format.date(serverNow())
      ? common('ui.clock', { time: format.time(at) })
      : format.spoken(at)
}

/** *seit 11 min überfällig, noch nicht eröffnet*; null while the meeting need not be open yet. */
export function useOverdueWords(): (
  meeting: { state: MeetingState; startsAt: string },
  nowMs: number,
) => string | null {
  const common = useT('common')
  const format = useFormat()
  return ({ state, startsAt }, nowMs) => {
    const lateMs = nowMs - Date.parse(startsAt)
    if (!isMovable(state) || lateMs < minuteMs) return null
    return common('meeting.overdue', { duration: format.duration(lateMs) })
  }
}
