import type { SessionView } from '../../../src/access/contract/session.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import type { JoinRefusal } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { useShortWhen } from '../replies/words.ts'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { joinOpensAt } from './moments.ts'

/** The way into the virtual room: open from 15 minutes before, before that it says from when. */
export function JoinButton({
  meeting,
  refusal,
  video,
  isMain,
}: {
  meeting: Meeting
  refusal: JoinRefusal | null
  video: SessionView['video']['state']
  isMain: boolean
}) {
  const t = useT('overview')
  const common = useT('common')
  const when = useShortWhen()
  if (refusal === null && video === 'ready') {
    return (
      <ButtonLink
        size="big"
        variant={isMain ? 'primary' : 'secondary'}
        to="/meetings/$meetingId/lobby"
        params={{ meetingId: meeting.meetingId }}
      >
        {t('join.now')}
      </ButtonLink>
    )
  }
  const reason = () => {
    if (refusal === null)
      return common(video === 'preparing' ? 'video.preparing' : 'video.unavailable')
    if (refusal === 'tooEarly')
      return t('join.from', { when: when(joinOpensAt(meeting.startsAt).toISOString()) })
    return refusal === 'videoUnavailable' ? t('join.noRoom') : common(`error.${refusal}`)
  }
  return (
    <Button size="big" disabledReason={reason()}>
      {t('join.now')}
    </Button>
  )
}
