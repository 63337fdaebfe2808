import type { AttendeeId } from '../lib/ids.ts'
import type { Occasion } from '../mail/contract.ts'
import { byIdOf, sendersOf, standInOf } from './rules/representation.ts'
import type { Participation } from './store/participation.ts'

/** The people somebody deputises for, and the person who deputises for them. */
export type Sides = {
  senders: { name: string; functionLabels: string[] }[]
  /** the deputy they named; null: nobody */
  deputy: string | null
  /** the person who comes in their place; null: nobody */
  standIn: string | null
}

/** The facts about deputies in a mail to one person; null when participation was not read. */
export function sidesOf(participation: Participation | null, attendeeId: AttendeeId): Sides | null {
  if (!participation) return null
  const { people, names, functions, participants } = participation
  const byId = byIdOf(people)
  const labels = new Map(functions.map(fn => [fn.functionId, fn.label]))
  const functionsOf = new Map(participants.map(p => [p.attendeeId, p.plan.functionIds]))
  const deputyId = byId.get(attendeeId)?.reply?.deputyId ?? null
  const standInId = standInOf(attendeeId, byId)
  // only people who named them, not those further up the chain
  const senders = (sendersOf(people).get(attendeeId) ?? []).filter(
    id => byId.get(id)?.reply?.deputyId === attendeeId,
  )
  return {
    senders: senders.map(id => ({
      name: names.get(id) ?? '',
      functionLabels: (functionsOf.get(id) ?? []).flatMap(fn => labels.get(fn) ?? []),
    })),
    deputy: deputyId && (names.get(deputyId) ?? null),
    standIn: standInId && (names.get(standInId) ?? null),
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
