import type { Deps } from '../lib/context.ts'
import { DomainError } from '../lib/errors.ts'
import type { AttendeeId } from '../lib/ids.ts'
import { readLink } from '../lib/links.ts'
import { findMeeting, type MeetingInStaff } from '../meetings/store.ts'
import { findAttendee } from './store.ts'

/** The meeting and person a personal link stands for. Dies with the meeting, and when revoked. */
export async function openLink(
  deps: Deps,
  token: string,
): Promise<{ found: MeetingInStaff; attendeeId: AttendeeId }> {
  const link = readLink(deps.secret, token)
  const attendee = link ? await findAttendee(deps.database.db, link.attendeeId) : undefined
  const found = attendee ? await findMeeting(deps.database.db, attendee.meetingId) : undefined
  if (!link || !attendee || !found || attendee.linkGeneration !== link.generation) {
    throw new DomainError('linkExpired', 'This link is not valid or no longer valid')
  }
  return { found, attendeeId: attendee.id }
}
