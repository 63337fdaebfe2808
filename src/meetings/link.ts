import type { Deps } from '../lib/context.ts'
import { DomainError } from '../lib/errors.ts'
import type { AttendeeId } from '../lib/ids.ts'
import { readLink, signLink } from '../lib/links.ts'
import { overReason } from './rules/states.ts'
import { type MeetingInStaff, findMeeting } from './store/meetings.ts'
import { takesPart } from '../roster/rules.ts'
import { attendeeInStaff } from './store/attendees.ts'

/**
 * The meeting and person a personal link belongs to. Throws linkExpired when the link was revoked,
 * or the person left the staff or has no role that takes part in meetings. Throws meetingClosed or
 * meetingCancelled after the end, with the owner's language and nothing else.
 */
export async function openLink(
  deps: Deps,
  token: string,
): Promise<{ found: MeetingInStaff; attendeeId: AttendeeId }> {
  const { db } = deps.database
  const link = readLink(deps.secret, token)
  const owner = link ? await attendeeInStaff(db, link.attendeeId) : undefined
  const found = owner ? await findMeeting(db, owner.attendee.meetingId) : undefined
  const isCurrent = owner?.linkGeneration === link?.generation
  if (!owner || !found || !isCurrent || !takesPart(owner.roles)) throw linkExpired()
  const refusal = overReason(found.meeting.state)
  if (refusal) {
    const { language } = owner
    throw new DomainError(refusal, 'The meeting is over, and its links with it', {
      details: { language },
    })
  }
  return { found, attendeeId: owner.attendee.id }
}

export function linkExpired(): DomainError {
  return new DomainError('linkExpired', 'This link is not valid or no longer valid')
}

/**
 * The personal link to one person's answer page for one meeting. Its holder can answer for that
 * person.
 */
export function answerUrl(
  deps: Deps,
  { attendeeId, linkGeneration }: { attendeeId: AttendeeId; linkGeneration: number },
): string {
  return `${deps.publicUrl}/reply#${signLink(deps.secret, attendeeId, linkGeneration)}`
}

export function calendarUid({ meeting }: { meeting: { id: string } }): string {
  return `${meeting.id}@lagerunde`
}
