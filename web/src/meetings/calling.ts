import type { MemberId } from '../../../src/lib/ids.ts'
import { invitedByPlan } from '../../../src/meetings/rules/invitees.ts'
import { firstHolders } from '../../../src/meetings/rules/replies.ts'
import type { Member, Roster } from '../../../src/roster/contract/roster.ts'
import { takesPart } from '../../../src/roster/rules/roster.ts'
import { holdersOn } from '../../../src/roster/rules/holders.ts'

/** Who was left out or added by hand, as the request has it. */
export type Choice = { without: MemberId[]; also: MemberId[] }
export const noChoice: Choice = { without: [], also: [] }

/** A person who will be invited: `functions` they act for, `deputises` those they stand ready for. */
export type CalledPerson = { member: Member; functions: string[]; deputises: string[] }
type Group = 'required' | 'other' | 'none'

/**
 * The people invited to a meeting on that day (in the staff's zone) by the rule of the server, each
 * once, by function: required ones, other ones, none. `open`: required functions for which nobody
 * is invited. `takerId`: who keeps the minutes, invited unless left out.
 */
export function calledOn(
  { members, functions }: Pick<Roster, 'members' | 'functions'>,
  { day, choice, takerId = null }: { day: string; choice: Choice; takerId?: MemberId | null },
) {
  const present = members.filter(member => member.leftAt === null && takesPart(member.roles))
  const holders = functions.flatMap(({ functionId, holders: of }) =>
    holdersOn(of, day).map(holder => ({ ...holder, functionId })),
  )
  const ofAnyDay = functions.flatMap(fn => [...fn.holders, ...fn.formerHolders])
  const usual = invitedByPlan(present, holders, {
    withFunction: new Set(ofAnyDay.map(holder => holder.memberId)),
  })
  const ids = new Set([...usual, ...choice.also, ...(takerId ? [takerId] : [])])
  for (const memberId of choice.without) ids.delete(memberId)
  const called = present.filter(member => ids.has(member.memberId))
  const acting = firstHolders(holders, { comes: id => ids.has(id), represented: new Set() })
  const labelsFor = (of: readonly { memberId: MemberId; functionId: string }[], id: MemberId) =>
    functions.filter(({ functionId }) =>
      of.some(holder => holder.memberId === id && holder.functionId === functionId),
    )
  const people = called.map(member => {
    const own = labelsFor(acting, member.memberId)
    const ranked = labelsFor(holders, member.memberId).filter(fn => !own.includes(fn))
    const group: Group = own.some(fn => fn.isRequired)
      ? 'required'
      : own.length + ranked.length > 0
        ? 'other'
        : 'none'
    const first = own[0] ?? ranked[0]
    return {
      member,
      group,
      at: first ? functions.indexOf(first) : functions.length,
      functions: own.map(fn => fn.label),
      deputises: ranked.map(fn => fn.label),
    }
  })
  const inGroup = (group: Group): CalledPerson[] =>
    people.filter(each => each.group === group).sort((a, b) => a.at - b.at)
  return {
    count: called.length,
    ids,
    called,
    groups: { required: inGroup('required'), other: inGroup('other'), none: inGroup('none') },
    leftOut: present.filter(member => choice.without.includes(member.memberId)),
    present,
    open: functions
      .filter(fn => fn.isRequired && !acting.some(({ functionId }) => functionId === fn.functionId))
      .map(fn => fn.label),
  }
}

/** The choice after these people were left out: whoever had been added is just not added any more. */
export function withoutThem({ without, also }: Choice, ids: readonly MemberId[]): Choice {
  const isUsual = (id: MemberId) => !also.includes(id) && !without.includes(id)
  return {
    without: [...without, ...ids.filter(isUsual)],
    also: also.filter(id => !ids.includes(id)),
  }
}

/** The choice after this person was invited: whoever had been left out is just not left out. */
export function withThem({ without, also }: Choice, id: MemberId): Choice {
  return without.includes(id)
    ? { without: without.filter(each => each !== id), also }
    : { without, also: [...also, id] }
}

/** The fields of the request. */
export function chosen({ without, also }: Choice): Partial<Choice> {
  return {
    ...(without.length > 0 ? { without } : {}),
    ...(also.length > 0 ? { also } : {}),
  }
}

export const isLeftOut = ({ without }: Choice, id: MemberId) => without.includes(id)
