import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../access.ts'
import { type MeetingAct, mayLead, transition } from '../rules/states.ts'
import { numberedTitle } from '../rules/title.ts'
import { changeInTime } from '../steps/change.ts'
import { type MeetingInStaff, recordEvent, takeNumber } from '../store/meetings.ts'

const acts = {
  open: { from: ['planned', 'convened'], event: 'opened' },
  pause: { from: ['open'], event: 'paused' },
  resume: { from: ['paused'], event: 'resumed' },
} as const satisfies Partial<Record<MeetingAct, unknown>>

/**
 * Opens, pauses or resumes a meeting and returns it. Of two people who do it at once, one succeeds.
 */
export async function conduct(
  ctx: Context,
  meetingId: MeetingId,
  act: keyof typeof acts,
): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayLead(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only the lead opens and interrupts a meeting')
  const next = transition(found.meeting.state, act)
  if (!next.ok)
    throw new DomainError(next.reason, `A meeting that is ${found.meeting.state} cannot ${act}`, {
      details: { state: found.meeting.state },
    })
  const at = ctx.clock.now()
  const meeting = await ctx.database.transaction(async tx => {
    const opened = act === 'open' ? { openedAt: at, ...(await numbered(tx, found)) } : {}
    const row = await changeInTime(tx, meetingId, {
      from: acts[act].from,
      set: { state: next.to, ...opened },
    })
    await recordEvent(tx, { meetingId, kind: acts[act].event, at, byId: ctx.actor.personId })
    await audit(ctx, tx, {
      staffId: row.staffId,
      action: `meeting.${acts[act].event}`,
      subject: meetingId,
    })
    return row
  })
  ctx.live.publish(
    `meeting:${meetingId}`,
    `meeting:${meetingId}:attendance`,
    `staff:${found.staff.id}`,
  )
  return { ...found, meeting }
}

/**
 * The next number of the incident, and the title that goes with it where the meeting has none of its
 * own. The order of the openings is the order of the numbers; what is planned or cancelled takes none.
 */
async function numbered(
  tx: Db,
  { meeting, incident, staff }: MeetingInStaff,
): Promise<{ number: number; title: string }> {
  const number = await takeNumber(tx, incident.id)
  return { number, title: meeting.title ?? numberedTitle(number, staff.language) }
}
