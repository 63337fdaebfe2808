import type { RoomSignal } from '../lib/media.ts'

/** Reasons that end a connection without telling whether anybody was still at its other end. */
export const lateReasons: ReadonlySet<string | undefined> = new Set([
  'CONNECTION_TIMEOUT',
  'ROOM_DELETED',
  'PARTICIPANT_REMOVED',
  'STATE_MISMATCH',
])

/**
 * How long the media server waits before it believes that a connection without a goodbye is gone: 10 s without a packet,
 * 5 s of hope, 5 s of cleaning up, all fixed in its code, and up to 2 s until its next look. Measured: 20 to 22 s.
 */
const detectionDelayMs = 21_000

type Reported = {
  kind: RoomSignal['kind']
  reason: string | undefined
  /** whole seconds, rounded down */
  createdAtMs: number
  receivedMs: number
  joinedAtMs: number | null
}

/** When a reported edge truly was, and how far the truth may lie from that. */
export function edgeTime(reported: Reported): { atMs: number; uncertaintyMs: number } {
  const noticed = noticedTime(reported)
  if (reported.kind !== 'left') return noticed
  if (reported.reason === 'CONNECTION_TIMEOUT') {
    return { atMs: noticed.atMs - detectionDelayMs, uncertaintyMs: noticed.uncertaintyMs + 1_200 }
  }
  return lateReasons.has(reported.reason)
    ? { ...noticed, uncertaintyMs: detectionDelayMs }
    : noticed
}

function noticedTime({ kind, createdAtMs, receivedMs, joinedAtMs }: Reported): {
  atMs: number
  uncertaintyMs: number
} {
  const sinceCreatedMs = receivedMs - createdAtMs
  if (sinceCreatedMs >= 0 && sinceCreatedMs < 1_300) return { atMs: receivedMs, uncertaintyMs: 100 }
  if (kind === 'joined' && joinedAtMs !== null && Math.abs(joinedAtMs - createdAtMs) < 5_000)
    return { atMs: joinedAtMs, uncertaintyMs: 200 }
  return { atMs: createdAtMs + 500, uncertaintyMs: 500 }
}
