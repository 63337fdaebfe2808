import type { AttendeeId } from '../lib/ids.ts'
import type { Occasion } from '../mail/contract.ts'
import { deputyOf } from './rules/replies.ts'
import { byIdOf, standInOf } from './rules/representation.ts'
import type { Participation } from './store/participation.ts'

/** The people somebody deputises for, and the person who deputises for them. */
export type Sides = {
  /** labels of the functions they act for, without those of `senders` that they do not hold */
  functions: string[]
  senders: { name: string; functionLabels: string[] }[]
  /** the deputy they named; null: nobody */
  deputy: string | null
  /** the person who comes in their place; null: nobody */
  standIn: string | null
}

/** The facts about deputies in a mail to one person. */
export type SidesOf = (attendeeId: AttendeeId) => Sides

/** Prepared once for all mails about a meeting, because a meeting can have hundreds of people. */
export function sidesIn({
  people,
  names,
  functions,
  holders,
  participants,
}: Participation): SidesOf {
  const byId = byIdOf(people)
  const labels = new Map(functions.map(fn => [fn.functionId, fn.label]))
  const functionsOf = new Map(participants.map(p => [p.attendeeId, p.plan.functionIds]))
  // not those further up the chain
  const senders = Map.groupBy(
    people.filter(each => each.sends),
    ({ attendeeId }) => deputyOf(attendeeId, byId),
  )
  const heldBy = Map.groupBy(
    holders.filter(({ rank }) => rank === 0),
    holder => holder.memberId,
  )
  const ownOf = (attendeeId: AttendeeId) => {
    const { memberId } = byId.get(attendeeId) ?? {}
    const held = new Set(memberId && heldBy.get(memberId)?.map(({ functionId }) => functionId))
    const sent = new Set(
      (senders.get(attendeeId) ?? []).flatMap(each => functionsOf.get(each.attendeeId) ?? []),
    )
    return (functionsOf.get(attendeeId) ?? []).filter(id => held.has(id) || !sent.has(id))
  }
  return attendeeId => {
    const deputyId = byId.get(attendeeId)?.reply?.deputyId ?? null
    const standInId = standInOf(attendeeId, byId)
    return {
      functions: ownOf(attendeeId).flatMap(fn => labels.get(fn) ?? []),
      senders: (senders.get(attendeeId) ?? []).map(({ attendeeId: id }) => ({
        name: names.get(id) ?? '',
        functionLabels: (functionsOf.get(id) ?? []).flatMap(fn => labels.get(fn) ?? []),
      })),
      deputy: deputyId && (names.get(deputyId) ?? null),
      standIn: standInId && (names.get(standInId) ?? null),
    }
  }
}

/** Whether a mail is about deputies. */
export const isOfDeputies = ({ kind }: Occasion) =>
  kind === 'deputy' || kind === 'relieved' || kind === 'released' || kind === 'standInChanged'

const tellsFunctions: readonly Occasion['kind'][] = ['invitation', 'moved', 'changed', 'reminder']

/** Whether the mail tells functions or deputies, so that it needs `Sides`. */
export const needsSides = (occasion: Occasion) =>
  isOfDeputies(occasion) || tellsFunctions.includes(occasion.kind)

/** Whether the news of a mail about deputies is not true any more. */
export function isOutdated({ kind }: Occasion, sides: Sides): boolean {
  if (kind === 'deputy') return sides.senders.length === 0
  return kind === 'standInChanged' && sides.deputy === null
}
