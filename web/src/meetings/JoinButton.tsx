import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { joinOpensBeforeMs, joinRefusal } from '../../../src/meetings/rules/states.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'
import { Button, type ButtonLook } from '../ui/Button.tsx'
import { useNow } from '../ui/time.tsx'
import { useShortWhen } from '../words/when.ts'

/** Leads into the virtual room, from 15 minutes before the beginning; earlier it says from when. */
export function JoinButton({
  meeting,
  isMain,
  size = 'default',
}: Pick<ButtonLook, 'size'> & { meeting: Meeting; isMain: boolean }) {
  const common = useT('common')
  const when = useShortWhen()
  const { video } = useSession()
  // in a row of actions the short label is enough
  const label = common(size === 'big' ? 'join.now' : 'join.short')
  const nowMs = useNow(10_000)
  const refusal = joinRefusal(meeting, { isInvited: meeting.me !== null, now: new Date(nowMs) })
  if (refusal === null && video.state === 'ready') {
    return (
      <ButtonLink
        size={size}
        variant={isMain ? 'primary' : 'secondary'}
        to="/meetings/$meetingId/lobby"
        params={{ meetingId: meeting.meetingId }}
      >
        {label}
      </ButtonLink>
    )
  }
  const reason = () => {
    if (refusal === null)
      return common(video.state === 'preparing' ? 'video.preparing' : 'video.unavailable')
    if (refusal === 'tooEarly') {
      const opensAt = new Date(Date.parse(meeting.startsAt) - joinOpensBeforeMs)
      return common('join.from', { when: when(opensAt.toISOString()) })
    }
    return refusal === 'videoUnavailable' ? common('join.noRoom') : common(`error.${refusal}`)
  }
  return (
    <Button size={size} disabledReason={reason()}>
      {label}
    </Button>
  )
}
