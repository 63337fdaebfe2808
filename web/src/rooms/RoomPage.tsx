import { RoomAudioRenderer, RoomContext } from '@livekit/components-react'
import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isOver } from '../../../src/meetings/rules/states.ts'
import { useMeetingId } from '../board/actor.ts'
import { meetingQuery, meetingTopics } from '../board/queries.ts'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { SessionProvider } from '../session.tsx'
import { Loaded, LoadingState } from '../ui/states.tsx'
import { ZoneProvider } from '../ui/time.tsx'
import { Arrivals } from './Arrivals.tsx'
import { entryFor, type Entry } from './choice.ts'
import { Controls } from './Controls.tsx'
import { RoomEnd } from './RoomEnd.tsx'
import { RoomHead } from './RoomHead.tsx'
import { Side } from './Side.tsx'
import { Stage } from './Stage.tsx'
import { Trouble, useIsAway } from './Trouble.tsx'
import { useAwake } from './awake.ts'
import { useVisit } from './useVisit.ts'
import './rooms.css'

/** Raum: who is connected by video, large; what the meeting is at, beside it; what one can do, below. */
export function RoomPage() {
  return (
    <div className="stage room dark" data-kern-theme="dark">
      <Suspense fallback={<LoadingState />}>
        <SessionProvider>
          <Entrance />
        </SessionProvider>
      </Suspense>
    </div>
  )
}

/** Whoever comes by the address alone (a bookmark, a reload) chooses camera and microphone first. */
function Entrance() {
  const common = useT('common')
  const meetingId = useMeetingId()
  const [entry] = useState(() => entryFor(meetingId))
  const meeting = useQuery(meetingQuery(meetingId))
  useLive(
    [...meetingTopics(meetingId), `meeting:${meetingId}:room`],
    [['meeting', meetingId, 'board']],
  )
  if (!entry) return <Navigate to="/meetings/$meetingId/lobby" params={{ meetingId }} replace />
  return (
    <Loaded query={meeting} what={common('word.meeting')}>
      {loaded => (
        <ZoneProvider zone={loaded.zone}>
          <title>{`${loaded.title} · Lagerunde`}</title>
          <Inside meeting={loaded} entry={entry} />
        </ZoneProvider>
      )}
    </Loaded>
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
