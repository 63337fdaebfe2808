import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CallInput } from '../../../src/meetings/contract/reply.ts'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { api, send, withKey } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useToast } from '../ui/Toast.tsx'

/** Keeps how a call ended, where everybody who calls sees it. */
export function useCalls(meetingId: MeetingId) {
  const say = useToast()
  const errorText = useErrorText()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (json: CallInput) =>
      send(
        api.api.meetings[':meetingId'].calls.$post(
          { param: { meetingId }, json },
          withKey(crypto.randomUUID()),
        ),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['meeting', meetingId] }),
    onError: error => say(errorText(error)),
  })
}
