import type { PartStat } from '../mail/calendar.ts'
import type { ReplyFact } from './store/replies.ts'

/** The PARTSTAT of a reply, the same in mails and feed. `reply` is the one that counts. */
export function partStat(reply: Pick<ReplyFact, 'kind' | 'deputyId'> | null): PartStat {
  if (!reply) return 'NEEDS-ACTION'
  if (reply.kind === 'accepted') return 'ACCEPTED'
  return reply.deputyId ? 'DELEGATED' : 'DECLINED'
}
