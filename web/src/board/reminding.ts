import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AttendeeId, MeetingId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useToast } from '../ui/Toast.tsx'

/** Reminds people by mail, and says how many mails left. */
export function useReminder(meetingId: MeetingId) {
  const t = useT('board')
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (attendeeIds: AttendeeId[]) =>
      send(
        api.api.meetings[':meetingId'].remind.$post({
          param: { meetingId },
          json: { attendeeIds },
        }),
      ),
    onSuccess: ({ count, recent }) => {
      say(count > 0 ? t('missing.reminded', { count }) : t('missing.recent', { count: recent }))
      return queries.invalidateQueries({ queryKey: ['meeting', meetingId, 'board'] })
    },
    onError: error => say(errorText(error)),
  })
}
