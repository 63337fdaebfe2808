import type { Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { DomainError } from '../lib/errors.ts'
import type { AttendeeId, MemberId, StaffId } from '../lib/ids.ts'
import { readLink } from '../lib/links.ts'
import { findMeeting, type MeetingInStaff } from '../meetings/store.ts'
import { presentMembers } from '../roster/store/members.ts'
import { replyRefusal } from './rules.ts'
import { findAttendee } from './store.ts'

/**
 * The meeting and person a personal link stands for. It dies when it is revoked and when the person leaves the staff
 * (linkExpired), and with the meeting (meetingClosed, meetingCancelled).
 */
export async function openLink(
  deps: Deps,
  token: string,
): Promise<{ found: MeetingInStaff; attendeeId: AttendeeId }> {
  const { db } = deps.database
  const link = readLink(deps.secret, token)
  const attendee = link ? await findAttendee(db, link.attendeeId) : undefined
  const found = attendee ? await findMeeting(db, attendee.meetingId) : undefined
  const isValid =
    found &&
    attendee?.linkGeneration === link?.generation &&
    (await isPresent(db, { staffId: found.staff.id, memberId: attendee?.memberId ?? null }))
  if (!attendee || !isValid) throw linkExpired()
  const refusal = replyRefusal(found.meeting.state)
  if (refusal) throw new DomainError(refusal, 'The meeting is over, and its links with it')
  return { found, attendeeId: attendee.id }
}

export function linkExpired(): DomainError {
  return new DomainError('linkExpired', 'This link is not valid or no longer valid')
}

async function isPresent(
  db: Db,
  { staffId, memberId }: { staffId: StaffId; memberId: MemberId | null },
): Promise<boolean> {
  return memberId !== null && (await presentMembers(db, staffId, [memberId])).has(memberId)
}
