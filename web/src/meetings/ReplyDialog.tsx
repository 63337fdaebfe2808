import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { takesSeat } from '../../../src/lib/modes.ts'
import type { Meeting, MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { seatsFree } from '../../../src/meetings/rules/replies.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { deputiesQuery } from '../replies/queries.ts'
import { ReplyChoice } from '../replies/ReplyChoice.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useFormat } from '../ui/time.tsx'
import { useMyReply } from './myReply.ts'
import { meetingQuery } from './queries.ts'

/** My reply to a later meeting, as to the next one. */
export function ReplyDialog({
  meeting,
  onClose,
}: {
  meeting: z.infer<typeof MeetingSummary>
  onClose: () => void
}) {
  const common = useT('common')
  const format = useFormat()
  const full = useQuery(meetingQuery(meeting.meetingId))
  return (
    <Dialog title={meeting.title} onClose={onClose} isWide>
      <p>{[format.dateTime(meeting.startsAt), meeting.place].filter(Boolean).join(' · ')}</p>
      <Loaded query={full} what={common('word.meeting')}>
        {loaded => <Choice meeting={loaded} />}
      </Loaded>
    </Dialog>
  )
}

function Choice({ meeting }: { meeting: Meeting }) {
  const deputies = useQuery(deputiesQuery(meeting.meetingId)).data ?? []
  const replying = useMyReply(meeting.meetingId)
  const reply = meeting.me?.reply ?? null
  return (
    <ReplyChoice
      facts={{
        ...meeting,
        seatsFree: seatsFree(
          meeting.seats,
          meeting.seatsPromised - (takesSeat(reply?.mode) ? 1 : 0),
        ),
      }}
      reply={reply}
      deputies={deputies}
      replying={replying}
    />
  )
}
