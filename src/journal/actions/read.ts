import type { Context } from '../../lib/context.ts'
import { DomainError, notFound } from '../../lib/errors.ts'
import type { Id, MeetingId, StaffId } from '../../lib/ids.ts'
import { permit } from '../../lib/permit.ts'
import { type MeetingInStaff, findMeeting } from '../../meetings/store/meetings.ts'
import type { Entry } from '../contract.ts'
import { maySeeJournal } from '../rules.ts'
import { type StoredEntry, carriedOrdersOf, entriesOf, findEntry, ordersOf } from '../store.ts'
import { titleOf } from '../../meetings/rules/title.ts'
import { visibleMeeting } from '../../meetings/access.ts'

export async function entriesOfMeeting(ctx: Context, meetingId: MeetingId): Promise<Entry[]> {
  const found = await readableMeeting(ctx, meetingId)
  return views(
    ctx,
    await entriesOf(ctx.database.db, { meeting: found.meeting, now: ctx.clock.now() }),
  )
}

/**
 * Orders that earlier meetings left open when this one began; those done since then have `doneAt`.
 */
export async function openOrdersBefore(ctx: Context, meetingId: MeetingId): Promise<Entry[]> {
  const { meeting } = await readableMeeting(ctx, meetingId)
  return views(ctx, await carriedOrdersOf(ctx.database.db, { meeting, now: ctx.clock.now() }))
}

export async function ordersOfStaff(
  ctx: Context,
  staffId: StaffId,
  { state }: { state: 'open' | 'all' },
): Promise<Entry[]> {
  permit(ctx.actor, { staffId }, maySeeJournal)
  return views(ctx, await ordersOf(ctx.database.db, { staffId, state, now: ctx.clock.now() }))
}

/** The entry and its meeting; throws notFound when the actor may not read it. */
export async function readableEntry(
  ctx: Context,
  entryId: Id<'entry'>,
): Promise<{ entry: StoredEntry; found: MeetingInStaff }> {
  const entry = await findEntry(ctx.database.db, { entryId, now: ctx.clock.now() })
  const found =
    entry && maySeeJournal(ctx.actor, { staffId: entry.row.staffId })
      ? await findMeeting(ctx.database.db, entry.row.meetingId)
      : undefined
  if (!entry || !found) throw notFound('entry')
  return { entry, found }
}

export async function readableMeeting(ctx: Context, meetingId: MeetingId): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!maySeeJournal(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Your roles in this staff do not show meeting content')
  return found
}

export const views = (ctx: Context, stored: readonly StoredEntry[]) =>
  stored.map(entry => viewOf(ctx, entry))

/** The entry for its reader, the meeting called in their language. */
export function viewOf({ actor }: Context, { view, meetingNumber: number }: StoredEntry): Entry {
  return { ...view, meetingTitle: titleOf({ title: view.meetingTitle, number }, actor) }
}
