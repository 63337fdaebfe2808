import type { Candidate } from '../../../src/board/contract.ts'
import type { FunctionId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useCalls } from './calls.ts'
import { useReminder } from './reminding.ts'

/** *Erinnern*, or *Einladen* for a deputy who was asked for nothing yet. */
export function Mail({
  next: { memberId, attendeeId, name },
  meeting,
  functionId,
  look = 'secondary',
}: {
  next: Candidate
  meeting: Meeting
  functionId: FunctionId
  look?: 'secondary' | 'tertiary'
}) {
  const t = useT('board')
  const remind = useReminder(meeting.meetingId)
  const calls = useCalls(meeting.meetingId)
  const word = t(attendeeId ? 'missing.remind' : 'before.invite')
  return (
    <Button
      size="small"
      variant={look}
      label={`${word}: ${name}`}
      busy={(remind.isPending || calls.isPending) && t('missing.reminding')}
      onClick={() =>
        attendeeId
          ? remind.mutate([attendeeId])
          : calls.mutate({ memberId, functionId, outcome: 'asked' })
      }
    >
      {word}
    </Button>
  )
}
