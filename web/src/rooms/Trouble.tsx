import {
  useAudioPlayback,
  useConnectionQualityIndicator,
  useConnectionState,
  useLocalParticipant,
  useParticipants,
  useRoomContext,
} from '@livekit/components-react'
import { ConnectionQuality, ConnectionState } from 'livekit-client'
import type { ReactNode } from 'react'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { ConnectionBanner } from '../frame/LiveStamp.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useFormat, useNow } from '../ui/time.tsx'
import { DialIn } from './DialIn.tsx'
import { useNames } from './people.ts'
import { useSilence } from './silence.ts'
import type { useVisit } from './useVisit.ts'
import type { Cause } from './visit.ts'

type Props = { meeting: Meeting; visit: ReturnType<typeof useVisit> }
const longFromMs = 15_000

/** Whether the person is neither heard nor seen now, even if the SDK has not noticed yet. */
export function useIsAway({ phase, room }: Props['visit']): boolean {
  const state = useConnectionState(room)
  const isSilent = useSilence(phase.kind === 'joined')
  return (
    phase.kind === 'returning' ||
    (phase.kind === 'joined' && (isSilent || state !== ConnectionState.Connected))
  )
}

/**
 * Problems that keep the person from hearing, seeing or being heard: what it is, what to do, and
 * how to take part by phone.
 */
export function Trouble({ meeting, visit, isAway }: Props & { isAway: boolean }) {
  const stuck = useStuck(visit)
  return (
    <div className="troubles" role="status">
      {isAway || stuck ? (
        <Away meeting={meeting} visit={visit} stuck={stuck} />
      ) : (
        <ConnectionBanner />
      )}
      {visit.phase.kind === 'joined' && !isAway ? (
        <>
          <Silence />
          <OwnDevices visit={visit} />
          <WeakLine meeting={meeting} visit={visit} />
          <TwoDevices meeting={meeting} />
        </>
      ) : null}
    </div>
  )
}

/**
 * What keeps the person out and does not mend itself soon: at once what this device cannot do,
 * everything else after a quarter of a minute. Null: nothing does.
 */
function useStuck({ phase }: Props['visit']): Cause | 'unknown' | null {
  const nowMs = useNow(1_000)
  if (phase.kind !== 'joining' && phase.kind !== 'returning') return null
  const cause = phase.kind === 'returning' ? phase.cause : null
  if (cause === 'media' || cause === 'browser') return cause
  return nowMs - phase.sinceMs > longFromMs ? (cause ?? 'unknown') : null
}

function Away({
  meeting,
  visit: { phase, retryNow },
  stuck,
}: Props & { stuck: ReturnType<typeof useStuck> }) {
  const t = useT('rooms')
  const format = useFormat()
  const retry =
    phase.kind === 'returning' && phase.cause ? (
      <Button onClick={retryNow}>{t('trouble.retry')}</Button>
    ) : null
  if (stuck) {
    return (
      <Box tone="bad" title={t(`trouble.stuck.${stuck}.what`)} action={retry}>
        <p>{t(`trouble.stuck.${stuck}.todo`)}</p>
        <p>{t('trouble.meanwhile')}</p>
        <DialIn meeting={meeting} isUrgent />
      </Box>
    )
  }
  return (
    <Box tone="bad" title={t('trouble.lost')} action={retry}>
      <p>
        {phase.kind === 'returning'
          ? t('trouble.returning', { time: format.time(phase.sinceMs) })
          : t('trouble.mending')}
      </p>
      <p>{t('trouble.meanwhile')}</p>
      <DialIn meeting={meeting} isUrgent />
    </Box>
  )
}

/** Offers a button for the first click, before which browsers play no sound. */
function Silence() {
  const t = useT('rooms')
  const { canPlayAudio, startAudio } = useAudioPlayback(useRoomContext())
  if (canPlayAudio) return null
  return (
    <Box
      tone="warn"
      title={t('trouble.silent')}
      action={
        <Button variant="primary" onClick={() => void startAudio().catch(() => {})}>
          {t('trouble.startAudio')}
        </Button>
      }
    />
  )
}

function OwnDevices({ visit: { faults, wasMuted, turn, share } }: { visit: Props['visit'] }) {
  const t = useT('rooms')
  return (
    <>
      {(['microphone', 'camera'] as const).map(source => {
        const fault = faults[source]
        return fault ? (
          <Box
            key={source}
            tone="warn"
            title={`${t(`device.${source}`)}: ${t(`failure.${fault}.word`)}.`}
            action={<Button onClick={() => void turn(source, true)}>{t('check.retry')}</Button>}
          >
            <p>{t(`failure.${fault}.${source}`)}</p>
          </Box>
        ) : null
      })}
      {faults.screen ? (
        <Box
          tone="warn"
          title={t('trouble.screen')}
          action={<Button onClick={() => void share(true)}>{t('check.retry')}</Button>}
        />
      ) : null}
      {wasMuted ? (
        <Box
          tone="warn"
          title={t('trouble.muted')}
          action={
            <Button onClick={() => void turn('microphone', true)}>{t('trouble.unmute')}</Button>
          }
        />
      ) : null}
    </>
  )
}

function WeakLine({ meeting, visit: { turn } }: Props) {
  const t = useT('rooms')
  const { localParticipant, isCameraEnabled } = useLocalParticipant()
  const { quality } = useConnectionQualityIndicator({ participant: localParticipant })
  if (quality !== ConnectionQuality.Poor && quality !== ConnectionQuality.Lost) return null
  return (
    <Box
      tone="warn"
      title={t('trouble.weak')}
      action={
        isCameraEnabled ? (
          <Button onClick={() => void turn('camera', false)}>{t('lobby.cameraOff')}</Button>
        ) : null
      }
    >
      <p>{t('trouble.weakText')}</p>
      <DialIn meeting={meeting} isUrgent />
    </Box>
  )
}

/**
 * Tells a person who is connected twice. Both connections may stay, but two loudspeakers and
 * microphones in one room cause feedback.
 */
function TwoDevices({ meeting }: { meeting: Meeting }) {
  const t = useT('rooms')
  const nameOf = useNames(meeting.meetingId)
  const { localParticipant, isMicrophoneEnabled } = useLocalParticipant()
  const me = nameOf(localParticipant.identity).attendeeId
  const isTwice = useParticipants().some(
    participant =>
      !participant.isLocal && me !== null && nameOf(participant.identity).attendeeId === me,
  )
  if (!isTwice || !isMicrophoneEnabled) return null
  return (
    <Box tone="warn" title={t('trouble.twice')}>
      <p>{t('trouble.twiceText')}</p>
    </Box>
  )
}

function Box({
  tone,
  title,
  action,
  children,
}: {
  tone: 'warn' | 'bad'
  title: string
  action?: ReactNode
  children?: ReactNode
}) {
  return (
    <div className={`trouble ${tone}`}>
      <div className="grow stack">
        <b>{title}</b>
        {children}
      </div>
      {action}
    </div>
  )
}
