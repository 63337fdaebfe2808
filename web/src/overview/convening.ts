import type { Incident } from '../../../src/incidents/contract.ts'
import type { StaffId } from '../../../src/lib/ids.ts'
import type { Overview } from '../../../src/overview/contract.ts'
import { invitedByPlan } from '../../../src/meetings/rules/invitees.ts'
import type { Roster } from '../../../src/roster/contract.ts'
import { holdersOn } from '../../../src/roster/rules.ts'

export const beginChoicesMin = [0, 5, 15, 30, 60] as const
export const longestMin = 240

/**
 * The people told about a meeting on that day (in the staff's zone), by the rule of the server; in
 * the order of the roster.
 */
export function recipientsOf(
  { members, functions }: Pick<Roster, 'members' | 'functions'>,
  day: string,
): Roster['members'] {
  const present = members.filter(member => member.leftAt === null)
  const ofAnyDay = functions.flatMap(fn => [...fn.holders, ...fn.formerHolders])
  const invited = new Set(
    invitedByPlan(
      present,
      functions.flatMap(({ functionId, holders }) =>
        holdersOn(holders, day).map(holder => ({ ...holder, functionId })),
      ),
      { withFunction: new Set(ofAnyDay.map(holder => holder.memberId)) },
    ),
  )
  return present.filter(member => invited.has(member.memberId))
}

/** Open incidents, the latest first, because people usually convene for that. */
export function runningIncidents(incidents: readonly Incident[]): Incident[] {
  return incidents
    .filter(each => each.endedAt === null)
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
}

/** The meeting a new one copies: the last one held, else the next one planned. */
export function likeOf(
  { last, next }: Pick<Overview, 'last' | 'next'>,
  { staffId }: { staffId: StaffId },
) {
  return [last, next].find(each => each?.staffId === staffId) ?? null
}
