import { z } from 'zod'
import type { AttendeeId, MeetingId } from '../../lib/ids.ts'
import type { Mode } from '../../lib/shapes.ts'

/**
 * The source of a signal: the media server (webhook), the desk (lead or KGS), the person with the
 * code of the door ("Ich bin da"), the person's own answer to *Wie sind Sie dabei?*, somebody who
 * answered it for them, or an answer after the close.
 */
export const SignalSource = z.enum([
  'mediaServer',
  'desk',
  'self',
  'selfReported',
  'onBehalf',
  'addedLater',
])

export type SignalSource = z.infer<typeof SignalSource>

/**
 * One reported fact, append-only. `stay` names the connection or desk entry it belongs to (the
 * media server's participant sid, or `desk:<mode>`); `in` opens the stay, `out` ends it. `aborted`
 * is an attempt to connect that never became a stay; `void` takes the signal back that it replaces.
 */
export type Signal = {
  id: string
  meetingId: MeetingId
  attendeeId: AttendeeId
  mode: Mode
  stay: string
  edge: 'in' | 'out' | 'aborted' | 'void'
  /** epoch milliseconds of the event itself */
  atMs: number
  source: SignalSource
  /** how far the true time may be from `atMs`; 0 for an exact one */
  uncertaintyMs: number
  /** the signal that this one corrects; each is corrected at most once, null: none */
  replacesId: string | null
}
