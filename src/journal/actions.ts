import { titleOf } from '../meetings/rules/title.ts'
import type { z } from 'zod'
import { audit } from '../audit/store.ts'
import type { Context } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { DomainError, invalidField, notFound } from '../lib/errors.ts'
import { newId, type Id, type MeetingId, type StaffId } from '../lib/ids.ts'
import { permit } from '../lib/permit.ts'
import {
  findMeeting,
  lockMeeting,
  type MeetingInStaff,
  type MeetingRow,
} from '../meetings/store/meetings.ts'
import { presentMembers } from '../roster/store/members.ts'
import { visibleMeeting } from '../meetings/access.ts'
import type { DateQuestion } from '../meetings/contract/meeting.ts'
import { dateQuestion } from '../meetings/rules/states.ts'
import type {
  DecisionInput,
  DoneInput,
  Entry,
  EntryKind,
  FaultInput,
  LogInput,
  OrderInput,
} from './contract.ts'
import {
  canBeDone,
  entryRefusal,
  entryTime,
  mayFinish,
  maySeeJournal,
  mayWriteJournal,
} from './rules.ts'
import {
  carriedOrdersOf,
  entriesOf,
  findEntry,
  insertEntry,
  nextNumber,
  ordersOf,
  setDone,
  type StoredEntry,
} from './store.ts'

export const decide = (
  ctx: Context,
  meetingId: MeetingId,
  { at, ...decision }: z.output<typeof DecisionInput>,
) => enter(ctx, meetingId, { kind: 'decision', at, ...decision })

export const writeLog = (
  ctx: Context,
  meetingId: MeetingId,
  { at, text }: z.output<typeof LogInput>,
) => enter(ctx, meetingId, { kind: 'log', at, text })

export const reportFault = (
  ctx: Context,
  meetingId: MeetingId,
  { at, text }: z.output<typeof FaultInput>,
) => enter(ctx, meetingId, { kind: 'fault', at, text })

export const giveOrder = (
  ctx: Context,
  meetingId: MeetingId,
  { at, dueAt, meant, ...order }: z.output<typeof OrderInput>,
) =>
  enter(
    ctx,
    meetingId,
    { kind: 'order', at, dueAt: dueAt === null ? null : new Date(dueAt), ...order },
    meant,
  )

/** Marks an order as carried out or a fault as over. A second call keeps the first time. */
export async function finish(
  ctx: Context,
  entryId: Id<'entry'>,
  { at: wanted }: z.output<typeof DoneInput>,
): Promise<Entry> {
  const now = ctx.clock.now()
  const at = wanted === undefined ? now : new Date(wanted)
  return change(
    ctx,
    entryId,
    async (tx, { row }) => {
      if (at.getTime() > now.getTime() + 60_000)
        throw invalidField('at', 'lies in the future', { expected: 'a moment that is over' })
      if (at < row.at)
        throw invalidField('at', 'lies before the entry itself', {
          expected: `not before ${row.at.toISOString()}`,
        })
      return setDone(tx, row.id, { doneAt: at > now ? now : at, doneById: ctx.actor.personId })
    },
    'journal.done',
  )
}

export const reopen = (ctx: Context, entryId: Id<'entry'>) =>
  change(
    ctx,
    entryId,
    (tx, { row }) => setDone(tx, row.id, { doneAt: null, doneById: null }),
    'journal.reopened',
  )

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

export function announceJournal(
  ctx: Context,
  { meetingId, staffId }: { meetingId: MeetingId; staffId: StaffId },
): void {
  ctx.live.publish(`meeting:${meetingId}:journal`, `staff:${staffId}:orders`)
}

type NewEntry = {
  kind: EntryKind
  text: string
  at: string | undefined
  reason?: string
  responsibleId?: StoredEntry['row']['responsibleId']
  responsibleText?: string
  dueAt?: Date | null
}

