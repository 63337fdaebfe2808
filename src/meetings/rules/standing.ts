import { startsOn } from '../../lib/time.ts'

/**
 * `asked`: no reply counts for this day. `holds`: the reply was given for exactly this beginning.
 * `toConfirm`: it was given for another hour of this day, so it counts, and the person is asked to
 * confirm it.
 */
export type Standing = 'asked' | 'holds' | 'toConfirm'

/**
 * What a reply counts for after the meeting may have been moved. It counts on the day it was given
 * for, in `zone`; for another day the person is asked again. `givenFor` is the beginning it was
 * given for; null: not stored, and the reply counts.
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
