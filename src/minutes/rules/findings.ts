import type { ActingPerson } from '../../board/contract.ts'
import { neverConnected } from '../../attendance/rules/presence.ts'
import type { Finding, Minutes } from '../contract.ts'

/**
 * Auffälligkeiten of a draft: what a reader would ask about once it cannot be changed any more. They
 * warn and block nothing. People who acted and are not recorded come first, then who never
 * connected, a closer who had left, orders, points of the agenda, and the gaps of required
 * functions, each in the order of the minutes. `acting` are those of `actingUnrecorded`,
 * `closerLeft` is null while the closer was there.
 */
export function findingsOf(
  minutes: Minutes,
  acting: readonly ActingPerson[],
  closerLeft: { name: string; atMs: number } | null = null,
): Finding[] {
  const untold = minutes.agenda
    .filter(({ text, isNotReached }) => text.trim() === '' && !isNotReached)
    .map(({ id, title }) => ({ id, title }))
  const rows = minutes.blocks.flatMap(block => block.rows)
  const unconnected = neverConnected(
    rows.flatMap(({ attendeeId, intervals }) =>
      attendeeId ? intervals.map(interval => ({ attendeeId, ...interval })) : [],
    ),
  )
  const nameOf = new Map(rows.map(row => [row.attendeeId, row.name]))
  return [
    ...acting.flatMap((person): Finding[] => {
      if (person.saidNotThere)
        return person.hasOpened || person.isMinuteTaker
          ? [{ kind: 'notThere', name: person.name, isMinuteTaker: person.isMinuteTaker }]
          : []
      return [{ kind: 'notRecorded', person }]
    }),
    ...[...unconnected].map((id): Finding => ({
      kind: 'neverConnected',
      name: nameOf.get(id) ?? '',
    })),
    ...(closerLeft
      ? [
          {
            kind: 'closerLeft' as const,
            name: closerLeft.name,
            at: new Date(closerLeft.atMs).toISOString(),
          },
        ]
      : []),
    ...minutes.orders
      .filter(order => order.responsible.trim() === '')
      .map(({ number, text }): Finding => ({ kind: 'orderWithoutPerson', number, text })),
    ...(untold.length > 0 ? [{ kind: 'pointsWithoutText' as const, points: untold }] : []),
    ...(minutes.gaps.length > 0 ? [{ kind: 'gaps' as const, gaps: minutes.gaps }] : []),
  ]
}
