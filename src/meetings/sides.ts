import type { AttendeeId } from '../lib/ids.ts'
import type { Occasion } from '../mail/contract.ts'
import { deputyOf } from './rules/replies.ts'
import { byIdOf, standInOf } from './rules/representation.ts'
import type { Participation } from './store/participation.ts'

/** The people somebody deputises for, and the person who deputises for them. */
export type Sides = {
  senders: { name: string; functionLabels: string[] }[]
  /** the deputy they named; null: nobody */
  deputy: string | null
  /** the person who comes in their place; null: nobody */
  standIn: string | null
}

/** The facts about deputies in a mail to one person. */
export type SidesOf = (attendeeId: AttendeeId) => Sides

/** Prepared once for all mails about a meeting, because a meeting can have hundreds of people. */
export function sidesIn({ people, names, functions, participants }: Participation): SidesOf {
  const byId = byIdOf(people)
  const labels = new Map(functions.map(fn => [fn.functionId, fn.label]))
  const functionsOf = new Map(participants.map(p => [p.attendeeId, p.plan.functionIds]))
  // not those further up the chain
  const senders = Map.groupBy(
    people.filter(each => each.sends),
    ({ attendeeId }) => deputyOf(attendeeId, byId),
  )
  return attendeeId => {
    const deputyId = byId.get(attendeeId)?.reply?.deputyId ?? null
    const standInId = standInOf(attendeeId, byId)
    return {
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

/** Whether the news of a mail about deputies is not true any more. */
export function isOutdated({ kind }: Occasion, sides: Sides): boolean {
  if (kind === 'deputy') return sides.senders.length === 0
  return kind === 'standInChanged' && sides.deputy === null
}
