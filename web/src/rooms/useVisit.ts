import { DefaultReconnectPolicy, Room } from 'livekit-client'
import { useEffect, useRef, useState } from 'react'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { browserOf } from '../accounts/userAgent.ts'
import { api, send } from '../api.ts'
import { chooseDevice, chosenDevices, type Entry } from './choice.ts'
import type { DeviceKind } from './devices.ts'
import { failureOf, type Failure } from './failures.ts'
import { startVisit, type Phase, type Visit } from './visit.ts'
import { serverNow } from '../ui/clock.ts'

export type Faults = {
  camera: Failure | null
  microphone: Failure | null
  screen: 'refused' | 'other' | null
}
type Turnable = 'camera' | 'microphone'

/**
 * Delays of the SDK's own reconnects, for half a minute; short at first, because most breaks are
 * short. After that `visit.ts` connects again.
 */
const mendDelaysMs = [0, 300, 700, 1_500, ...Array<number>(12).fill(2_000)]
/**
 * After a longer break the microphone stays off, because the person may be on the phone by then and
 * not expect to be heard.
 */
const mutedAfterMs = 60_000

/** The person's connection to the room, and which of their devices are on. */
export function useVisit(
  meetingId: MeetingId,
  { entry, isOver }: { entry: Entry; isOver: boolean },
) {
  const [room] = useState(createRoom)
  const [phase, setPhase] = useState<Phase>(() => ({ kind: 'joining', sinceMs: serverNow() }))
  const [faults, setFaults] = useState<Faults>({ camera: null, microphone: null, screen: null })
  const [wasMuted, setWasMuted] = useState(false)
  const [round, setRound] = useState(0)
  const wanted = useRef(entry)
  const visit = useRef<Visit>(null)
  /** of the last ticket: a new connection replaces it, so that nobody is in the room twice */
  const identity = useRef<string>(undefined)

  const [turn] = useState(() => async (source: Turnable, isOn: boolean) => {
    wanted.current = {
      ...wanted.current,
      [source === 'camera' ? 'isCameraOn' : 'isMicrophoneOn']: isOn,
    }
    if (source === 'microphone') setWasMuted(false)
    const me = room.localParticipant
    const deviceId = chosenDevices()[source]
    const options = deviceId ? { deviceId } : {}
    let fault: Failure | null = null
    try {
      await (source === 'camera'
        ? me.setCameraEnabled(isOn, options)
        : me.setMicrophoneEnabled(isOn, options))
    } catch (error) {
      fault = failureOf(error)
    }
    setFaults(before => ({ ...before, [source]: fault }))
  })

  useEffect(() => {
    if (isOver) return
    visit.current = startVisit(room, {
      fetchTicket: async () => {
        const insteadOf = identity.current
        const ticket = await send(
          api.api.meetings[':meetingId'].join.$post({
            param: { meetingId },
            json: { device: ownDevice(), ...(insteadOf && { insteadOf }) },
          }),
        )
        identity.current = ticket.identity
        return ticket
      },
      onPhase: setPhase,
      onConnected: awayMs => {
        const { isCameraOn, isMicrophoneOn } = wanted.current
        const mutes = isMicrophoneOn && awayMs > mutedAfterMs
        // at the same time, because a slow camera must not delay the microphone
        void turn('microphone', isMicrophoneOn && !mutes)
        void turn('camera', isCameraOn)
        if (mutes) setWasMuted(true)
      },
    })
    return () => visit.current?.stop()
  }, [room, meetingId, isOver, turn, round])

  return {
    room,
    phase,
    faults,
    wasMuted,
    turn,
    async share(isOn: boolean) {
      let screen: Faults['screen'] = null
      try {
        await room.localParticipant.setScreenShareEnabled(isOn, {
          audio: true,
          selfBrowserSurface: 'exclude',
        })
      } catch (error) {
        // closing the browser's dialog is no error
        screen = failureOf(error) === 'refused' ? null : 'other'
      }
      setFaults(before => ({ ...before, screen }))
    },
    async choose(kind: DeviceKind, id: string) {
      chooseDevice({ [kind]: id })
      const kinds = {
        camera: 'videoinput',
        microphone: 'audioinput',
        speaker: 'audiooutput',
      } as const
      try {
        await room.switchActiveDevice(kinds[kind], id || 'default', id !== '')
      } catch (error) {
        if (kind !== 'speaker') setFaults(before => ({ ...before, [kind]: failureOf(error) }))
      }
    },
    leave: () => visit.current?.leave(),
    retryNow: () => visit.current?.retryNow(),
    /** enters again after leaving, with the same devices */
    again: () => setRound(before => before + 1),
  }
}

function createRoom(): Room {
  const { speaker } = chosenDevices()
  return new Room({
    // pictures nobody sees are not sent, because home connections are slow
    adaptiveStream: true,
    dynacast: true,
    reconnectPolicy: new DefaultReconnectPolicy(mendDelaysMs),
    ...(speaker && { audioOutput: { deviceId: speaker } }),
  })
}

/** The name of this connection in the person's own list. */
function ownDevice(): string {
  const { browser, system } = browserOf(navigator.userAgent)
  return [browser, system].filter(Boolean).join(', ')
}
