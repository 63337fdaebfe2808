import { useEffect, useState, useSyncExternalStore } from 'react'
import { chosenDevices, chooseDevice } from './choice.ts'
import { failureOf, type Failure } from './failures.ts'

export type Source = 'camera' | 'microphone'
export type Captured =
  | { state: 'off' }
  | { state: 'asking' }
  | { state: 'ready'; track: MediaStreamTrack }
  | { state: 'failed'; failure: Failure }
export type CaptureState = Record<Source, Captured>

const sources: readonly Source[] = ['camera', 'microphone']
const kinds = { camera: 'video', microphone: 'audio' } as const

/**
 * Camera and microphone in the lobby. It requests both together, so that the browser asks only
 * once.
 */
export function useCapture(isWanted: boolean) {
  const [capture] = useState(createCapture)
  const state = useSyncExternalStore(capture.subscribe, capture.state)
  useEffect(() => {
    if (!isWanted) return
    void capture.open(sources)
    return capture.stop
  }, [capture, isWanted])
  return {
    ...state,
    turn: (source: Source, isOn: boolean) =>
      isOn ? void capture.open([source]) : capture.close(source),
    choose: (source: Source, deviceId: string) => {
      chooseDevice({ [source]: deviceId })
      void capture.open([source])
    },
  }
}

function createCapture() {
  let state: CaptureState = { camera: { state: 'off' }, microphone: { state: 'off' } }
  const turns = { camera: 0, microphone: 0 }
  const listeners = new Set<() => void>()

  function set(source: Source, next: Captured): void {
    const before = state[source]
    if (before.state === 'ready') before.track.stop()
    state = { ...state, [source]: next }
    for (const listener of listeners) listener()
  }

  async function open(wanted: readonly Source[]): Promise<void> {
    const turn = Object.fromEntries(wanted.map(source => [source, ++turns[source]]))
    for (const source of wanted) set(source, { state: 'asking' })
    try {
      const stream = await navigator.mediaDevices.getUserMedia(constraintsOf(wanted))
      for (const source of wanted) {
        const [track] = source === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks()
        if (!track) continue
        // the source was turned off or requested again while the browser asked
        if (turns[source] !== turn[source]) track.stop()
        else {
          track.addEventListener('ended', () => set(source, { state: 'failed', failure: 'gone' }))
          set(source, { state: 'ready', track })
        }
      }
    } catch (error) {
      const current = wanted.filter(source => turns[source] === turn[source])
      const failure = failureOf(error)
      const [only] = current
      if (current.length === 1 && only && failure === 'none' && chosenDevices()[only]) {
        // the chosen device is not there any more
        chooseDevice({ [only]: '' })
        return open(current)
      }
      const apart = current.length > 1 ? await worthAskingAlone(current, failure) : []
      for (const source of current)
        if (!apart.includes(source)) set(source, { state: 'failed', failure })
      await Promise.all(apart.map(source => open([source])))
    }
  }

  function close(source: Source): void {
    turns[source]++
    set(source, { state: 'off' })
  }

  return {
    state: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    open,
    close,
    stop: () => sources.forEach(close),
  }
}

function constraintsOf(wanted: readonly Source[]): MediaStreamConstraints {
  const of = (source: Source) => {
    const deviceId = chosenDevices()[source]
    const size = source === 'camera' ? { width: { ideal: 1280 }, height: { ideal: 720 } } : {}
    return { ...size, ...(deviceId && { deviceId: { exact: deviceId } }) }
  }
  return Object.fromEntries(wanted.map(source => [kinds[source], of(source)]))
}

/**
 * The sources to request one by one after a failure, so that one missing device does not block the
 * other. Sources the person refused are left out.
 */
async function worthAskingAlone(
  wanted: readonly Source[],
  failure: Failure,
): Promise<readonly Source[]> {
  if (failure === 'insecure') return []
  if (failure !== 'refused') return wanted
  const answers = await Promise.all(wanted.map(permissionOf))
  return answers.includes('denied') ? wanted.filter((_, i) => answers[i] !== 'denied') : []
}

async function permissionOf(source: Source): Promise<PermissionState> {
  try {
    return (await navigator.permissions.query({ name: source })).state
  } catch {
    return 'prompt'
  }
}
