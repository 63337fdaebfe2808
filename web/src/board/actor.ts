import { useParams } from '@tanstack/react-router'
import type { Actor } from '../../../src/lib/actor.ts'
import type { Id, MeetingId } from '../../../src/lib/ids.ts'
import { useSession } from '../session.tsx'

/** Who asks, as the rules take it. */
export function useActor(): Actor {
  const { me } = useSession()
  // no rule of the browser asks for the session; the server knows it
  return {
    personId: me.personId,
    sessionId: '' as Id<'session'>,
    name: me.name,
    language: me.language,
    memberships: me.staffs,
  }
}

/** The meeting in the address; what is no id of one is answered by the server. */
export function useMeetingId(): MeetingId {
  const { meetingId } = useParams({ strict: false })
  return meetingId as MeetingId
}
