import type { AgendaItem } from '../../../src/meetings/contract/meeting.ts'

export function agendaState({ startedAt, endedAt }: AgendaItem): 'done' | 'running' | 'open' {
  if (startedAt === null) return 'open'
  return endedAt === null ? 'running' : 'done'
}

/** Whole minutes an item has taken so far. */
export function usedMinutes({ startedAt, endedAt }: AgendaItem, nowMs: number): number {
  if (startedAt === null) return 0
  return Math.max(
    0,
    Math.floor(((endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(startedAt)) / 60_000),
  )
}
