import {
  mayCreateStaff,
  mayEditRoster,
  mayEditStaff,
  maySeeMailProblems,
  mayVouchFor,
} from '../../../src/roster/rules.ts'
import type { Member } from '../../../src/roster/contract.ts'
import { useSession, useStaff } from '../session.tsx'

/** What I may do with this staff, by the rules of the server. */
export function useMay() {
  const { me } = useSession()
  const { staffId } = useStaff()
  const { actor } = me
  return {
    edit: mayEditRoster(actor, { staffId }),
    changeSettings: mayEditStaff(actor, { staffId }),
    foundStaff: mayCreateStaff(actor),
    seeReadiness: maySeeMailProblems(actor, { staffId }),
    /** the server also looks at the other staffs of that person */
    vouchFor: (member: Pick<Member, 'roles' | 'sharesDetails' | 'leftAt'>) =>
      mayVouchFor(actor, [{ ...member, staffId }]),
    isMe: ({ personId }: Pick<Member, 'personId'>) => personId === actor.personId,
  }
}
