import type { AttendeeId } from '../lib/ids.ts'
import type { Occasion } from '../mail/contract.ts'
import { byIdOf, sendersOf, standInOf } from './rules/representation.ts'
import type { Participation } from './store/participation.ts'

/** Whom somebody stands in for, and who stands in for them. */
export type Sides = {
  senders: { name: string; functionLabels: string[] }[]
  /** whom they named; null: nobody */
  deputy: string | null
  /** who comes in their stead; null: nobody */
  standIn: string | null
}

/** What mails say of deputies to one person; null where nothing was read of them. */
export function sidesOf(participation: Participation | null, attendeeId: AttendeeId): Sides | null {
  if (!participation) return null
  const { people, names, functions, participants } = participation
  const byId = byIdOf(people)
  const labels = new Map(functions.map(fn => [fn.functionId, fn.label]))
  const functionsOf = new Map(participants.map(p => [p.attendeeId, p.plan.functionIds]))
  const deputyId = byId.get(attendeeId)?.reply?.deputyId ?? null
  const standInId = standInOf(attendeeId, byId)
  // who named them, not who stands before those in the chain
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

/** Whether a mail says something of deputies. */
export const isOfDeputies = ({ kind }: Occasion) =>
  kind === 'deputy' || kind === 'relieved' || kind === 'released' || kind === 'standInChanged'

/** Whether what a mail was to say of deputies is not so any more. */
export function isOutdated({ kind }: Occasion, sides: Sides): boolean {
  if (kind === 'deputy') return sides.senders.length === 0
  return kind === 'standInChanged' && sides.deputy === null
}
