import type { ComponentProps } from 'react'
import { takesSeat } from '../../../src/lib/modes.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { seatsFree } from '../../../src/meetings/rules/replies.ts'
import { isRunning } from '../../../src/meetings/rules/states.ts'
import { ReplyChoice } from '../replies/ReplyChoice.tsx'

type Props = Omit<ComponentProps<typeof ReplyChoice>, 'facts' | 'token'> & {
  meeting: Meeting
  /** other meetings at this time of the person who replies */
  overlaps: Meeting['overlaps']
}

/**
 * The reply to this meeting: the reader's own, or with `name` one that somebody gave to lead or
 * KGS. The seat they promised to take counts as free for them.
 */
export function ReplyForm({ meeting, reply, overlaps, ...more }: Props) {
  const { seats, seatsTaken, state } = meeting
  const own = !isRunning(state) && takesSeat(reply?.mode) ? 1 : 0
  return (
    <ReplyChoice
      facts={{ ...meeting, overlaps, seatsFree: seatsFree(seats, seatsTaken - own) }}
      reply={reply}
      {...more}
    />
  )
}
