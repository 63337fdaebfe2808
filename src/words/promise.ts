import type { Mode } from '../lib/modes.ts'
import type { Say } from './say.ts'

/**
 * `deputyName` null: verhindert ohne Vertretung. `isDeputyOut`: the named deputy does not come
 * either.
 */
export type Promised =
  | { kind: 'none' }
  | { kind: 'accepted'; mode: Mode }
  | { kind: 'declined'; deputyName: string | null; isDeputyOut?: boolean | undefined }

/** e.g. *zugesagt – virtuell*, *verhindert, vertreten durch …*, *keine Rückmeldung* */
export function promiseWords(promised: Promised, say: Say): string {
  if (promised.kind === 'none') return say('plan.none')
  if (promised.kind === 'accepted')
    return say('plan.accepted', { mode: say(`mode.${promised.mode}`) })
  const { deputyName, isDeputyOut } = promised
  if (!deputyName) return say('plan.declined')
  return say(isDeputyOut ? 'plan.deputyOut' : 'plan.declinedFor', { name: deputyName })
}

/** The promise of a reply; null is keine Rückmeldung. An acceptance always has a mode. */
export function promisedBy(
  reply:
    | { mode: Mode | null; deputyName: string | null; isDeputyOut?: boolean | undefined }
    | null
    | undefined,
): Promised {
  if (!reply) return { kind: 'none' }
  return reply.mode === null
    ? { kind: 'declined', deputyName: reply.deputyName, isDeputyOut: reply.isDeputyOut }
    : { kind: 'accepted', mode: reply.mode }
}
