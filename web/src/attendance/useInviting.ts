import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MeetingId, MemberId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useToast } from '../ui/Toast.tsx'

/** Invites one more member to a meeting, and says so. */
export function useInviting(meetingId: MeetingId) {
  const t = useT('attendance')
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ memberId }: { memberId: MemberId; name: string }) =>
      send(
        api.api.meetings[':meetingId'].members.$post({ param: { meetingId }, json: { memberId } }),
      ),
    onSuccess: (_none, { name }) => {
      say(t('invite.invited', { name }))
      return queries.invalidateQueries({ queryKey: ['meeting', meetingId] })
    },
    onError: error => say(errorText(error)),
  })
}
