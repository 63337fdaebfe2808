import type { MeetingId } from '../../../src/lib/ids.ts'
import type { MeetingState } from '../../../src/meetings/contract/meeting.ts'
import { isRunning, joinOpensBeforeMs, joinRefusal } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { Badge } from '../ui/Panel.tsx'
import { useFormat, useNow } from '../ui/time.tsx'

/**
 * The way into the virtual room, or from when it is open. Signing in on the way leads back to it.
 */
export function JoinLine({
  meeting,
  withDay = false,
}: {
  meeting: {
    meetingId: MeetingId
    state: MeetingState
    startsAt: string
    hasVirtualRoom: boolean
  }
  /** the page does not say the day */
  withDay?: boolean
}) {
  const t = useT('replies')
  const format = useFormat()
  const now = new Date(useNow(10_000))
  const { meetingId, state, startsAt, hasVirtualRoom } = meeting
  const running = isRunning(state) ? <Badge tone="ok">{t('running')}</Badge> : null
  const refusal = joinRefusal(meeting, { isInvited: true, now })
  if (refusal !== null && refusal !== 'tooEarly') return running ? <p>{running}</p> : null
  if (!hasVirtualRoom) return null
  const opensAt = new Date(Date.parse(startsAt) - joinOpensBeforeMs).toISOString()
  const time = format.time(opensAt, startsAt)
  return (
    <p>
      {running}{' '}
      {refusal === null ? (
        <a href={`/meetings/${meetingId}/lobby`}>{t('joinNow')}</a>
      ) : (
        <span className="soft">
          {withDay
            ? t('joinFromDay', { day: format.shortDay(opensAt), time })
            : t('joinFrom', { time })}
        </span>
      )}
    </p>
  )
}
