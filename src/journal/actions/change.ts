import type { z } from 'zod'
import type { Context } from '../../lib/context.ts'
import { DomainError, invalidField } from '../../lib/errors.ts'
import type { Id } from '../../lib/ids.ts'
import type { DoneInput, Entry } from '../contract.ts'
import { type StoredEntry, findEntry, setDone } from '../store.ts'
import { audit } from '../../audit/store.ts'
import type { Db } from '../../lib/db.ts'
import { canBeDone, mayFinish } from '../rules.ts'
import { announceJournal } from './write.ts'
import { readableEntry, viewOf } from './read.ts'

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
