import { hasRole, membershipIn, seesContent, type Actor } from '../lib/actor.ts'
import type { MemberId, PersonId, StaffId } from '../lib/ids.ts'
import type { MeetingState } from '../meetings/contract/meeting.ts'
import { isRunning, overReason, type OverReason } from '../meetings/rules/states.ts'
import type { EntryKind } from './contract.ts'

type Of = { staffId: StaffId }
/** `minuteTakerId`: the member who keeps the minutes of this meeting, whatever their role. */
type OfMeeting = Of & { minuteTakerId: MemberId | null }

export const maySeeJournal = (actor: Actor, { staffId }: Of) => seesContent(actor, staffId)

/** Who records decisions, orders, log entries and faults. */
export function mayWriteJournal(actor: Actor, { staffId, minuteTakerId }: OfMeeting): boolean {
  const memberId = membershipIn(actor, staffId)?.memberId
  return (
    hasRole(actor, staffId, 'lead', 'kgs', 'minuteTaker') ||
    (memberId !== undefined && memberId === minuteTakerId)
  )
}

/**
 * Who marks an order as carried out or a fault as over, or takes the mark back: the person
 * responsible and everybody who may write.
 */
export function mayFinish(
  actor: Actor,
  { responsibleId, ...meeting }: OfMeeting & { responsibleId: MemberId | null },
): boolean {
  const memberId = membershipIn(actor, meeting.staffId)?.memberId
  return mayWriteJournal(actor, meeting) || (memberId !== undefined && memberId === responsibleId)
}

/** Who takes an entry back: its writer or the lead. */
export function mayRetract(actor: Actor, { staffId, byId }: Of & { byId: PersonId }): boolean {
  return hasRole(actor, staffId, 'lead') || (actor.personId === byId && seesContent(actor, staffId))
}

/**
 * Why no entry can be made now, or null. Entries are made only while the meeting runs, interrupted
 * or not.
 */
export function entryRefusal(state: MeetingState): OverReason | 'meetingNotOpen' | null {
  return isRunning(state) ? null : (overReason(state) ?? 'meetingNotOpen')
}

export const canBeDone = (kind: EntryKind) => kind === 'order' || kind === 'fault'

/** Tolerance for browsers whose clock runs ahead of the server's. */
const allowedSkewMs = 60_000
const beforeOpeningMs = 3_600_000

/** The moment of an entry: not in the future, and at most an hour before the opening. */
export function entryTime(
  wanted: Date | null,
  { now, openedAt }: { now: Date; openedAt: Date },
): { ok: true; at: Date } | { ok: false; reason: 'inTheFuture' | 'beforeTheMeeting' } {
  if (wanted === null) return { ok: true, at: now }
  if (wanted.getTime() > now.getTime() + allowedSkewMs) return { ok: false, reason: 'inTheFuture' }
  if (wanted.getTime() < openedAt.getTime() - beforeOpeningMs)
    return { ok: false, reason: 'beforeTheMeeting' }
  return { ok: true, at: wanted > now ? now : wanted }
}

const letters: Record<EntryKind, string> = { decision: '', order: 'A', log: 'E', fault: 'S' }

/** `17/2` for the second decision of the 17th meeting, `17/A2` for its second order. */
export function entryLabel(
  meetingNumber: number,
  { kind, number }: { kind: EntryKind; number: number },
): string {
  return `${meetingNumber}/${letters[kind]}${number}`
}