async function enter(
  ctx: Context,
  meetingId: MeetingId,
  { at: wanted, ...entry }: NewEntry,
  meant?: DateQuestion,
): Promise<Entry> {
  const { meeting, staff } = await readableMeeting(ctx, meetingId)
  if (!mayWriteJournal(ctx.actor, { staffId: staff.id, minuteTakerId: meeting.minuteTakerId })) {
    throw new DomainError('forbidden', 'Only lead, KGS and minute taker write the journal')
  }
  const now = ctx.clock.now()
  const entryId = newId('entry', now)
  await ctx.database.transaction(async tx => {
    // the lock keeps the numbers without gaps and lets no entry follow the close
    const row = await lockMeeting(tx, meetingId)
    const refusal = row ? entryRefusal(row.state) : 'meetingNotOpen'
    if (!row || refusal)
      throw new DomainError(
        refusal ?? 'meetingNotOpen',
        'Entries are made while the meeting is open',
        { details: { state: row?.state } },
      )
    const at = momentOf(wanted, { row, now })
    requireDueMeant(entry.dueAt ?? null, { at, meant })
    const { responsibleId } = entry
    if (
      responsibleId &&
      !(await presentMembers(tx, staff.id, [responsibleId])).has(responsibleId)
    ) {
      throw invalidField('responsibleId', 'is not a member of this staff', {
        value: responsibleId,
        expected: 'a member of the staff',
      })
    }
    const number = await nextNumber(tx, { meetingId, kind: entry.kind })
    await insertEntry(tx, {
      id: entryId,
      staffId: staff.id,
      meetingId,
      ...entry,
      number,
      at,
      enteredAt: now,
      byId: ctx.actor.personId,
    })
    await audit(ctx, tx, {
      staffId: staff.id,
      action: 'journal.entered',
      subject: entryId,
      details: { kind: entry.kind, number },
    })
  })
  announceJournal(ctx, { meetingId, staffId: staff.id })
  return viewOf(ctx, (await findEntry(ctx.database.db, { entryId, now: ctx.clock.now() }))!) // written just above
}

async function change(
  ctx: Context,
  entryId: Id<'entry'>,
  write: (tx: Db, entry: StoredEntry) => Promise<boolean>,
  action: string,
): Promise<Entry> {
  const { entry, found } = await readableEntry(ctx, entryId)
  const { row } = entry
  if (!canBeDone(row.kind))
    throw new DomainError('wrongState', 'Only orders and faults can be done')
  if (
    !mayFinish(ctx.actor, {
      staffId: row.staffId,
      minuteTakerId: found.meeting.minuteTakerId,
      responsibleId: row.responsibleId,
    })
  ) {
    throw new DomainError('forbidden', 'Only the responsible, lead, KGS and minute taker do that')
  }
  if (row.retractedAt) throw new DomainError('wrongState', 'The entry was taken back')
  const isChanged = await ctx.database.transaction(async tx => {
    if (!(await write(tx, entry))) return false
    await audit(ctx, tx, { staffId: row.staffId, action, subject: entryId })
    return true
  })
  if (isChanged) announceJournal(ctx, row)
  return viewOf(ctx, (await findEntry(ctx.database.db, { entryId, now: ctx.clock.now() }))!) // entries are never deleted
}

function requireDueMeant(
  dueAt: Date | null,
  { at, meant }: { at: Date; meant: DateQuestion | undefined },
): void {
  const question = dueAt && dateQuestion(dueAt, at)
  if (!question || question === meant) return
  throw new DomainError(
    question,
    question === 'inThePast' ? 'The order is due before it is given' : 'The order is due far ahead',
    {
      fields: [{ field: 'dueAt', problem: question, expected: `meant: ${question}` }],
      details: { dueAt: dueAt.toISOString() },
    },
  )
}

function momentOf(wanted: string | undefined, { row, now }: { row: MeetingRow; now: Date }): Date {
  // a check of the table says that a running meeting has openedAt
  const time = entryTime(wanted === undefined ? null : new Date(wanted), {
    now,
    openedAt: row.openedAt!,
  })
  if (time.ok) return time.at
  if (time.reason === 'inTheFuture')
    throw invalidField('at', 'lies in the future', {
      value: wanted!,
      expected: 'a moment that is over',
    })
  throw invalidField('at', 'lies long before the meeting', {
    value: wanted!,
    expected: 'at most an hour before the opening',
  })
}

async function readableMeeting(ctx: Context, meetingId: MeetingId): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!maySeeJournal(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Your roles in this staff do not show meeting content')
  return found
}

const views = (ctx: Context, stored: readonly StoredEntry[]) =>
  stored.map(entry => viewOf(ctx, entry))

/** The entry for its reader, the meeting called in their language. */
function viewOf({ actor }: Context, { view, meetingNumber: number }: StoredEntry): Entry {
  return { ...view, meetingTitle: titleOf({ title: view.meetingTitle, number }, actor) }
}
