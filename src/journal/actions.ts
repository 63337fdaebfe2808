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
  mayRetract,
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
  setRetracted,
  type StoredEntry,
} from './store.ts'

export const decide = (
  ctx: Context,
  meetingId: MeetingId,
  decision: z.output<typeof DecisionInput>,
) => enter(ctx, meetingId, { kind: 'decision', ...decision })

export const writeLog = (ctx: Context, meetingId: MeetingId, entry: z.output<typeof LogInput>) =>
  enter(ctx, meetingId, { kind: 'log', ...entry })

export const reportFault = (
  ctx: Context,
  meetingId: MeetingId,
  fault: z.output<typeof FaultInput>,
) => enter(ctx, meetingId, { kind: 'fault', ...fault })

export const giveOrder = (ctx: Context, meetingId: MeetingId, order: z.output<typeof OrderInput>) =>
  enter(ctx, meetingId, { kind: 'order', ...order })

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

/** An entry as it is asked for. */
export type NewEntry = {
  kind: EntryKind
  text: string
  at?: string | undefined
  reason?: string
  responsibleId?: StoredEntry['row']['responsibleId']
  responsibleText?: string
  dueAt?: string | null
  meant?: DateQuestion | undefined
  replaces?: Id<'entry'> | undefined
}

async function enter(ctx: Context, meetingId: MeetingId, entry: NewEntry): Promise<Entry> {
  const { staff, meeting } = await readableMeeting(ctx, meetingId)
  permitWriting(ctx, meeting)
  const now = ctx.clock.now()
  const entryId = await ctx.database.transaction(async tx => {
    // the lock keeps the numbers without gaps and lets no entry follow the close
    const row = await lockMeeting(tx, meetingId)
    const refusal = row ? entryRefusal(row.state) : 'meetingNotOpen'
    if (!row || refusal)
      throw new DomainError(
        refusal ?? 'meetingNotOpen',
        'Entries are made while the meeting is open',
        { details: { state: row?.state } },
      )
    return storeEntry(ctx, tx, row, { ...entry, at: momentOf(entry.at, { row, now }) })
  })
  announceJournal(ctx, { meetingId, staffId: staff.id })
  return viewOf(ctx, (await findEntry(ctx.database.db, { entryId, now: ctx.clock.now() }))!) // written just above
}

export function permitWriting(
  ctx: Context,
  { staffId, minuteTakerId }: Pick<MeetingRow, 'staffId' | 'minuteTakerId'>,
): void {
  if (!mayWriteJournal(ctx.actor, { staffId, minuteTakerId }))
    throw new DomainError('forbidden', 'Only lead, KGS and minute taker write the journal')
}

/** Stores an entry with the next number of its kind; call it with the meeting locked. */
export async function storeEntry(
  ctx: Context,
  tx: Db,
  { id: meetingId, staffId }: MeetingRow,
  { at, meant, replaces, ...entry }: Omit<NewEntry, 'at'> & { at: Date },
): Promise<Id<'entry'>> {
  const now = ctx.clock.now()
  const dueAt = entry.dueAt ? new Date(entry.dueAt) : null
  requireDueMeant(dueAt, { at, meant })
  await requireMember(tx, staffId, entry.responsibleId ?? null)
  const entryId = newId('entry', now)
  const number = await nextNumber(tx, { meetingId, kind: entry.kind })
  await insertEntry(tx, {
    id: entryId,
    staffId,
    meetingId,
    ...entry,
    dueAt,
    number,
    at,
    enteredAt: now,
    byId: ctx.actor.personId,
  })
  await audit(ctx, tx, {
    staffId,
    action: 'journal.entered',
    subject: entryId,
    details: { kind: entry.kind, number },
  })
  if (replaces) await replace(ctx, tx, { entryId, meetingId, replaces })
  return entryId
}

async function replace(
  ctx: Context,
  tx: Db,
  {
    entryId,
    meetingId,
    replaces,
  }: { entryId: Id<'entry'>; meetingId: MeetingId; replaces: Id<'entry'> },
): Promise<void> {
  const now = ctx.clock.now()
  const replaced = await findEntry(tx, { entryId: replaces, now })
  if (replaced?.row.meetingId !== meetingId) throw notFound('entry')
  if (!mayRetract(ctx.actor, replaced.row))
    throw new DomainError('forbidden', 'Only its writer and the lead take an entry back')
  if (!(await setRetracted(tx, replaces, now, entryId)))
    throw new DomainError('wrongState', 'The entry was taken back')
  await audit(ctx, tx, {
    staffId: replaced.row.staffId,
    action: 'journal.retracted',
    subject: replaces,
    details: { replacedBy: entryId },
  })
}

/** Throws when somebody is named who is no member of the staff. */
export async function requireMember(
  tx: Db,
  staffId: StaffId,
  responsibleId: StoredEntry['row']['responsibleId'],
): Promise<void> {
  if (!responsibleId || (await presentMembers(tx, staffId, [responsibleId])).has(responsibleId))
    return
  throw invalidField('responsibleId', 'is not a member of this staff', {
    value: responsibleId,
    expected: 'a member of the staff',
  })
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

/** Throws the question about a due time that is over or far ahead, unless it was answered. */
export function requireDueMeant(
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
