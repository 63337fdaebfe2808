import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { AssignInput, CorrectionInput, Entry } from '../../journal/contract.ts'
import { mayRetract } from '../../journal/rules.ts'
import {
  type StoredEntry,
  findEntry,
  setAssigned,
  setRetracted,
  setWording,
} from '../../journal/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, invalidField } from '../../lib/errors.ts'
import type { Id } from '../../lib/ids.ts'
import { isRunning } from '../../meetings/rules/states.ts'
import type { MeetingInStaff } from '../../meetings/store/meetings.ts'
import { draftOf } from '../currentDraft.ts'
import { refreshDraft } from '../draft.ts'
import { type MinutesRow, findMinutes } from '../store.ts'
import {
  announceJournal,
  permitWriting,
  requireDueMeant,
  requireMember,
} from '../../journal/actions/write.ts'
import { readableEntry } from '../../journal/actions/read.ts'
import { lockMeeting } from '../../meetings/store/locks.ts'

/**
 * Takes an entry back, or restores it: while the meeting runs, and after the close until the
 * minutes are released.
 */
export async function setRetraction(
  ctx: Context,
  entryId: Id<'entry'>,
  act: 'retract' | 'restore',
): Promise<Entry> {
  const { entry, found } = await readableEntry(ctx, entryId)
  permitRetracting(ctx, entry)
  return change(ctx, found, entryId, async tx => {
    if (!(await setRetracted(tx, entryId, act === 'retract' ? ctx.clock.now() : null))) return false
    await audit(ctx, tx, {
      staffId: entry.row.staffId,
      action: act === 'retract' ? 'journal.retracted' : 'journal.restored',
      subject: entryId,
    })
    return true
  })
}

/**
 * Corrects the wording of an entry and keeps the former one, as long as the entry could be taken
 * back.
 */
export async function correctEntry(
  ctx: Context,
  entryId: Id<'entry'>,
  wording: z.output<typeof CorrectionInput>,
): Promise<Entry> {
  const { entry, found } = await readableEntry(ctx, entryId)
  permitRetracting(ctx, entry)
  if (wording.reason !== '' && entry.row.kind !== 'decision')
    throw invalidField('reason', 'only decisions have a reason', { value: wording.reason })
  return change(ctx, found, entryId, async (tx, { row }) => {
    requireStanding(row)
    if (row.text === wording.text && row.reason === wording.reason) return false
    const by = { at: ctx.clock.now(), byId: ctx.actor.personId }
    if (!(await setWording(tx, row, { ...wording, ...by })))
      throw new DomainError('conflict', 'Somebody else corrected the entry meanwhile')
    await audit(ctx, tx, {
      staffId: row.staffId,
      action: 'journal.corrected',
      subject: entryId,
      details: { was: { text: row.text, reason: row.reason } },
    })
    return true
  })
}

/**
 * Names who is responsible for an order and until when, also long after its meeting. Released
 * minutes keep what they say.
 */
export async function assignOrder(
  ctx: Context,
  entryId: Id<'entry'>,
  { meant, ...wanted }: z.output<typeof AssignInput>,
): Promise<Entry> {
  const { entry, found } = await readableEntry(ctx, entryId)
  permitWriting(ctx, found.meeting)
  const dueAt = wanted.dueAt === null ? null : new Date(wanted.dueAt)
  return change(
    ctx,
    found,
    entryId,
    async (tx, { row }) => {
      requireStanding(row)
      if (row.kind !== 'order')
        throw new DomainError('wrongState', 'Only orders have a person and a due time')
      const { responsibleId, responsibleText } = row
      const isDueKept = dueAt?.getTime() === row.dueAt?.getTime()
      if (!isDueKept) requireDueMeant(dueAt, { at: entry.row.at, meant })
      if (responsibleId !== wanted.responsibleId)
        await requireMember(tx, row.staffId, wanted.responsibleId)
      else if (responsibleText === wanted.responsibleText && isDueKept) return false
      await setAssigned(tx, entryId, { ...wanted, dueAt })
      await audit(ctx, tx, {
        staffId: row.staffId,
        action: 'journal.assigned',
        subject: entryId,
        details: { was: { responsibleId, responsibleText, dueAt: row.dueAt }, is: wanted },
      })
      return true
    },
    findMinutes,
  )
}

function permitRetracting(ctx: Context, { row }: StoredEntry): void {
  if (!mayRetract(ctx.actor, row))
    throw new DomainError('forbidden', 'Only its writer and the lead take an entry back')
}

function requireStanding({ retractedAt }: StoredEntry['row']): void {
  if (retractedAt) throw new DomainError('wrongState', 'The entry was taken back')
}

/**
 * Writes with the meeting locked and composes an existing draft again. `draftFor` throws where
 * nothing may change after the release.
 */
async function change(
  ctx: Context,
  found: MeetingInStaff,
  entryId: Id<'entry'>,
  write: (tx: Db, entry: StoredEntry) => Promise<boolean>,
  draftFor: (
    tx: Db,
    meetingId: MeetingInStaff['meeting']['id'],
    options: { lock: true },
  ) => Promise<MinutesRow | undefined> = draftOf,
): Promise<Entry> {
  const { id: meetingId, staffId } = found.meeting
  const isChanged = await ctx.database.transaction(async tx => {
    const meeting = (await lockMeeting(tx, meetingId))! // the entry refers to it
    const draft = isRunning(meeting.state)
      ? undefined
      : await draftFor(tx, meetingId, { lock: true })
    const now = ctx.clock.now()
    if (!(await write(tx, (await findEntry(tx, { entryId, now }))!))) return false // entries are never deleted
    if (draft?.state === 'draft') await refreshDraft(tx, { ...found, meeting }, { row: draft, now })
    return true
  })
  if (isChanged) {
    announceJournal(ctx, { meetingId, staffId })
    ctx.live.publish(`meeting:${meetingId}:minutes`)
  }
  return (await findEntry(ctx.database.db, { entryId, now: ctx.clock.now() }))!.view // entries are never deleted
}
