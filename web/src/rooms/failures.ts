/** Why a camera or microphone cannot be used; each has a text that says what to do. */
export type Failure = 'refused' | 'none' | 'inUse' | 'insecure' | 'gone' | 'other'

/** Translates the error of getUserMedia (Media Capture and Streams §10.2). */
export function failureOf(error: unknown): Failure {
  if (!navigator.mediaDevices) return 'insecure'
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none'
  if (name === 'NotReadableError' || name === 'AbortError') return 'inUse'
  return 'other'
}
