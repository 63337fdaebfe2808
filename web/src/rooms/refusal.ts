import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { joinOpensBeforeMs, joinRefusal } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'
import { useFormat, useNow } from '../ui/time.tsx'

/** Why the room cannot be entered now, in words. `isFinal`: waiting does not help. */
export type Refusal = { title: string; text: string; isFinal: boolean }

/**
 * Null when the room can be entered. Computed every second, so that the room opens without a
 * reload.
 */
export function useRefusal(meeting: Meeting): Refusal | null {
  const t = useT('rooms')
  const format = useFormat()
  const { video } = useSession()
  const nowMs = useNow(1_000)
  const refusal = joinRefusal(meeting, { isInvited: meeting.me !== null, now: new Date(nowMs) })
  const words = (key: 'notInvited' | 'meetingCancelled' | 'noRoom', isFinal = true) => ({
    title: t(`refusal.${key}.title`),
    text: t(`refusal.${key}.text`),
    isFinal,
  })
  if (refusal === 'meetingClosed') {
    const moment = format.moment(meeting.closedAt ?? nowMs)
    return {
      title: t('refusal.meetingClosed.title', { moment }),
      text: t('refusal.meetingClosed.text'),
      isFinal: true,
    }
  }
  if (refusal === 'tooEarly') {
    const when = format.spoken(Date.parse(meeting.startsAt) - joinOpensBeforeMs, nowMs)
    return {
      title: t('refusal.tooEarly.title', { when }),
      text: t('refusal.tooEarly.text'),
      isFinal: false,
    }
  }
  if (refusal === 'videoUnavailable') return words('noRoom')
  if (refusal) return words(refusal)
  if (video.state === 'ready') return null
  const key = video.state
  return { title: t(`refusal.${key}.title`), text: t(`refusal.${key}.text`), isFinal: false }
}
