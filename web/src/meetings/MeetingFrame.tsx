import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, type ReactNode } from 'react'
import type { MeetingId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { maySeeMeetings } from '../../../src/meetings/rules/states.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { ExerciseBand } from '../words/ExerciseBand.tsx'
import { ZoneProvider } from '../ui/time.tsx'
import { useActor } from '../session.tsx'
import { Refused } from './Refused.tsx'
import { meetingQuery } from './queries.ts'

const Shown = createContext<Meeting | null>(null)

/**
 * Frame of every page about one meeting: loads and follows the meeting, and sets its zone for
 * times.
 */
export function MeetingFrame({
  meetingId,
  children,
}: {
  meetingId: MeetingId
  children: ReactNode
}) {
  const common = useT('common')
  const actor = useActor()
  const maySee = actor.memberships.some(({ staffId }) => maySeeMeetings(actor, { staffId }))
  const query = useQuery({ ...meetingQuery(meetingId), enabled: maySee })
  const meeting = query.data
  // follows the topic only once the meeting is loaded: for a meeting the person may not see, the
  // stream would be refused and retried without end
  useLive(meeting ? [`meeting:${meetingId}`] : [])
  if (!maySee) return <Refused />
  if (!meeting) {
    return (
      <div className="page">
        <Loaded query={query} what={common('word.meeting')}>
          {() => null}
        </Loaded>
      </div>
    )
  }
  return (
    <Shown value={meeting}>
      <ZoneProvider zone={meeting.zone} day={meeting.closedAt ? meeting.openedAt : null}>
        <ExerciseBand kind={meeting.kind} isAcross />
        {children}
      </ZoneProvider>
    </Shown>
  )
}

/** The meeting named in the address. */
export function useMeeting(): Meeting {
  const meeting = useContext(Shown)
  if (!meeting) throw new Error('useMeeting outside MeetingFrame')
  return meeting
}
