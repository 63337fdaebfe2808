import type { AttendanceRow } from '../../../src/attendance/contract.ts'
import type { ReplyView } from '../../../src/meetings/contract/meeting.ts'
import { promisedBy as promiseIn, promiseWords } from '../../../src/words/promise.ts'
import { useT } from '../i18n/i18n.ts'

/**
 * What somebody promised; null: nothing yet. Without a mode they declined, with or without a
 * deputy.
 */
export type Promised =
  | (Pick<ReplyView, 'mode' | 'deputyName'> & Partial<Pick<ReplyView, 'isDeputyOut'>>)
  | null

/**
 * e.g. *zugesagt – virtuell*, *verhindert, vertreten durch …*, *keine Rückmeldung*; *noch nicht
 * gefragt* while the meeting is not convened (`isAsked` false).
 */
export function usePromiseWords({ isAsked = true } = {}): (promised: Promised) => string {
  const common = useT('common')
  return promised =>
    promised || isAsked ? promiseWords(promiseIn(promised), common) : common('notAsked')
}

/** The promise of a row of the attendance; the name of a deputy is only in the reply. */
export function promisedBy({
  planned,
  attendee,
}: {
  planned: AttendanceRow['planned']
  attendee?: { reply: ReplyView | null } | undefined
}): Promised {
  if (planned === 'none') return null
  if (planned !== 'declined') return { mode: planned, deputyName: null }
  const { deputyName = null, isDeputyOut = false } = attendee?.reply ?? {}
  return { mode: null, deputyName, isDeputyOut }
}
