import type { ReplyView } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useFormat } from '../ui/time.tsx'
import { usePromiseWords } from '../words/promise.ts'
import type { Replying } from './replying.ts'

/**
 * A reply that was given for another date. For another day it is only a hint; for another hour it
 * counts and is confirmed with one press.
 */
export function OtherDate({
  startsAt,
  reply,
  formerReply,
  name,
  replying,
}: {
  startsAt: string
  reply: ReplyView | null
  formerReply: ReplyView | null
  /** name of the person who replied; absent: the reader */
  name: string | undefined
  replying: Replying
}) {
  const t = useT('replies')
  const format = useFormat()
  const promiseOf = usePromiseWords()
  if (formerReply?.givenFor) {
    const day = format.date(formerReply.givenFor)
    const plan = promiseOf(formerReply)
    return (
      <p className="warn-text">
        {name === undefined ? t('otherDay', { day, plan }) : t('otherDayOf', { name, day, plan })}
      </p>
    )
  }
  if (!reply?.isToConfirm || !reply.givenFor) return null
  const { mode, deputyAttendeeId, deputyMemberId } = reply
  const hours = {
    now: format.time(startsAt, startsAt),
    before: format.time(reply.givenFor, startsAt),
  }
  return (
    <div className="row wrap">
      <p className="warn-text">
        {name === undefined ? t('otherHour', hours) : t('otherHourOf', { name, ...hours })}
      </p>
      {deputyAttendeeId === null || deputyMemberId ? (
        <Button
          onClick={() =>
            replying.choose(
              mode ? { kind: 'accepted', mode } : { kind: 'declined', deputyMemberId },
            )
          }
        >
          {t('confirm')}
        </Button>
      ) : null}
    </div>
  )
}
