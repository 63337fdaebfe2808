import {
  useConnectionQualityIndicator,
  useIsMuted,
  useIsSpeaking,
  useParticipantTracks,
  VideoTrack,
} from '@livekit/components-react'
import { ConnectionQuality, Track, type Participant } from 'livekit-client'
import { useT } from '../i18n/i18n.ts'
import type { Named } from './people.ts'
import { Tile } from './Tile.tsx'

/** One connection: picture or initials, function, name, and its state in words. */
export function PersonTile({ participant, named }: { participant: Participant; named: Named }) {
  const t = useT('rooms')
  const isSpeaking = useIsSpeaking(participant)
  const isMuted = useIsMuted({ participant, source: Track.Source.Microphone })
  const hasNoPicture = useIsMuted({ participant, source: Track.Source.Camera })
  const [camera] = useParticipantTracks([Track.Source.Camera], {
    participantIdentity: participant.identity,
  })
  const { quality } = useConnectionQualityIndicator({ participant })
  const note = [
    participant.isLocal ? t('tile.you') : '',
    isMuted ? t('tile.muted') : isSpeaking ? t('tile.speaking') : '',
    quality === ConnectionQuality.Lost
      ? t('tile.lost')
      : quality === ConnectionQuality.Poor
        ? t('tile.poor')
        : '',
  ]
    .filter(Boolean)
    .join(' · ')
  return (
    <li className={participant.isLocal ? 'own' : undefined}>
      <Tile
        functionLabel={named.functionLabel}
        name={named.name}
        note={note}
        isSpeaking={isSpeaking}
        face={named.attendeeId === null ? '…' : undefined}
        picture={
          camera && !hasNoPicture && camera.publication.track ? (
            <VideoTrack
              trackRef={camera}
              className={participant.isLocal ? 'mirrored' : undefined}
              aria-label={named.name}
            />
          ) : null
        }
      />
    </li>
  )
}
