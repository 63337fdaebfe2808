import { gateUrl } from './gate.ts'
import { DisconnectReason, RoomEvent, type Room } from 'livekit-client'
import { ApiError } from '../api.ts'
import { hasWebRtc } from './reach.ts'
import type { JoinTicket } from '../../../src/rooms/contract.ts'
import { serverNow } from '../ui/clock.ts'

/**
 * A visit begins `joining` and is then `joined`. The SDK repairs short breaks by itself; the visit
 * stays `joined`. When the SDK gives up, the visit is `returning`: it fetches a ticket and
 * connects, again and again, because only the server knows whether the meeting still runs. The
 * server's refusal (closed, cancelled, not invited) ends the visit as `refused`, leaving ends it as
 * `left`. `cause` tells what kept the last try from succeeding; null before the first one failed.
 */
export type Phase =
  | { kind: 'joining'; sinceMs: number }
  | { kind: 'joined' }
  | { kind: 'returning'; sinceMs: number; cause: Cause | null }
  | { kind: 'refused'; error: ApiError }
  | { kind: 'left'; atMs: number }

/**
 * `server`: our server does not answer. `video`: it answers, the media server does not. `media`:
 * both do, but picture and sound do not come through. `browser`: it has no WebRTC.
 */
export type Cause = 'server' | 'video' | 'media' | 'browser'

export type Visit = { leave: () => void; retryNow: () => void; stop: () => void }

const finalCodes = new Set<ApiError['code']>([
  'notInvited',
  'meetingClosed',
  'meetingCancelled',
  'tooEarly',
  'notFound',
  'forbidden',
  'unauthenticated',
])
const retryMs = [0, 1_000, 2_000, 3_000]
const steadyRetryMs = 5_000
/** shorter than the SDK's own 15 s, so that the cause is known when people begin to wonder */
const mediaWithinMs = 12_000

/**
 * Connects and stays connected until `leave` or `stop`. `onConnected` is called after the first
 * connection and after every break, with the length of the break in ms, 0 the first time.
 */
export function startVisit(
  room: Room,
  {
    fetchTicket,
    onConnected,
    onPhase,
  }: {
    fetchTicket: () => Promise<JoinTicket>
    onConnected: (awayMs: number) => void
    onPhase: (phase: Phase) => void
  },
): Visit {
  const startedMs = serverNow()
  let isOver = false
  let isTrying = false
  let brokenAtMs: number | null = null
  let wake = () => {}

  async function come(sinceMs: number | null): Promise<void> {
    if (isTrying) return
    isTrying = true
    for (let tries = 0; !isOver; tries++) {
      let cause: Cause = 'server'
      const signalled = () => (cause = 'media')
      try {
        const { token } = await fetchTicket()
        if (isOver) break
        cause = 'video'
        room.once(RoomEvent.SignalConnected, signalled)
        await room.connect(gateUrl(), token, { peerConnectionTimeout: mediaWithinMs })
        if (isOver) break
        isTrying = false
        brokenAtMs = null
        onPhase({ kind: 'joined' })
        onConnected(sinceMs === null ? 0 : serverNow() - sinceMs)
        return
      } catch (error) {
        if (isOver) break
        if (error instanceof ApiError && finalCodes.has(error.code)) {
          isOver = true
          onPhase({ kind: 'refused', error })
          break
        }
        sinceMs ??= startedMs
        onPhase({ kind: 'returning', sinceMs, cause: hasWebRtc() ? cause : 'browser' })
      } finally {
        room.off(RoomEvent.SignalConnected, signalled)
      }
      await pause(retryMs[tries] ?? steadyRetryMs)
    }
    if (isOver) void room.disconnect()
  }

  function pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  const lost = (reason?: DisconnectReason) => {
    if (isOver || isTrying || reason === DisconnectReason.CLIENT_INITIATED) return
    const sinceMs = brokenAtMs ?? serverNow()
    onPhase({ kind: 'returning', sinceMs, cause: null })
    void come(sinceMs)
  }
  const breaking = () => (brokenAtMs ??= serverNow())
  const mended = () => {
    onConnected(brokenAtMs === null ? 0 : serverNow() - brokenAtMs)
    brokenAtMs = null
  }
  const online = () => wake()
  const end = () => {
    isOver = true
    wake()
    room.off(RoomEvent.Disconnected, lost).off(RoomEvent.Reconnected, mended)
    room.off(RoomEvent.Reconnecting, breaking).off(RoomEvent.SignalReconnecting, breaking)
    window.removeEventListener('online', online)
    void room.disconnect()
  }

  room.on(RoomEvent.Disconnected, lost).on(RoomEvent.Reconnected, mended)
  room.on(RoomEvent.Reconnecting, breaking).on(RoomEvent.SignalReconnecting, breaking)
  window.addEventListener('online', online)
  onPhase({ kind: 'joining', sinceMs: startedMs })
  void come(null)
  return {
    leave() {
      end()
      onPhase({ kind: 'left', atMs: serverNow() })
    },
    retryNow: () => wake(),
    stop: end,
  }
}
