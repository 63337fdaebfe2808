import { issueEnrolment } from '../steps/enrolment.ts'
import { audit } from '../../audit/store.ts'
import { membershipIn } from '../../lib/actor.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError, notFound } from '../../lib/errors.ts'
import type { MemberId } from '../../lib/ids.ts'
import { qrSvg } from '../../lib/qr.ts'
import { mayVouchFor } from '../../roster/rules/roster.ts'
import { allMembershipsOf } from '../../roster/store/sharing.ts'
import type { MemberEnrolment } from '../contract/session.ts'
import { lockEnrollee } from '../store/asker.ts'
import { queueEnrolmentMail } from '../../mail/steps.ts'
import { refuseMailBurst } from './session.ts'
import { displayName } from '../../roster/rules/names.ts'

/**
 * Gives a member the right to set password and app code: as a mail, or as a code to hand over on
 * paper.
 */
export async function enrolMember(
  ctx: Context,
  memberId: MemberId,
  { send }: { send: 'mail' | 'print' },
): Promise<MemberEnrolment> {
  const { enrolment, staffId, email } = await ctx.database.transaction(async tx => {
    const enrollee = await lockEnrollee(tx, memberId)
    if (!enrollee || !membershipIn(ctx.actor, enrollee.staffId)) throw notFound('member')
    const { staffId, personId } = enrollee
    if (personId === ctx.actor.personId)
      throw new DomainError('forbidden', 'Your own access is changed in your account')
    const memberships = await allMembershipsOf(tx, personId)
    // the member may have been removed while this transaction waited for the lock
    if (!memberships.some(m => m.memberId === memberId && m.leftAt === null))
      throw notFound('member')
    if (!mayVouchFor(ctx.actor, memberships)) {
      throw new DomainError(
        'forbidden',
        'Access is given by lead, KGS or IT of every staff the person belongs or belonged to',
      )
    }
    if (send === 'mail') await refuseMailBurst(ctx, tx, enrollee)
    const issued = await issueEnrolment(ctx, tx, {
      personId,
      createdBy: ctx.actor.personId,
      way: send,
    })
    const { staffName, hotline, zone, email, language } = enrollee
    if (send === 'mail') {
      const person = { personId, name: displayName(enrollee), email, language }
      await queueEnrolmentMail(tx, ctx, {
        staffId,
        staffName,
        hotline,
        givenBy: ctx.actor.name,
        isReplacement: enrollee.hasAccount,
        person,
        url: issued.url,
        expiresAt: issued.expiresAt,
        zone,
      })
    }
    const details = { send, isReplacement: enrollee.hasAccount, person: personId }
    await audit(ctx, tx, { staffId, action: 'member.accessGiven', subject: memberId, details })
    return { enrolment: issued, staffId, email }
  })
  const expiresAt = enrolment.expiresAt.toISOString()
  if (send === 'print') {
    const { code, url } = enrolment
    return { code, url, qrSvg: qrSvg(url), expiresAt }
  }
  ctx.live.publish(`staff:${staffId}:outbox`)
  return { sentTo: email, expiresAt }
}
