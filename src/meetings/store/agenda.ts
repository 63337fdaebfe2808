import { asc } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import type { AgendaItem } from '../contract/meeting.ts'
import { agendaItems } from '../tables.ts'

export async function agendaOf(db: Db, meetingId: MeetingId): Promise<AgendaItem[]> {
  return (await agendasOf(db, [meetingId])).get(meetingId) ?? []
}

export async function agendasOf(
  db: Db,
  meetingIds: readonly MeetingId[],
): Promise<Map<MeetingId, AgendaItem[]>> {
  const rows = await db
    .select()
    .from(agendaItems)
    .where(isAmong(agendaItems.meetingId, meetingIds))
    .orderBy(asc(agendaItems.position), asc(agendaItems.id))
  const items = [...Map.groupBy(rows, row => row.meetingId)]
  return new Map(items.map(([meetingId, own]) => [meetingId, own.map(agendaItem)]))
}

function agendaItem(row: typeof agendaItems.$inferSelect): AgendaItem {
  return {
    itemId: row.id,
    title: row.title,
    responsible: row.responsible,
    minutes: row.minutes,
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}
