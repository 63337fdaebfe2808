import { startsOn } from '../../lib/time.ts'

/**
 * `asked`: there is no answer for this day. `holds`: it was given for this very beginning. `toConfirm`: it was given for another hour
 * of this day, so it counts and is asked about.
 */
export type Standing = 'asked' | 'holds' | 'toConfirm'

/**
 * What an answer is worth at the meeting as it stands. An answer holds for the day it was given for, on the wall of `zone`; another
 * day asks anew. `givenFor` is the beginning it was given for; null where nobody kept it, which holds.
 */
export function standing(
  reply: { givenFor: Date | null } | null,
  { startsAt }: { startsAt: Date },
  zone: string,
): Standing {
  if (!reply) return 'asked'
  const { givenFor } = reply
  if (givenFor === null || givenFor.getTime() === startsAt.getTime()) return 'holds'
  return startsOn(givenFor, zone) === startsOn(startsAt, zone) ? 'toConfirm' : 'asked'
}
