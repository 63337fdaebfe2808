import { useLocalParticipant } from '@livekit/components-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { chosenDevices } from './choice.ts'
import { DeviceMenus } from './DeviceMenus.tsx'
import { useDevices, type DeviceKind } from './devices.ts'
import { DialIn } from './DialIn.tsx'
import { useOwnHand } from './Hands.tsx'
import { Icon, type IconName } from './icons.tsx'
import { useLetterKeys } from '../ui/letterKeys.ts'
import { useKeys } from './keys.ts'
import type { useVisit } from './useVisit.ts'

type Visit = ReturnType<typeof useVisit>
type OpenPart = 'more' | 'devices' | 'help'

/** The buttons of the room, always in the same place. Each shows its state and has a key. */
export function Controls({ meeting, visit }: { meeting: Meeting; visit: Visit }) {
  const t = useT('rooms')
  const { isMicrophoneEnabled, isCameraEnabled, isScreenShareEnabled } = useLocalParticipant()
  const hand = useOwnHand(meeting)
  const [open, setOpen] = useState<OpenPart | null>(null)
  const opener = useRef<Element | null>(null)
  const reason = visit.phase.kind === 'joined' ? null : t('control.notConnected')
  const canShare = 'getDisplayMedia' in (navigator.mediaDevices ?? {})
  const turn = (source: 'microphone' | 'camera', isOn: boolean) =>
    reason ? undefined : void visit.turn(source, isOn)
  useKeys({
    m: () => turn('microphone', !isMicrophoneEnabled),
    v: () => turn('camera', !isCameraEnabled),
    h: hand.toggle,
  })
  const toggle = (part: OpenPart) => {
    if (open === null) opener.current = document.activeElement
    setOpen(open === part ? null : part)
  }
  const close = () => {
    setOpen(null)
    if (opener.current instanceof HTMLElement) opener.current.focus()
  }
  const sharing = {
    icon: 'screen' as const,
    isActive: isScreenShareEnabled,
    disabledReason: canShare ? reason : t('screen.cannot'),
    onClick: () => void visit.share(!isScreenShareEnabled),
    children: t(isScreenShareEnabled ? 'screen.stop' : 'screen.share'),
  }
  return (
    <footer className="room-controls">
      {open ? (
        <Drawer key={open} title={t(`control.${open}`)} onClose={close}>
          {open === 'devices' ? (
            <DevicesInCall visit={visit} />
          ) : open === 'help' ? (
            <Help meeting={meeting} />
          ) : (
            <More
              sharing={{
                ...sharing,
                onClick: () => {
                  close()
                  sharing.onClick()
                },
              }}
              onOpen={setOpen}
            />
          )}
        </Drawer>
      ) : null}
      {(reason ?? hand.disabledReason) ? (
        <p className="control-reasons secondary soft" aria-hidden="true">
          {reason ?? `${t('hand.raise')}: ${hand.disabledReason}`}
        </p>
      ) : null}
      <div className="control-row" role="group" aria-label={t('control.title')}>
        <Control
          icon="microphone"
          isOff={!isMicrophoneEnabled}
          shortcut="M"
          disabledReason={reason}
          onClick={() => turn('microphone', !isMicrophoneEnabled)}
        >
          {t(isMicrophoneEnabled ? 'control.microphoneOn' : 'control.microphoneOff')}
        </Control>
        <Control
          icon="camera"
          isOff={!isCameraEnabled}
          shortcut="V"
          disabledReason={reason}
          onClick={() => turn('camera', !isCameraEnabled)}
        >
          {t(isCameraEnabled ? 'control.cameraOn' : 'control.cameraOff')}
        </Control>
        <Control on="wide" {...sharing} />
        <Control
          icon="hand"
          isActive={hand.isUp}
          shortcut="H"
          disabledReason={hand.isUp ? null : hand.disabledReason}
          onClick={hand.toggle}
        >
          {t(hand.isUp ? 'hand.lower' : 'hand.raise')}
        </Control>
        <Control
          on="wide"
          icon="settings"
          isActive={open === 'devices'}
          isExpanded={open === 'devices'}
          onClick={() => toggle('devices')}
        >
          {t('control.devices')}
        </Control>
        <Control
          on="wide"
          icon="help"
          isActive={open === 'help'}
          isExpanded={open === 'help'}
          onClick={() => toggle('help')}
        >
          {t('control.help')}
        </Control>
        <Control
          on="phone"
          icon="more"
          isActive={open !== null || isScreenShareEnabled}
          isExpanded={open !== null}
          onClick={() => (open === null ? toggle('more') : close())}
        >
          {t('control.more')}
        </Control>
        <Control icon="leave" isLeaving onClick={visit.leave}>
          {t('control.leave')}
        </Control>
      </div>
    </footer>
  )
}

