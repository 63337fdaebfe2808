import { endForeignEnrolments } from '../../access/store/enrolments.ts'
import { endLinks } from '../store/links.ts'
import { audit } from '../../audit/store.ts'
import { withdrawMails } from '../../mail/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { MemberId, StaffId } from '../../lib/ids.ts'
import { meetingsByIds, raiseSequencesAhead } from '../../meetings/store/meetings.ts'
import { takeOut } from './members.ts'
import { displayName } from '../rules.ts'
import type { PersonRow } from '../store/people.ts'
import { queueMeetingMails } from '../../meetings/steps/mail.ts'
import { attendeesOfPerson } from '../../meetings/store/attendees.ts'

/**
 * Takes somebody out of a staff. In the same transaction ends what they could still do without signing in, and what they would
 * still be told.
 */
export async function removeMember(
  ctx: Context,
  of: { staffId: StaffId; memberId: MemberId },
): Promise<void> {
  const { staffId, memberId } = of
  const left = await ctx.database.transaction(async tx => {
    const person = await takeOut(ctx, tx, of)
    if (!person) return null
    await withdrawMails(tx, { staffId, personId: person.id })
    const uninvited = await uninvite(ctx, tx, { memberId, person })
    const meetingIds = await endLinks(tx, { personId: person.id, staffId })
    const codes = await endForeignEnrolments(tx, person.id, ctx.clock.now())
    const details = { uninvited, links: meetingIds.length, codes }
    await audit(ctx, tx, { staffId, action: 'member.left', subject: memberId, details })
    return { personId: person.id, meetingIds }
  })
  if (!left) return
  ctx.live.publish(
    `staff:${staffId}`,
    `staff:${staffId}:outbox`,
    `person:${left.personId}`,
    ...left.meetingIds.flatMap(id => [`meeting:${id}:replies`, `meeting:${id}:attendance`]),
  )
}

/** Writes one CANCEL for each meeting ahead that the person was written to about; gives their number. */
async function uninvite(
  ctx: Context,
  tx: Db,
  { memberId, person }: { memberId: MemberId; person: PersonRow },
): Promise<number> {
  const { id: personId, email, language } = person
  const ids = await raiseSequencesAhead(tx, { memberId, now: ctx.clock.now() })
  const rows = await attendeesOfPerson(tx, ids, personId)
  for (const found of await meetingsByIds(tx, ids)) {
    const { id: attendeeId, linkGeneration } = rows.find(
      ({ attendee }) => attendee.meetingId === found.meeting.id,
    )!.attendee // these meetings were found by it
    const name = displayName(person)
    const invitee = { attendeeId, personId, name, email, language, linkGeneration, reply: null }
    await queueMeetingMails(tx, ctx, { found, occasion: { kind: 'left' }, invitees: [invitee] })
  }
  return ids.length
}
