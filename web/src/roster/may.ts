import {
  mayCreateStaff,
  mayEditRoster,
  mayEditStaff,
  maySeeMailProblems,
  mayVouchFor,
} from '../../../src/roster/rules/roster.ts'
import type { Member } from '../../../src/roster/contract/roster.ts'
import { useSession, useStaff } from '../session.tsx'

/** What the person may do with the shown staff, by the rules of the server. */
export function useMay() {
  const { me } = useSession()
  const { staffId } = useStaff()
  const { actor } = me
  return {
    edit: mayEditRoster(actor, { staffId }),
    changeSettings: mayEditStaff(actor, { staffId }),
    foundStaff: mayCreateStaff(actor),
    seeReadiness: maySeeMailProblems(actor, { staffId }),
    isMe: ({ personId }: Pick<Member, 'personId'>) => personId === actor.personId,
    /** why the person may not give this member access; null: they may */
    accessRefusal: (member: Member) => {
      if (member.personId === actor.personId) return 'self' as const
      if (member.mayGiveAccess) return null
      return mayVouchFor(actor, [{ ...member, staffId }])
        ? ('elsewhere' as const)
        : ('notYours' as const)
    },
  }
}
