import { queueMeetingMails, type Occasion } from '../mail/actions.ts'
import type { Context } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { DomainError } from '../lib/errors.ts'
import type { MeetingId, MemberId, StaffId } from '../lib/ids.ts'
import { resolveWallTime } from '../lib/time.ts'
import type { z } from 'zod'
import type { MeetingInStaff } from './store/meetings.ts'
import { inviteesOf } from './actions/reply.ts'
import { activeMembers, participationOfOne } from './store/participation.ts'
import { takesPart } from '../roster/rules.ts'

export type Out<S extends z.ZodType> = z.output<S>

export type Slot = { startsAt: Date; endsAt: Date }

/** The instant of a wall time. One that does not exist or exists twice is asked back, never guessed. */
export function instantOf(
  { date, time, fold }: { date: string; time: string; fold?: 'earlier' | 'later' | undefined },
  zone: string,
): Date {
  const resolved = resolveWallTime({ date, time, zone })
  if (resolved.kind === 'exact') return resolved.at
  if (resolved.kind === 'missing') {
    throw new DomainError('wallTimeMissing', `On ${date} the clocks skip ${time}`, {
      fields: [
        {
          field: 'time',
          problem: `does not exist on ${date}`,
          value: time,
          expected: 'a time before or after the clock change',
        },
      ],
      details: {
        before: resolved.before.toISOString(),
        after: resolved.after.toISOString(),
        date,
        time,
      },
    })
  }
  if (fold) return resolved[fold]
  throw new DomainError('wallTimeAmbiguous', `On ${date} the clocks show ${time} twice`, {
    fields: [
      {
        field: 'time',
        problem: `exists twice on ${date}`,
        value: time,
        expected: 'fold: earlier or later',
      },
    ],
    details: {
      earlier: resolved.earlier.toISOString(),
      later: resolved.later.toISOString(),
      date,
      time,
    },
  })
}

export function slotOf(startsAt: Date, durationMin: number): Slot {
  return { startsAt, endsAt: new Date(startsAt.getTime() + durationMin * 60_000) }
}

export async function inform(
  tx: Db,
  ctx: Context,
  found: MeetingInStaff,
  occasion: Occasion,
): Promise<void> {
  const { participants } = await participationOfOne(tx, found)
  await queueMeetingMails(tx, ctx, {
    found,
    occasion,
    invitees: inviteesOf(participants),
  })
}

export function announce(ctx: Context, staffId: StaffId, ids: MeetingId[]): void {
  ctx.live.publish(`staff:${staffId}`, `staff:${staffId}:outbox`, ...ids.map(id => `meeting:${id}`))
}

/** Whoever kept the last minutes may have left or changed roles since; the next meeting is not refused for that. */
export async function stillTakingPart(
  tx: Db,
  staffId: StaffId,
  memberId: MemberId | null | undefined,
): Promise<MemberId | null> {
  if (!memberId) return null
  const row = (await activeMembers(tx, staffId)).find(each => each.member.id === memberId)
  return row && takesPart(row.member.roles) ? memberId : null
}
