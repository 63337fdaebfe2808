import type { Incident } from '../../../src/incidents/contract.ts'

type Going = Pick<Incident, 'kind' | 'endedAt'>

/** Incidents that go on, of that kind, the latest first. */
export function runningOf<I extends Going & Pick<Incident, 'startedAt'>>(
  incidents: readonly I[],
  kind: Incident['kind'],
): I[] {
  return incidents
    .filter(each => each.endedAt === null && each.kind === kind)
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
}

/**
 * The incident a new meeting may be meant for without asking: the only operation that goes on.
 * Never an exercise.
 */
export function certainOf<I extends Going>(incidents: readonly I[]): I | null {
  const [only, ...more] = incidents.filter(
    each => each.endedAt === null && each.kind === 'operation',
  )
  return only && more.length === 0 ? only : null
}
