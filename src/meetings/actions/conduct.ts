import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../access.ts'
import { announceEndOfGathering } from '../announce.ts'
import type { OpenInput } from '../contract/meeting.ts'
import { type MeetingAct, isAnotherDay, mayLead, transition } from '../rules/states.ts'
import { numberedTitle } from '../rules/title.ts'
import { type Out, type Slot, slotOf } from '../slot.ts'
import { actOn, changeInTime } from '../steps/change.ts'
import { inviteUntold } from '../steps/invite.ts'
import { followRoster } from '../steps/invitees.ts'
import { moveTo } from '../steps/move.ts'
import { type MeetingInStaff, takeNumber } from '../store/meetings.ts'
import { recordEvent } from '../store/events.ts'

const acts = {
  open: { from: ['planned', 'convened'], event: 'opened' },
  pause: { from: ['open'], event: 'paused' },
  resume: { from: ['paused'], event: 'resumed' },
} as const satisfies Partial<Record<MeetingAct, unknown>>

/**
 * Opens, pauses or resumes a meeting and returns it. Of two people who do it at once, one succeeds.
 * The opening lets the invitations follow the roster and tells people who were told nothing yet.
 * Opened on another day than planned, and `meant` so, the meeting is moved to now, because
 * holders and replies count for a day.
 */
export async function conduct(
  ctx: Context,
  meetingId: MeetingId,
  act: keyof typeof acts,
  { meant }: Out<typeof OpenInput> = {},
): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayLead(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only the lead opens and interrupts a meeting')
  const at = ctx.clock.now()
  const done = await actOn(
    ctx,
    found,
    async (tx, now) => {
      const { state } = now.meeting
      const next = transition(state, act)
      if (!next.ok)
        throw new DomainError(next.reason, `A meeting that is ${state} cannot ${act}`, {
          details: { state },
        })
      const isMoved =
        act === 'open' && meant === 'anotherDay' && isAnotherDay(now.meeting, at, now.staff.zone)
      const moved = isMoved ? await moveTo(tx, ctx, now, { slot: slotFrom(at, now) }) : null
      const opening = act === 'open' ? { openedAt: at, ...(await numbered(tx, now)) } : {}
      const row = await changeInTime(tx, meetingId, {
        from: acts[act].from,
        set: { state: next.to, ...opening },
      })
      await recordEvent(tx, { meetingId, kind: acts[act].event, at, byId: ctx.actor.personId })
      await audit(ctx, tx, {
        staffId: row.staffId,
        action: `meeting.${acts[act].event}`,
        subject: meetingId,
      })
      if (act !== 'open') return { meeting: row, people: [], isMoved }
      const opened = { ...now, meeting: row }
      const { ended } = await followRoster(tx, ctx, [opened])
      await inviteUntold(tx, ctx, opened)
      return { meeting: row, people: [...ended, ...(moved?.ended ?? [])], isMoved }
    },
    { holdsRoster: act === 'open' },
  )
  ctx.live.publish(
    `meeting:${meetingId}`,
    `meeting:${meetingId}:attendance`,
    `staff:${found.staff.id}`,
    ...(act === 'open'
      ? ([`meeting:${meetingId}:replies`, `staff:${found.staff.id}:outbox`] as const)
      : []),
    ...done.people.map(id => `person:${id}` as const),
  )
  if (done.isMoved) announceEndOfGathering(ctx, meetingId)
  return { ...found, meeting: done.meeting }
}

/**
 * The next number of the incident, and the title that goes with it where the meeting has none of
 * its own. The order of the openings is the order of the numbers; what is planned or cancelled
 * takes none.
 */
async function numbered(
  tx: Db,
  { meeting, incident, staff }: MeetingInStaff,
): Promise<{ number: number; title: string }> {
  const number = await takeNumber(tx, incident.id)
  return { number, title: meeting.title ?? numberedTitle(number, staff.language) }
}

/** The planned time beginning with the minute of `at`. */
function slotFrom(at: Date, { meeting: { startsAt, endsAt } }: MeetingInStaff): Slot {
  const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000)
  return slotOf(minute, (endsAt.getTime() - startsAt.getTime()) / 60_000)
}
