import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AttendeeId, MeetingId, MemberId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send, withKey } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { isMovable } from '../../../src/meetings/rules/states.ts'
import { ReplyForm } from '../meetings/ReplyForm.tsx'
import { useReplying } from '../replies/replying.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useToast } from '../ui/Toast.tsx'
import { usePromiseWords } from '../words/promise.ts'
import type { Line } from './cells.tsx'
import { useInviting } from './useInviting.ts'

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

/**
 * The reply somebody gave on the phone, entered by lead or KGS. Before the meeting begins, a person
 * who is not needed is taken out here.
 */
export function ReplyForDialog({
  meeting,
  line: { name, attendeeId, memberId, attendee },
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
  const { meetingId } = meeting
  const deputies = useQuery(deputiesQuery(meetingId, attendeeId))
  const takeOut = useTakingOut(meetingId, { name, onDone: onClose })
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
      const deputyName = deputies.data?.find(each => each.memberId === deputyId)?.name ?? null
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
      {memberId && isMovable(meeting.state) ? (
        <div className="take-out">
          <p className="secondary soft">{t('takeOut.text', { name })}</p>
          <Button
            size="small"
            busy={takeOut.isPending && t('takeOut.going')}
            onClick={() => takeOut.mutate(memberId)}
          >
            {t('takeOut.do')}
          </Button>
        </div>
      ) : null}
    </Dialog>
  )
}

/** Ends an invitation by hand; it can be taken back at once. */
function useTakingOut(
  meetingId: MeetingId,
  { name, onDone }: { name: string; onDone: () => void },
) {
  const t = useT('attendance')
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  const inviteAgain = useInviting(meetingId)
  return useMutation({
    mutationFn: (memberId: MemberId) =>
      send(
        api.api.meetings[':meetingId'].members[':memberId'].$delete({
          param: { meetingId, memberId },
        }),
      ),
    onSuccess: (_none, memberId) => {
      say(t('takeOut.done', { name }), { undo: () => inviteAgain.mutate({ memberId, name }) })
      onDone()
      return queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
    },
    onError: error => say(errorText(error)),
  })
}
