import {
  useParticipants,
  useSpeakingParticipants,
  useTracks,
  VideoTrack,
  type TrackReference,
} from '@livekit/components-react'
import { Track, type Participant } from 'livekit-client'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type CSSProperties } from 'react'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { boardQuery } from '../meetings/queries.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { Segments } from '../ui/Field.tsx'
import { useNames, type Named } from './people.ts'
import { PersonTile } from './PersonTile.tsx'
import { columnsFor, inOrder } from './tiles.ts'

const layouts = ['large', 'columns'] as const
type Layout = (typeof layouts)[number]

/**
 * People connected by video, the last speaker first; a shared screen takes most of the space,
 * except for the one who shares it and sees the others instead. On a phone the first one is large above a strip of the others, or all stand in columns.
 */
export function Stage({ meeting, onStopSharing }: { meeting: Meeting; onStopSharing: () => void }) {
  const t = useT('rooms')
  const participants = useParticipants()
  const nameOf = useNames(meeting.meetingId)
  const speaker = useLastSpeaker()
  const screens = useTracks([Track.Source.ScreenShare])
  // shows the screen shared last
  const screen = screens.findLast(each => !each.participant.isLocal) ?? screens.at(-1)
  const tiles = inOrder(participants.filter(isConnected), speaker)
  const [layout, setLayout] = useState<Layout>('large')
  const isAlone = tiles.length === 1 && tiles[0]?.isLocal
  return (
    <div
      className={classes(
        'room-stage',
        layout,
        screen && !screen.participant.isLocal && 'with-screen',
      )}
      style={{ '--others': Math.max(1, tiles.length - 1) } as CSSProperties} // React types no custom properties
    >
      {screen ? (
        screen.participant.isLocal ? (
          <div className="own-screen">
            <VideoTrack trackRef={screen} muted aria-label={t('screen.preview')} />
            <p>{t('screen.own')}</p>
            <Button onClick={onStopSharing}>{t('screen.stop')}</Button>
          </div>
        ) : (
          <Screen trackRef={screen} from={nameOf(screen.participant.identity)} />
        )
      ) : null}
      <ul
        className={classes('tiles', 'plain-list', `columns-${columnsFor(tiles.length)}`)}
        aria-label={t('tile.list')}
        // scrolls by keyboard
        tabIndex={0}
      >
        {tiles.map(participant => (
          <PersonTile
            key={participant.identity}
            participant={participant}
            named={nameOf(participant.identity)}
          />
        ))}
      </ul>
      <div className="room-phone layout-choice">
        <PeopleThere meeting={meeting} />
        <Segments
          label={t('tile.layout')}
          value={layout}
          onChange={setLayout}
          options={layouts.map(value => ({ value, label: t(`tile.${value}`) }))}
        />
      </div>
      {isAlone ? <p className="alone">{t('tile.alone')}</p> : null}
    </div>
  )
}

/** Everybody who takes part, in the room and on the telephone too. */
function PeopleThere({ meeting }: { meeting: Meeting }) {
  const t = useT('rooms')
  const counts = useQuery(boardQuery(meeting.meetingId)).data?.counts
  const count = Object.values(counts ?? {}).reduce((sum, each) => sum + each, 0)
  return <span className="grow">{count > 0 ? t('tile.people', { count }) : null}</span>
}

function Screen({ trackRef, from }: { trackRef: TrackReference; from: Named }) {
  const t = useT('rooms')
  const box = useRef<HTMLDivElement>(null)
  const who = [from.name, from.functionLabel].filter(Boolean).join(', ')
  return (
    <div className="screen" ref={box}>
      <VideoTrack trackRef={trackRef} aria-label={t('screen.of', { name: who })} />
      <span className="kern-badge">{t('screen.of', { name: who })}</span>
      {document.fullscreenEnabled ? (
        <span className="full">
          <Button
            size="small"
            onClick={() =>
              void (document.fullscreenElement
                ? document.exitFullscreen()
                : box.current?.requestFullscreen())
            }
          >
            {t('screen.full')}
          </Button>
        </span>
      ) : null}
    </div>
  )
}

/** A participant has no identity before the connection is made. */
function isConnected(participant: Participant): boolean {
  return participant.identity !== ''
}

/**
 * The last speaker stays first until somebody else speaks, so that tiles do not move in every
 * pause.
 */
function useLastSpeaker(): string | null {
  const loudest =
    useSpeakingParticipants().find(participant => !participant.isLocal)?.identity ?? null
  const [last, setLast] = useState<string | null>(null)
  if (loudest && loudest !== last) setLast(loudest)
  return last
}
