import { audit } from '../audit/store.ts'
import type { RosterFollower } from '../lib/context.ts'
import type { MeetingId } from '../lib/ids.ts'
import { foreseen } from './steps/foreseen.ts'
import { changesFor, followRoster } from './steps/invitees.ts'
import { meetingsOfMember } from './store/attendees.ts'
import { lockMeetingsAhead } from './store/meetings.ts'

/** The invitations to meetings that have not begun follow the roster: whoever comes is invited, whoever falls out gets one CANCEL. */
export const meetingsFollowRoster: RosterFollower = {
  async onLeaving(_ctx, tx, { memberId }) {
    const known = await meetingsOfMember(tx, memberId)
    return { counts: {}, topics: known.flatMap(peopleOf) }
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
        ...changed.flatMap(id => [`meeting:${id}`, ...peopleOf(id)]),
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

const peopleOf = (id: MeetingId) => [`meeting:${id}:replies`, `meeting:${id}:attendance`]
