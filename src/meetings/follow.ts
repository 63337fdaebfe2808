import { audit } from '../audit/store.ts'
import type { Context, RosterFollower } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import type { MeetingId } from '../lib/ids.ts'
import { takesPart } from '../roster/rules.ts'
import { presentMembers } from '../roster/store/members.ts'
import { foreseen } from './steps/foreseen.ts'
import { isRunning } from './rules/states.ts'
import { lockAwaited } from './steps/awaited.ts'
import { changesFor, followRoster, tellChanges } from './steps/invitees.ts'
import { peopleBefore } from './steps/representation.ts'
import { meetingsOfMember } from './store/attendees.ts'
import { type MeetingInStaff, changeState, meetingsByIds, recordEvent } from './store/meetings.ts'

/**
 * Lets the invitations to meetings whose opening is waited for follow the roster: members who come to a
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
    const ahead = await lockAwaited(tx, staffId, ctx.clock.now())
    const { changed, invited, ended, told } = await followRoster(tx, ctx, ahead)
    const vacated = await vacateMinuteTakers(ctx, tx, ahead)
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
        ...vacated.map(id => `meeting:${id}`),
        ...[...new Set(ended)].map(id => `person:${id}`),
        ...(changed.length > 0 ? [`staff:${staffId}:outbox`] : []),
      ],
    }
  },

  async foresee(ctx, tx, staffId) {
    const now = ctx.clock.now()
    const ahead = await lockAwaited(tx, staffId, now)
    return foreseen(tx, { staffId, now }, await changesFor(tx, ahead))
  },
}

/** Whoever left or takes part no more keeps no minutes to come; gives the meetings that now have nobody for it. */
async function vacateMinuteTakers(
  ctx: Context,
  tx: Db,
  ahead: readonly MeetingInStaff[],
): Promise<MeetingId[]> {
  const named = ahead.flatMap(({ meeting }) => (meeting.minuteTakerId ? [meeting] : []))
  const [first] = named
  if (!first) return []
  const present = await presentMembers(
    tx,
    first.staffId,
    named.map(({ minuteTakerId }) => minuteTakerId!), // filtered
  )
  const gone = named.filter(
    ({ minuteTakerId }) => !takesPart(present.get(minuteTakerId!) ?? []), // filtered
  )
  for (const { id, state } of gone) {
    await changeState(tx, id, { from: [state], set: { minuteTakerId: null } })
    await recordEvent(tx, {
      meetingId: id,
      kind: 'minuteTaker',
      at: ctx.clock.now(),
      byId: ctx.actor.personId,
      details: { memberId: null },
    })
  }
  return gone.map(({ id }) => id)
}

const topicsOf = (id: MeetingId) => [`meeting:${id}:replies`, `meeting:${id}:attendance`]
