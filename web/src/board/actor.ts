import { useParams } from '@tanstack/react-router'
import type { Actor } from '../../../src/lib/actor.ts'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { useSession } from '../session.tsx'

/** Who asks, as the rules take it. */
export function useActor(): Actor {
  return useSession().me.actor
}

/** The meeting in the address; what is no id of one is answered by the server. */
export function useMeetingId(): MeetingId {
  const { meetingId } = useParams({ strict: false })
  return meetingId as MeetingId
}
