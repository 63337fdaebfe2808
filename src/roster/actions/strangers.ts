import type { Context } from '../../lib/context.ts'
import { limits, returnAttempt, takeAttempt } from '../../lib/limits.ts'

/**
 * Counts the people whom one act takes into a staff although only other staffs know them, because
 * their name then tells whose an address is. `added`: addresses new to the staff about whom the
 * actor knows nothing; `strangers`: those of them that belong to somebody. Any added address needs
 * an attempt that is left, which comes back when nobody has it; so a refusal tells nothing about a
 * single address, and a refused list costs all that were left. Counts once when a transaction runs
 * again.
 */
export function countingStrangers(ctx: Context) {
  const asker = ctx.actor.personId
  let taken = 0
  return async ({ added, strangers }: { added: number; strangers: number }): Promise<void> => {
    const wanted = Math.max(strangers, added > 0 ? 1 : 0)
    for (; taken < wanted; taken++) await takeAttempt(ctx, limits.strangers, asker)
    if (strangers > 0 || taken === 0) return
    await returnAttempt(ctx, limits.strangers, asker)
    taken = 0
  }
}