type ControlProps = {
  /** where it is shown; by default everywhere */
  on?: 'wide' | 'phone'
  icon: IconName
  children: ReactNode
  onClick: () => void
  isOff?: boolean
  isActive?: boolean
  isLeaving?: boolean
  isExpanded?: boolean
  shortcut?: string
  disabledReason?: string | null
}

function Control({
  on,
  icon,
  children,
  onClick,
  isOff = false,
  isActive = false,
  isLeaving = false,
  isExpanded,
  shortcut: key,
  disabledReason,
}: ControlProps) {
  const shortcut = useLetterKeys() ? key : undefined
  const t = useT('rooms')
  return (
    <button
      type="button"
      className={classes(
        'control',
        on && `room-${on}`,
        isOff && 'off',
        isActive && 'active',
        isLeaving && 'leaving',
      )}
      aria-disabled={disabledReason ? true : undefined}
      aria-description={disabledReason ?? undefined}
      aria-expanded={isExpanded}
      aria-keyshortcuts={shortcut}
      title={disabledReason ?? (shortcut ? t('control.key', { key: shortcut }) : undefined)}
      onClick={disabledReason ? undefined : onClick}
    >
      <span className="icon">
        <Icon name={icon} isOff={isOff} />
      </span>
      <span className="word">{children}</span>
      {disabledReason ? <small className="why">{disabledReason}</small> : null}
    </button>
  )
}

/** Opens a menu above the buttons, where it covers nothing; Escape closes it. */
function Drawer({
  title,
  children,
  onClose,
}: {
  title: string
  children: ReactNode
  onClose: () => void
}) {
  const common = useT('common')
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <section
      ref={box}
      className="room-drawer"
      aria-label={title}
      tabIndex={-1}
      onKeyDown={event => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <div className="grow">{children}</div>
      <Button size="small" variant="tertiary" onClick={onClose}>
        {common('action.close')}
      </Button>
    </section>
  )
}

/** On a phone: what has no place in the row of buttons. */
function More({
  sharing,
  onOpen,
}: {
  sharing: ControlProps
  onOpen: (part: 'devices' | 'help') => void
}) {
  const t = useT('rooms')
  const acts: ControlProps[] = [
    sharing,
    { icon: 'settings', children: t('control.devices'), onClick: () => onOpen('devices') },
    { icon: 'help', children: t('control.help'), onClick: () => onOpen('help') },
  ]
  return (
    <ul className="plain-list room-more">
      {acts.map(act => (
        <li key={act.icon}>
          <Control {...act} />
        </li>
      ))}
    </ul>
  )
}

function DevicesInCall({ visit }: { visit: Visit }) {
  const [chosen, setChosen] = useState(chosenDevices)
  const devices = useDevices('')
  const choose = (kind: DeviceKind, id: string) => {
    void visit.choose(kind, id)
    setChosen(chosenDevices())
  }
  return <DeviceMenus devices={devices} chosen={chosen} onChoose={choose} />
}

function Help({ meeting }: { meeting: Meeting }) {
  const t = useT('rooms')
  return (
    <div className="stack">
      <DialIn meeting={meeting} isUrgent />
      <p className="secondary">{t('help.hints')}</p>
      <p className="secondary">{t('help.keys')}</p>
    </div>
  )
}
