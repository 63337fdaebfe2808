import type { Context } from '../lib/context.ts'
import type { MeetingId, StaffId } from '../lib/ids.ts'

export function announce(ctx: Context, staffId: StaffId, ids: MeetingId[]): void {
  ctx.live.publish(`staff:${staffId}`, `staff:${staffId}:outbox`, ...ids.map(id => `meeting:${id}`))
}
