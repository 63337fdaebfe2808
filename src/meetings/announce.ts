import type { Context } from '../lib/context.ts'
import type { MeetingId, StaffId } from '../lib/ids.ts'

export function announce(ctx: Context, staffId: StaffId, ids: MeetingId[]): void {
  ctx.live.publish(`staff:${staffId}`, `staff:${staffId}:outbox`, ...ids.map(id => `meeting:${id}`))
}

/** Ends the gathering of a moved or cancelled meeting for pages and the virtual room. */
export function announceEndOfGathering(ctx: Context, meetingId: MeetingId): void {
  ctx.live.publish(`gathering:${meetingId}`, `meeting:${meetingId}:attendance`)
}
