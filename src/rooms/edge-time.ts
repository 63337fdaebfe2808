import type { RoomSignal } from '../lib/media.ts'

/** Reasons after which the person may have been gone before the connection ended. */
export const lateReasons: ReadonlySet<string | undefined> = new Set([
  'CONNECTION_TIMEOUT',
  'ROOM_DELETED',
  'PARTICIPANT_REMOVED',
  'STATE_MISMATCH',
])

/**
 * How late the media server reports a connection cut without a goodbye: 10 s ICE timeout, 5 s
 * reconnect grace and 5 s cleanup, all constants of its code, plus up to 2 s until its next check.
 * Measured: 20 to 22 s.
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

/** The likely moment of a reported joining or leaving, and how far the true one may lie from it. */
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
