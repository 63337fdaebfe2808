import { useQueryClient } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { api, send, withKey } from '../api.ts'
import { useReplying, type Replying } from '../replies/replying.ts'

/** Other meetings at this time to which the person is invited. */
export const overlapsOfMine = ({ overlaps, me }: Meeting) =>
  overlaps.filter(({ attendeeId }) => attendeeId === me?.attendeeId)

/** Saves the signed-in person's own reply and renews what shows it. */
export function useMyReply(meetingId: MeetingId, onSaved?: () => void): Replying {
  const queries = useQueryClient()
  return useReplying(meetingId, {
    save: (reply, key) =>
      send(
        api.api.meetings[':meetingId'].reply.$put(
          { param: { meetingId }, json: reply },
          withKey(key),
        ),
      ),
    onSaved: async () => {
      // awaited, so that the button changes from *wird gespeichert* to the stored reply without a
      // gap
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['overview'] }),
        queries.invalidateQueries({ queryKey: ['meeting', meetingId] }),
      ])
      onSaved?.()
    },
  })
}
