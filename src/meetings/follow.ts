import { audit } from '../audit/store.ts'
import type { RosterFollower } from '../lib/context.ts'
import type { MeetingId } from '../lib/ids.ts'
import { foreseen } from './steps/foreseen.ts'
import { isRunning } from './rules/states.ts'
import { changesFor, followRoster, tellChanges } from './steps/invitees.ts'
import { peopleBefore } from './steps/representation.ts'
import { meetingsOfMember } from './store/attendees.ts'
import { lockMeetingsAhead, meetingsByIds } from './store/meetings.ts'

/**
 * Lets the invitations to meetings that have not begun follow the roster: members who come to a
 * meeting get an invitation, members who fall out get one CANCEL.
 */
export const meetingsFollowRoster: RosterFollower = {
  async onLeaving(ctx, tx, { memberId }) {
    const known = await meetingsOfMember(tx, memberId)
    // a running meeting keeps its invitations, but people who named this member must learn that
    // their deputy is gone
    const begun = (await meetingsByIds(tx, known)).filter(each => isRunning(each.meeting.state))
    const before = await peopleBefore(tx, begun)
    await tellChanges(tx, ctx, { found: begun, before, invited: [], out: [] })
    return { counts: {}, topics: known.flatMap(topicsOf) }
  },

  async onChange(ctx, tx, staffId) {
    const ahead = await lockMeetingsAhead(tx, staffId, ctx.clock.now())
    const { changed, invited, ended, told } = await followRoster(tx, ctx, ahead)
    const counts = { invited: invited.length, uninvited: told }
    if (changed.length > 0)
      await audit(ctx, tx, {
        staffId,
        action: 'meeting.inviteesFollowed',
        subject: staffId,
        details: { meetings: changed.length, ...counts },
      })
    return {
      counts,
      topics: [
        ...changed.flatMap(id => [`meeting:${id}`, ...topicsOf(id)]),
        ...[...new Set(ended)].map(id => `person:${id}`),
        ...(changed.length > 0 ? [`staff:${staffId}:outbox`] : []),
      ],
    }
  },

  async foresee(ctx, tx, staffId) {
    const ahead = await lockMeetingsAhead(tx, staffId, ctx.clock.now())
    return foreseen(tx, await changesFor(tx, ahead))
  },
}

const topicsOf = (id: MeetingId) => [`meeting:${id}:replies`, `meeting:${id}:attendance`]
