import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { joinOpensBeforeMs, joinRefusal } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { useFormat, useNow } from '../ui/time.tsx'

/** Leads to the Vorraum as soon as the door is open; before that it says when it will be. */
export function JoinButton({ meeting, isMain }: { meeting: Meeting; isMain: boolean }) {
  const t = useT('meetings')
  const format = useFormat()
  const nowMs = useNow(10_000)
  if (!meeting.hasVirtualRoom) return null
  const refusal = joinRefusal(meeting, { isInvited: meeting.me !== null, now: new Date(nowMs) })
  if (refusal) {
    const opensAt = Date.parse(meeting.startsAt) - joinOpensBeforeMs
    const reason =
      refusal === 'notInvited'
        ? t('acts.notInvited')
        : t('acts.joinFrom', { when: format.spoken(opensAt) })
    return <Button disabledReason={reason}>{t('acts.join')}</Button>
  }
  return (
    <ButtonLink
      variant={isMain ? 'primary' : 'secondary'}
      to="/meetings/$meetingId/lobby"
      params={{ meetingId: meeting.meetingId }}
    >
      {t('acts.join')}
    </ButtonLink>
  )
}
