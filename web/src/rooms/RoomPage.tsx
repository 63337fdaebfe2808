import { useMeetingName } from '../meetings/name.ts'
import { RoomAudioRenderer, RoomContext } from '@livekit/components-react'
import { Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isOver } from '../../../src/meetings/rules/states.ts'
import { useLive } from '../live.ts'
import { useMeeting } from '../meetings/MeetingFrame.tsx'
import { meetingParts, meetingTopics } from '../meetings/queries.ts'
import { useSession } from '../session.tsx'
import { Arrivals } from './Arrivals.tsx'
import { useAwake } from './awake.ts'
import { entryFor, type Entry } from './choice.ts'
import { Controls } from './Controls.tsx'
import { RoomEnd } from './RoomEnd.tsx'
import { RoomHead } from './RoomHead.tsx'
import { RoomTabs } from './RoomTabs.tsx'
import { Side } from './Side.tsx'
import { Stage } from './Stage.tsx'
import { Trouble, useIsAway } from './Trouble.tsx'
import { useVisit } from './useVisit.ts'
import './rooms.css'
import './phone.css'

/**
 * Raum: people connected by video, the current agenda item, and the controls. A visitor who has not
 * been in the lobby (a bookmark, a reload) is led there first.
 */
export function RoomPage() {
  const nameOf = useMeetingName()
  const meeting = useMeeting()
  const { meetingId } = meeting
  const { personId } = useSession().me
  const [entry] = useState(() => entryFor({ meetingId, personId }))
  useLive([...meetingTopics(meetingId), `meeting:${meetingId}:room`], meetingParts(meetingId))
  if (!entry) return <Navigate to="/meetings/$meetingId/lobby" params={{ meetingId }} replace />
  return (
    <>
      <title>{`${nameOf(meeting)} · Lagerunde`}</title>
      <Inside meeting={meeting} entry={entry} />
    </>
  )
}

function Inside({ meeting, entry }: { meeting: Meeting; entry: Entry }) {
  const over = isOver(meeting.state)
  const visit = useVisit(meeting.meetingId, { entry, isOver: over })
  const { phase } = visit
  const isAway = useIsAway(visit)
  useAwake(phase.kind === 'joined')
  if (over || phase.kind === 'left' || phase.kind === 'refused')
    return <RoomEnd meeting={meeting} phase={phase} onReturn={visit.again} />
  return (
    <RoomContext value={visit.room}>
      <RoomHead meeting={meeting} phase={phase} isAway={isAway} />
      <RoomTabs meetingId={meeting.meetingId} />
      <main className="room-main">
        <Trouble meeting={meeting} visit={visit} isAway={isAway} />
        <Stage meeting={meeting} onStopSharing={() => void visit.share(false)} />
      </main>
      <Side meeting={meeting} />
      <Controls meeting={meeting} visit={visit} />
      <RoomAudioRenderer />
      <Arrivals meetingId={meeting.meetingId} />
    </RoomContext>
  )
}
