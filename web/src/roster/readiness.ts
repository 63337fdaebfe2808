import type { Holder, Member, Roster, StaffFunction } from '../../../src/roster/contract/roster.ts'
import { groupsOf } from './order.ts'
import { holdersOn } from '../../../src/roster/rules/holders.ts'

export type Fault = 'mailProblem' | 'noMobile' | 'noFactor'

/**
 * Why a member might not be reached or not be able to sign in. Guests come by link and need only
 * mail.
 */
export function faultsOf({ mailProblem, hasMobile, hasSecondFactor, roles }: Member): Fault[] {
  const isGuest = isOnlyGuest({ roles })
  return [
    ...(mailProblem ? (['mailProblem'] as const) : []),
    ...(hasMobile || isGuest ? [] : (['noMobile'] as const)),
    ...(hasSecondFactor || isGuest ? [] : (['noFactor'] as const)),
  ]
}

export function isOnlyGuest({ roles }: Pick<Member, 'roles'>): boolean {
  return roles.every(role => role === 'guest')
}

/** A function with its holders and deputies of today, and those who come later. */
export type FunctionLine = {
  fn: StaffFunction
  heldBy: Holder[]
  deputies: Holder[]
  later: Holder[]
  isGap: boolean
}

/** Required functions without holder first, then all others under their headings. */
export function linesOf({ functions, today }: Pick<Roster, 'functions' | 'today'>): FunctionLine[] {
  const lines = groupsOf(functions).flatMap(group =>
    group.functions.map(fn => {
      const now = holdersOn(fn.holders, today)
      const heldBy = now.filter(holder => holder.rank === 0)
      return {
        fn,
        heldBy,
        deputies: now.filter(holder => holder.rank > 0),
        later: fn.holders.filter(holder => holder.validFrom > today),
        isGap: fn.isRequired && heldBy.length === 0,
      }
    }),
  )
  return [...lines.filter(line => line.isGap), ...lines.filter(line => !line.isGap)]
}

/** What is missing until the staff is ready, each with the functions or members concerned. */
export function checkOf(roster: Roster) {
  const lines = linesOf(roster).filter(line => line.fn.isRequired)
  const { members } = roster
  return {
    unfilled: lines.filter(line => line.isGap),
    noDeputy: lines.filter(line => !line.isGap && line.deputies.length === 0),
    noMobile: members.filter(member => !member.hasMobile),
    noFactor: members.filter(member => !member.hasSecondFactor),
    mail: members.filter(member => member.mailProblem !== null),
  }
}
