import type { Meeting } from '../../../src/meetings/contract/meeting.ts'

/** The planned length of a meeting in whole minutes. */
export function plannedDurationMin({
  startsAt,
  endsAt,
}: {
  startsAt: string
  endsAt: string
}): number {
  return Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000)
}

/** Whether half of the planned time has passed since the opening; false before it. */
export function isPastHalf(
  { startsAt, endsAt, openedAt }: Pick<Meeting, 'startsAt' | 'endsAt' | 'openedAt'>,
  nowMs: number,
): boolean {
  if (openedAt === null) return false
  return nowMs >= Date.parse(openedAt) + (Date.parse(endsAt) - Date.parse(startsAt)) / 2
}
