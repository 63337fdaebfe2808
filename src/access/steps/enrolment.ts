import type { Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { PersonId } from '../../lib/ids.ts'
import { hashToken, newPrintedCode } from '../../lib/secrets.ts'
import { enrolmentMs } from '../rules.ts'
import { insertEnrolment } from '../store/enrolments.ts'

/**
 * Makes a one-time right to set both factors, to be mailed as a link or printed; earlier rights of
 * the person end. The caller checks the permission.
 */
export async function issueEnrolment(
  deps: Pick<Deps, 'clock' | 'publicUrl'>,
  tx: Db,
  enrolment: { personId: PersonId; createdBy: PersonId | null; way: 'mail' | 'print' | null },
): Promise<{ code: string; url: string; expiresAt: Date }> {
  const code = newPrintedCode()
  const now = deps.clock.now()
  const expiresAt = new Date(now.getTime() + enrolmentMs)
  await insertEnrolment(tx, { ...enrolment, tokenHash: hashToken(code), now, expiresAt })
  // in the fragment (#), which browsers send to no server and mail scanners do not follow
  return { code, url: `${deps.publicUrl}/enrol#${code}`, expiresAt }
}
