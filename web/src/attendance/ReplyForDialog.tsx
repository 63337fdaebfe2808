import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AttendeeId, MeetingId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send, withKey } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { ReplyForm } from '../meetings/ReplyForm.tsx'
import { useReplying } from '../replies/replying.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { useToast } from '../ui/Toast.tsx'
import { usePromiseWords } from '../words/promise.ts'
import type { Line } from './cells.tsx'

const deputiesQuery = (meetingId: MeetingId, attendeeId: AttendeeId) =>
  queryOptions({
    queryKey: ['meeting', meetingId, 'replies', 'deputies', attendeeId],
    queryFn: () =>
      send(
        api.api.meetings[':meetingId'].attendees[':attendeeId'].deputies.$get({
          param: { meetingId, attendeeId },
        }),
      ),
  })

/** What somebody said on the phone, entered by lead or KGS. */
export function ReplyForDialog({
  meeting,
  line: { name, attendeeId, attendee },
  onClose,
}: {
  meeting: Meeting
  line: Line
  onClose: () => void
}) {
  const t = useT('attendance')
  const say = useToast()
  const queries = useQueryClient()
  const promiseOf = usePromiseWords()
  const errorText = useErrorText()
  const { meetingId } = meeting
  const { data: deputies = [], error } = useQuery(deputiesQuery(meetingId, attendeeId))
  const replying = useReplying(attendeeId, {
    save: (json, key) =>
      send(
        api.api.meetings[':meetingId'].attendees[':attendeeId'].reply.$put(
          { param: { meetingId, attendeeId }, json },
          withKey(key),
        ),
      ),
    onSaved: reply => {
      const deputyId = reply.kind === 'declined' ? reply.deputyMemberId : null
      const deputyName = deputies.find(each => each.memberId === deputyId)?.name ?? null
      const mode = reply.kind === 'accepted' ? reply.mode : null
      say(t('reply.saved', { name, plan: promiseOf({ mode, deputyName }) }))
      onClose()
      return queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
    },
  })
  return (
    <Dialog title={t('reply.title', { name })} onClose={onClose} isWide>
      <ReplyForm
        meeting={meeting}
        reply={attendee?.reply ?? null}
        formerReply={attendee?.formerReply ?? null}
        overlaps={meeting.overlaps.filter(each => each.attendeeId === attendeeId)}
        name={name}
        deputies={deputies}
        replying={replying}
      />
      {error ? (
        <p className="bad-text" role="alert">
          {errorText(error)}
        </p>
      ) : null}
    </Dialog>
  )
}
