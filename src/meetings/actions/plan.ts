import { eq } from 'drizzle-orm'
import type { Context } from '../../lib/context.ts'
import type { MeetingId, StaffId } from '../../lib/ids.ts'
import { permit } from '../../lib/permit.ts'
import { staffs } from '../../roster/tables.ts'
import { announce } from '../announce.ts'
import type { ConveneNowInput, MeetingAtInput, MeetingInput } from '../contract/meeting.ts'
import { mayPlan } from '../rules/states.ts'
import { type Out, type Slot, instantOf, requireMeant, slotOf } from '../slot.ts'
import { inviteToAll } from '../steps/mail.ts'
import { type Wish, incidentFor, insertMeeting, heldRoster } from '../steps/plan.ts'
import type { StaffRow } from '../store/meetings.ts'

export async function planMeeting(
  ctx: Context,
  staffId: StaffId,
  input: Out<typeof MeetingInput>,
): Promise<MeetingId> {
  const staff = await plannableStaff(ctx, staffId)
  const slot = slotOf(instantOf(input, staff.zone), input.durationMin)
  requireMeant([slot], { now: ctx.clock.now(), meant: input.meant })
  return plan(ctx, staff, {
    wish: input,
    slot,
    convene: input.convene,
  })
}

export async function planMeetingAt(
  ctx: Context,
  staffId: StaffId,
  input: Out<typeof MeetingAtInput>,
): Promise<MeetingId> {
  const staff = await plannableStaff(ctx, staffId)
  const slot = slotOf(new Date(input.startsAt), input.durationMin)
  requireMeant([slot], { now: ctx.clock.now(), meant: input.meant })
  return plan(ctx, staff, {
    wish: input,
    slot,
    convene: input.convene,
  })
}

export async function conveneNow(
  ctx: Context,
  staffId: StaffId,
  input: Out<typeof ConveneNowInput>,
): Promise<MeetingId> {
  const staff = await plannableStaff(ctx, staffId)
  const startsAt = new Date(
    Math.ceil(ctx.clock.now().getTime() / 60_000) * 60_000 + input.inMin * 60_000,
  )
  return plan(ctx, staff, { wish: input, slot: slotOf(startsAt, input.durationMin), convene: true })
}

async function plan(
  ctx: Context,
  staff: StaffRow,
  { wish, slot, convene: isConvened }: { wish: Wish; slot: Slot; convene: boolean },
): Promise<MeetingId> {
  const meetingId = await ctx.database.transaction(
    async tx => {
      const people = await heldRoster(tx, staff.id)
      const incident = await incidentFor(tx, ctx, staff, wish)
      const made = await insertMeeting(tx, ctx, {
        staff,
        incident,
        people,
        wish,
        slot,
        convene: isConvened,
        seriesId: null,
      })
      if (isConvened) await inviteToAll(tx, ctx, [made])
      return made.meeting.id
    },
    { beside: staff.id },
  )
  announce(ctx, staff.id, [meetingId])
  return meetingId
}

export async function plannableStaff(ctx: Context, staffId: StaffId): Promise<StaffRow> {
  permit(ctx.actor, { staffId }, mayPlan)
  const [staff] = await ctx.database.db.select().from(staffs).where(eq(staffs.id, staffId))
  return staff! // the staff of a membership exists
}
