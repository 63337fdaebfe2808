import type { RosterFollower } from '../lib/context.ts'
import { displayName } from '../roster/rules.ts'
import { personOf } from '../roster/store/people.ts'
import { queueMeetingMails } from './steps/mail.ts'
import { attendeesOfPerson, meetingsOfMember } from './store/attendees.ts'
import { meetingsByIds, raiseSequencesAhead } from './store/meetings.ts'

/** Who leaves a staff gets one CANCEL for each meeting ahead that they were written to about. */
export const meetingsFollowRoster: RosterFollower = {
  async onLeaving(ctx, tx, { memberId, personId }) {
    const ids = await raiseSequencesAhead(tx, { memberId, now: ctx.clock.now() })
    const person = (await personOf(tx, personId))! // held by the caller
    const rows = await attendeesOfPerson(tx, ids, personId)
    for (const found of await meetingsByIds(tx, ids)) {
      const { attendee } = rows.find(row => row.attendee.meetingId === found.meeting.id)! // found by it
      const { email, language } = person
      const { id: attendeeId, linkGeneration } = attendee
      const name = displayName(person)
      const invitee = { attendeeId, personId, name, email, language, linkGeneration, reply: null }
      await queueMeetingMails(tx, ctx, { found, occasion: { kind: 'left' }, invitees: [invitee] })
    }
    const open = await meetingsOfMember(tx, memberId)
    return {
      counts: { uninvited: ids.length },
      topics: open.flatMap(id => [`meeting:${id}:replies`, `meeting:${id}:attendance`]),
    }
  },
}
