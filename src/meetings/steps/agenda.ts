import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Db } from '../../lib/db.ts'
import { invalidField } from '../../lib/errors.ts'
import { type MeetingId, newId } from '../../lib/ids.ts'
import type { AgendaInput } from '../contract/meeting.ts'
import { agendaItems } from '../tables.ts'

/** Replaces the agenda within the caller's transaction; an item with a known id keeps its times. */
export async function replaceAgenda(
  tx: Db,
  meetingId: MeetingId,
  { items, at }: { items: z.output<typeof AgendaInput>['items']; at: Date },
): Promise<void> {
  const before = await tx
    .select()
    .from(agendaItems)
    .where(eq(agendaItems.meetingId, meetingId))
    .for('update')
  await tx.delete(agendaItems).where(eq(agendaItems.meetingId, meetingId))
  const rows = items.map(({ itemId, ...item }, position) => {
    const kept = before.find(row => row.id === itemId)
    return {
      id: itemId ?? newId('agendaItem', at),
      meetingId,
      position,
      ...item,
      startedAt: kept?.startedAt ?? null,
      endedAt: kept?.endedAt ?? null,
    }
  })
  if (rows.length === 0) return
  const stored = await tx.insert(agendaItems).values(rows).onConflictDoNothing().returning()
  if (stored.length < rows.length)
    throw invalidField('items', 'has an itemId that another meeting has')
}
