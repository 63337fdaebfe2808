import { useRoomContext } from '@livekit/components-react'
import { RoomEvent, type Participant } from 'livekit-client'
import { useEffect, useState } from 'react'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { useT } from '../i18n/i18n.ts'
import { useNames } from './people.ts'

/** Tells people who cannot see the tiles who came and who left. */
export function Arrivals({ meetingId }: { meetingId: MeetingId }) {
  const t = useT('rooms')
  const room = useRoomContext()
  const nameOf = useNames(meetingId)
  const [last, setLast] = useState<{ identity: string; what: 'came' | 'went' } | null>(null)
  useEffect(() => {
    const came = ({ identity }: Participant) => setLast({ identity, what: 'came' })
    const went = ({ identity }: Participant) => setLast({ identity, what: 'went' })
    room.on(RoomEvent.ParticipantConnected, came).on(RoomEvent.ParticipantDisconnected, went)
    return () =>
      void room
        .off(RoomEvent.ParticipantConnected, came)
        .off(RoomEvent.ParticipantDisconnected, went)
  }, [room])
  return (
    <p className="sr-only" role="status">
      {last ? t(`announce.${last.what}`, { name: nameOf(last.identity).name }) : null}
    </p>
  )
}
