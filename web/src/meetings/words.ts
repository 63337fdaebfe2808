import type { MeetingState, MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import type { Tone } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'
import { usePromiseWords } from '../words/promise.ts'

const tones: Record<MeetingState, Tone> = {
  planned: 'neutral',
  convened: 'neutral',
  open: 'ok',
  paused: 'warn',
  closed: 'neutral',
  cancelled: 'neutral',
}

export function useStateTone(): (state: MeetingState) => Tone {
  return state => tones[state]
}

/** e.g. *Kreishaus, Raum 101, und virtuell* */
export function usePlaceWords(): (
  meeting: Pick<MeetingSummary, 'place' | 'hasVirtualRoom'>,
) => string {
  const t = useT('meetings')
  return ({ place, hasVirtualRoom }) => {
    if (hasVirtualRoom) return place ? t('head.placeAndVirtual', { place }) : t('head.virtualOnly')
    return place ? t('head.noVirtual', { place }) : t('head.nowhere')
  }
}

/**
 * e.g. *zugesagt – virtuell*, *verhindert, vertreten durch …*, *keine Rückmeldung*, *nicht
 * eingeladen*
 */
export function useMyReplyWords(): (meeting: Pick<MeetingSummary, 'me' | 'state'>) => string {
  const t = useT('meetings')
  const promiseOf = usePromiseWords()
  return ({ me, state }) => {
    if (!me) return t('list.notInvited')
    const { reply, deputyForName } = me
    const standIn = deputyForName ? ` (${t('list.standingIn', { name: deputyForName })})` : ''
    if (!reply && state === 'cancelled') return '–'
    if (!reply) return (state === 'planned' ? t('list.notConvened') : promiseOf(null)) + standIn
    return promiseOf(reply) + (reply.mode ? standIn : '')
  }
}

/** e.g. *Montag, 30. November 2026, 08:30–09:15* */
export function useSpanWords(): (meeting: Pick<MeetingSummary, 'startsAt' | 'endsAt'>) => string {
  const format = useFormat()
  return ({ startsAt, endsAt }) =>
    `${format.date(startsAt)}, ${format.range(startsAt, endsAt, startsAt)}`
}
