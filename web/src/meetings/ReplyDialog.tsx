import { useMeetingTitle } from './name.ts'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Meeting, MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { deputiesQuery } from '../replies/queries.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { useFormat } from '../ui/time.tsx'
import { overlapsOfMine, useMyReply } from './myReply.ts'
import { meetingQuery } from './queries.ts'
import { ReplyForm } from './ReplyForm.tsx'

/** The person's reply to one of the later meetings of the week. */
export function ReplyDialog({
  meeting,
  onClose,
}: {
  meeting: z.infer<typeof MeetingSummary>
  onClose: () => void
}) {
  const common = useT('common')
  const format = useFormat()
  const titleOf = useMeetingTitle()
  const full = useQuery(meetingQuery(meeting.meetingId))
  return (
    <Dialog
      title={`${titleOf(meeting)}, ${format.date(meeting.startsAt, 'medium')}`}
      onClose={onClose}
      isWide
    >
      <p>{[format.dateTime(meeting.startsAt), meeting.place].filter(Boolean).join(' · ')}</p>
      <Loaded query={full} what={common('word.meeting')}>
        {loaded => <Choice meeting={loaded} />}
      </Loaded>
    </Dialog>
  )
}

function Choice({ meeting }: { meeting: Meeting }) {
  const deputies = useQuery(deputiesQuery(meeting.meetingId))
  const replying = useMyReply(meeting.meetingId)
  return (
    <ReplyForm
      meeting={meeting}
      reply={meeting.me?.reply ?? null}
      formerReply={meeting.me?.formerReply ?? null}
      overlaps={overlapsOfMine(meeting)}
      deputies={deputies}
      replying={replying}
    />
  )
}
