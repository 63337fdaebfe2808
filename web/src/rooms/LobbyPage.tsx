import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { useOverdueWords } from '../words/when.ts'
import { useMeeting } from '../meetings/MeetingFrame.tsx'
import { attendeesQuery } from '../meetings/queries.ts'
import { useSession } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { useFormat, useNow, ZoneNotice } from '../ui/time.tsx'
import { useCapture } from './capture.ts'
import { Checks } from './Checks.tsx'
import { chooseDevice, chosenDevices, prepareEntry } from './choice.ts'
import { DeviceMenus } from './DeviceMenus.tsx'
import { useDevices } from './devices.ts'
import { DialIn } from './DialIn.tsx'
import { Preview } from './Preview.tsx'
import { useRefusal, type Refusal } from './refusal.ts'
import './rooms.css'

/**
 * Vorraum: the person tries camera, microphone and connection before anybody sees or hears them;
 * one button enters the room.
 */
export function LobbyPage() {
  return (
    <div className="page roomy lobby">
      <Lobby meeting={useMeeting()} />
    </div>
  )
}

function Lobby({ meeting }: { meeting: Meeting }) {
  const t = useT('rooms')
  const format = useFormat()
  const refusal = useRefusal(meeting)
  const overdue = useOverdueWords()
  const nowMs = useNow(30_000)
  const begins = () =>
    overdue(meeting, nowMs) ?? t('lobby.begins', { when: format.spoken(meeting.startsAt) })
  const state = {
    planned: begins,
    convened: begins,
    open: () => t('lobby.openSince', { time: format.time(meeting.openedAt ?? meeting.startsAt) }),
    paused: () =>
      t('lobby.pausedSince', { time: format.time(meeting.pausedSince ?? meeting.startsAt) }),
    closed: () => t('lobby.closed'),
    cancelled: () => t('lobby.cancelled'),
  }
  return (
    <>
      <PageTitle
        overline={`${meeting.incidentTitle} · ${meeting.title}, ${state[meeting.state]()}`}
        title={refusal?.isFinal ? t('title') : t('lobby.title')}
      />
      <ZoneNotice />
      {refusal?.isFinal ? (
        <NoWayIn meeting={meeting} refusal={refusal} />
      ) : (
        <Trial meeting={meeting} refusal={refusal} />
      )}
    </>
  )
}

function NoWayIn({ meeting, refusal }: { meeting: Meeting; refusal: Refusal }) {
  const t = useT('rooms')
  return (
    <Panel isRoomy>
      <div className="stack">
        <h2>{refusal.title}</h2>
        <p>{refusal.text}</p>
        <DialIn meeting={meeting} />
        <p className="row wrap">
          <ButtonLink to="/meetings/$meetingId" params={{ meetingId: meeting.meetingId }}>
            {t('end.toMeeting')}
          </ButtonLink>
          <ButtonLink to="/">{t('end.toOverview')}</ButtonLink>
        </p>
      </div>
    </Panel>
  )
}

function Trial({ meeting, refusal }: { meeting: Meeting; refusal: Refusal | null }) {
  const t = useT('rooms')
  const { me } = useSession()
  const navigate = useNavigate()
  const [showsMenus, setShowsMenus] = useState(false)
  const [chosen, setChosen] = useState(chosenDevices)
  const { meetingId } = meeting
  const attendees = useQuery(attendeesQuery(meetingId)).data
  const { camera, microphone, turn, choose } = useCapture(true)
  const devices = useDevices(`${camera.state} ${microphone.state}`)
  useRoomAhead(meetingId)

  const isOn = (captured: typeof camera) =>
    captured.state === 'ready' || captured.state === 'asking'
  const enter = () => {
    const entry = { isCameraOn: isOn(camera), isMicrophoneOn: isOn(microphone) }
    prepareEntry({ meetingId, personId: me.personId }, entry)
    void navigate({ to: '/meetings/$meetingId/room', params: { meetingId } })
  }
  const lacks = [camera, microphone].some(each => each.state === 'failed')
  return (
    <div className="lobby-columns">
      <div>
        <Preview
          camera={camera}
          name={me.name}
          functionLabel={
            attendees
              ?.find(each => each.attendeeId === meeting.me?.attendeeId)
              ?.functions.join(', ') ?? ''
          }
        />
        <div className="row wrap preview-actions">
          <Button onClick={() => turn('microphone', !isOn(microphone))}>
            {t(isOn(microphone) ? 'lobby.microphoneOff' : 'lobby.microphoneOn')}
          </Button>
          <Button onClick={() => turn('camera', !isOn(camera))}>
            {t(isOn(camera) ? 'lobby.cameraOff' : 'lobby.cameraOn')}
          </Button>
          <span className="end">
            <Button variant="tertiary" onClick={() => setShowsMenus(!showsMenus)}>
              {t(showsMenus ? 'device.hide' : 'device.change')}
            </Button>
          </span>
        </div>
        {showsMenus ? (
          <DeviceMenus
            devices={devices}
            chosen={chosen}
            onChoose={(kind, id) => {
              if (kind === 'speaker') chooseDevice({ speaker: id })
              else choose(kind, id)
              setChosen(chosenDevices())
            }}
          />
        ) : null}
      </div>
      <div className="stack">
        <Checks
          meeting={meeting}
          camera={camera}
          microphone={microphone}
          devices={devices}
          chosen={chosen}
          onRetry={source => turn(source, true)}
        />
        <div className="enter">
          <Notice />
          {refusal ? <p role="status">{refusal.text}</p> : null}
          <Button
            variant="primary"
            size="big"
            isBlock
            onClick={enter}
            disabledReason={refusal?.title}
          >
            {t('lobby.enter')}
          </Button>
        </div>
        {lacks && !refusal ? <p className="secondary">{t('lobby.entersWithout')}</p> : null}
        <DialIn meeting={meeting} />
      </div>
    </div>
  )
}

function Notice() {
  const t = useT('rooms')
  return (
    <div className="secondary">
      <p>{t('notice.text')}</p>
      <details className="stored">
        <summary>{t('notice.more')}</summary>
        <p>{t('notice.stored')}</p>
        <p>{t('notice.notStored')}</p>
      </details>
    </div>
  )
}

/** Loads the room page while devices are tried, so that entering it takes no time. */
function useRoomAhead(meetingId: Meeting['meetingId']): void {
  const router = useRouter()
  useEffect(() => {
    void router.preloadRoute({ to: '/meetings/$meetingId/room', params: { meetingId } })
  }, [router, meetingId])
}
