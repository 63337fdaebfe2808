import type { ReplyView } from '../../../src/meetings/contract/meeting.ts'
import type { AnswerPage, ReplyInput } from '../../../src/meetings/contract/reply.ts'
import { promisedBy, promiseWords } from '../../../src/words/promise.ts'
import { useT } from '../i18n/i18n.ts'
import { useFormat } from '../ui/time.tsx'

export type Deputies = AnswerPage['deputies']

/** A promise in words, for a stored reply and for one on its way. */
export function useReplyWords() {
  const common = useT('common')
  return {
    stored: (reply: ReplyView) => promiseWords(promisedBy(reply), common),
    wanted: (reply: ReplyInput, deputies: Deputies) => {
      if (reply.kind === 'accepted') return promiseWords(reply, common)
      const deputy = deputies.find(each => each.memberId === reply.deputyMemberId)
      return promiseWords({ kind: 'declined', deputyName: deputy?.name ?? null }, common)
    },
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
