import type { ReplyView } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useFormat } from '../ui/time.tsx'
import { usePromiseWords } from '../words/promise.ts'
import type { Replying } from './replying.ts'

/** An answer that was given for another date: of another day it is a hint, of another hour it stands and is confirmed with one press. */
export function OtherDate({
  startsAt,
  reply,
  formerReply,
  replying,
}: {
  startsAt: string
  reply: ReplyView | null
  formerReply: ReplyView | null
  replying: Replying
}) {
  const t = useT('replies')
  const format = useFormat()
  const promiseOf = usePromiseWords()
  if (formerReply?.givenFor) {
    const day = format.date(formerReply.givenFor)
    return <p className="warn-text">{t('otherDay', { day, plan: promiseOf(formerReply) })}</p>
  }
  if (!reply?.isToConfirm || !reply.givenFor) return null
  const { mode, deputyAttendeeId } = reply
  return (
    <div className="row wrap">
      <p className="warn-text">
        {t('otherHour', {
          now: format.time(startsAt, startsAt),
          before: format.time(reply.givenFor, startsAt),
        })}
      </p>
      {deputyAttendeeId === null ? (
        <Button
          onClick={() =>
            replying.choose(
              mode ? { kind: 'accepted', mode } : { kind: 'declined', deputyMemberId: null },
            )
          }
        >
          {t('confirm')}
        </Button>
      ) : null}
    </div>
  )
}
