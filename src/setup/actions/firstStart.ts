import { readEnrolment } from '../../access/actions/enrol.ts'
import { issueEnrolment } from '../../access/steps/enrolment.ts'
import { refuseWeakPassword } from '../../access/proof.ts'
import type { Visit } from '../../access/visit.ts'
import { recordAudit } from '../../audit/store.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'
import { addMember } from '../../roster/store/members.ts'
import { createStaff } from '../../roster/store/staffs.ts'
import type { FirstStaff, FirstStaffInput } from '../contract.ts'
import { lockSetup, removeAbandonedSetup } from '../store.ts'
import { permitFirstStart, type Permit } from './permit.ts'

/**
 * Makes the first staff and its lead. The installation counts as untouched until the lead has
 * confirmed the app code. A page closed half-way locks nobody out, because the next first start
 * replaces what it left.
 */
export async function makeFirstStaff(visit: Visit, input: FirstStaffInput): Promise<FirstStaff> {
  // checked before the lock, because the check takes a while and other first starts should not wait
  // for it
  await refuseWeakPassword(visit, 'password', {
    password: input.password,
    person: input.lead,
    turn: { isKnown: true, group: 'first start', lane: 'first start' },
    words: [input.staffName, input.organisation],
  })
  const { staffId, code } = await untouched(visit, permitFirstStart, async tx => {
    const at = visit.clock.now()
    const { staffName: name, organisation, template, zone, lead } = input
    const staff = await createStaff(tx, {
      name,
      organisation,
      template,
      zone,
      language: lead.language,
      at,
    })
    if (!staff) throw new DomainError('conflict', 'There is a staff of this name already')
    const { staffId } = staff
    const functions = staff.functions
      .filter(fn => fn.block === 'Leitung')
      .slice(0, 1)
      .map(fn => ({ functionId: fn.functionId, rank: 0 }))
    const { personId } = await addMember(tx, {
      staffId,
      person: lead,
      roles: ['lead', 'it', 'member'],
      at,
      functions,
    })
    const { code } = await issueEnrolment(visit, tx, { personId, createdBy: null, way: null })
    const details = { way: 'firstStart' }
    await recordAudit(tx, {
      at,
      staffId,
      actorId: personId,
      action: 'staff.created',
      subject: staffId,
      details,
      requestId: visit.requestId,
    })
    return { staffId, code }
  })
  const { totp } = await readEnrolment(visit, { token: code })
  return { staffId, totp, enrolmentToken: code }
}

/**
 * Runs work on an untouched installation, after removing what an abandoned first start left. A lock
 * makes a second call wait for the first.
 */
export async function untouched<T>(
  visit: Visit,
  permit: Permit,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return await visit.database.transaction(async tx => {
    await lockSetup(tx)
    await permit(visit, tx)
    await removeAbandonedSetup(tx)
    return await work(tx)
  })
}
