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

/**
 * The last reply that counts after the meeting may have been moved; `former`: the last of all when
 * none counts. `given` are the replies of one person in the order they were given.
 */
export function lastStanding<R extends { givenFor: Date | null }>(
  given: readonly R[],
  ...meeting: [{ startsAt: Date }, zone: string]
): { reply: R | null; former: R | null } {
  const reply = given.findLast(each => standing(each, ...meeting) !== 'asked') ?? null
  return { reply, former: reply ? null : (given.at(-1) ?? null) }
}
