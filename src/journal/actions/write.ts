import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, invalidField, notFound } from '../../lib/errors.ts'
import { type Id, type MeetingId, type StaffId, newId } from '../../lib/ids.ts'
import type { MeetingRow } from '../../meetings/store/meetings.ts'
import { presentMembers } from '../../roster/store/members.ts'
import type { DateQuestion } from '../../meetings/contract/meeting.ts'
import { dateQuestion } from '../../meetings/rules/states.ts'
import type {
  DecisionInput,
  Entry,
  EntryKind,
  FaultInput,
  LogInput,
  OrderInput,
} from '../contract.ts'
import { entryRefusal, entryTime, mayRetract, mayWriteJournal } from '../rules.ts'
import { type StoredEntry, findEntry, insertEntry, nextNumber, setRetracted } from '../store.ts'
import { lockMeeting } from '../../meetings/store/locks.ts'
import { readableMeeting, viewOf } from './read.ts'

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
