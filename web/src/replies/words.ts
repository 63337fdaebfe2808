import type { ReplyView } from '../../../src/meetings/contract/meeting.ts'
import type { AnswerPage, ReplyInput } from '../../../src/meetings/contract/reply.ts'
import { useT } from '../i18n/i18n.ts'
import { useFormat } from '../ui/time.tsx'

export type Deputies = AnswerPage['deputies']

/** *zugesagt – virtuell*, *verhindert, vertreten durch …*; for a stored reply and for one on its way. */
export function useReplyWords() {
  const common = useT('common')
  const words = ({ mode, deputyName }: { mode: ReplyView['mode']; deputyName: string | null }) => {
    if (mode) return common(`plan.accepted.${mode}`)
    return deputyName ? common('plan.declinedFor', { name: deputyName }) : common('plan.declined')
  }
  return {
    stored: words,
    wanted: (reply: ReplyInput, deputies: Deputies) =>
      reply.kind === 'accepted'
        ? words({ mode: reply.mode, deputyName: null })
        : words({
            mode: null,
            deputyName: deputies.find(each => each.memberId === reply.deputyMemberId)?.name ?? null,
          }),
  }
}

/** *07:12 Uhr* on the same day, else with the day: *gestern, 07:12 Uhr*. */
export function useShortWhen(): (at: string) => string {
  const t = useT('replies')
  const format = useFormat()
  return at =>
    format.date(at) === format.date(Date.now())
      ? t('clock', { time: format.time(at) })
      : format.spoken(at)
}
