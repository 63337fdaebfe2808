import { type ReactNode, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Badge, Panel, type Tone } from '../ui/Panel.tsx'
import type { Captured } from './capture.ts'
import type { DeviceChoice } from './choice.ts'
import { deviceName, type Device, type DeviceKind } from './devices.ts'
import { useLevel } from './level.ts'
import { DialIn } from './DialIn.tsx'
import { reachQuery, type Reach } from './reach.ts'
import { playTestSound } from './sound.ts'

type Props = {
  meeting: Meeting
  camera: Captured
  microphone: Captured
  devices: Record<DeviceKind, readonly Device[]>
  chosen: DeviceChoice
  onRetry: (source: 'camera' | 'microphone') => void
}

/** The four parts of a call: each with its name, and whether it works. */
export function Checks({ meeting, camera, microphone, devices, chosen, onRetry }: Props) {
  const t = useT('rooms')
  return (
    <Panel>
      <Line
        name={t('device.camera')}
        what={camera.state === 'ready' ? deviceName(camera.track.label) : ''}
      >
        <SourceState captured={camera} source="camera" onRetry={() => onRetry('camera')} />
      </Line>
      {microphone.state === 'ready' ? (
        <MicrophoneLine key={microphone.track.id} track={microphone.track} />
      ) : (
        <Line name={t('device.microphone')}>
          <SourceState
            captured={microphone}
            source="microphone"
            onRetry={() => onRetry('microphone')}
          />
        </Line>
      )}
      <SpeakerLine
        label={devices.speaker.find(each => each.id === chosen.speaker)?.label ?? ''}
        speakerId={chosen.speaker}
      />
      <ReachLine meeting={meeting} />
    </Panel>
  )
}

function Line({
  name,
  what,
  children,
  note,
  wayOut,
}: {
  name: string
  what?: ReactNode
  children: ReactNode
  note?: ReactNode
  wayOut?: ReactNode
}) {
  return (
    <div className="line check-line">
      <b>{name}</b>
      <span className="grow">{what}</span>
      {children}
      {note ? <p className="secondary note">{note}</p> : null}
      {wayOut ? <div className="note">{wayOut}</div> : null}
    </div>
  )
}

function SourceState({
  captured,
  source,
  onRetry,
}: {
  captured: Captured
  source: 'camera' | 'microphone'
  onRetry: () => void
}) {
  const t = useT('rooms')
  if (captured.state === 'ready') return <Badge tone="ok">{t('check.ready')}</Badge>
  if (captured.state === 'off') return <Badge>{t('check.off')}</Badge>
  if (captured.state === 'asking') {
    return (
      <>
        <Badge>{t('check.asking')}</Badge>
        <p className="secondary soft note">{t('check.askingText')}</p>
      </>
    )
  }
  return (
    <>
      <Badge tone="bad">{t(`failure.${captured.failure}.word`)}</Badge>
      <div className="note" role="alert">
        <p className="secondary">{t(`failure.${captured.failure}.${source}`)}</p>
        <Button size="small" variant="tertiary" onClick={onRetry}>
          {t('check.retry')}
        </Button>
      </div>
    </>
  )
}

function MicrophoneLine({ track }: { track: MediaStreamTrack }) {
  const t = useT('rooms')
  const { level, wasHeard, isMeasured } = useLevel(track)
  return (
    <Line
      name={t('device.microphone')}
      what={
        <span className="level" role="img" aria-label={t('check.level')}>
          <i style={{ width: `${Math.round(level * 100)}%` }} />
        </span>
      }
      note={wasHeard ? null : t(isMeasured ? 'check.speak' : 'check.notMeasured')}
    >
      <Badge tone={wasHeard ? 'ok' : 'neutral'}>
        {t(wasHeard ? 'check.heard' : 'check.ready')}
      </Badge>
    </Line>
  )
}

function SpeakerLine({ label, speakerId }: { label: string; speakerId: string }) {
  const t = useT('rooms')
  const [played, setPlayed] = useState<'no' | 'playing' | 'yes' | 'failed'>('no')
  const play = async () => {
    setPlayed('playing')
    await playTestSound(speakerId).then(
      () => setPlayed('yes'),
      () => setPlayed('failed'),
    )
  }
  const note =
    played === 'yes' ? t('check.playedText') : played === 'failed' ? t('check.playFailed') : null
  return (
    <Line name={t('device.speaker')} what={label || t('device.default')} note={note}>
      <Button
        size="small"
        onClick={() => void play()}
        busy={played === 'playing' && t('check.playing')}
      >
        {t(played === 'no' ? 'check.play' : 'check.playAgain')}
      </Button>
    </Line>
  )
}

const reachTone: Record<Reach['kind'], Tone> = {
  good: 'ok',
  slow: 'warn',
  noServer: 'bad',
  noVideo: 'bad',
  noWebRtc: 'bad',
  noMedia: 'bad',
}

function ReachLine({ meeting }: { meeting: Meeting }) {
  const t = useT('rooms')
  const { data: reach } = useQuery(reachQuery(meeting.meetingId))
  if (!reach) {
    return (
      <Line name={t('check.connection')} what={t('reach.testing')}>
        <Badge>…</Badge>
      </Line>
    )
  }
  const what = t(`reach.${reach.kind}.text`, 'ms' in reach ? { ms: reach.ms } : {})
  return (
    <Line
      name={t('check.connection')}
      what={what}
      note={reach.kind === 'good' ? null : t(`reach.${reach.kind}.todo`)}
      wayOut={reachTone[reach.kind] === 'bad' ? <DialIn meeting={meeting} isUrgent /> : null}
    >
      <Badge tone={reachTone[reach.kind]}>{t(`reach.${reach.kind}.word`)}</Badge>
    </Line>
  )
}
