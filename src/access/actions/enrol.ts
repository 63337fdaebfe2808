import { rememberDevice } from '../devices.ts'
import type { EnrolmentPage } from '../contract/account.ts'
import { appCodeOf, openTotp, refuseWeakPassword, sealTotp, turnOf, wrongCode } from '../proof.ts'
import { hashPassword, passwordTurns } from '../password.ts'
import { lifeMs } from '../rules.ts'
import { forgetStartCode } from '../startCode.ts'
import { putAccount } from '../store/accounts.ts'
import { type EnrolmentRow, offerSecret, openEnrolment, useEnrolment } from '../store/enrolments.ts'
import { setupOf } from '../store/installation.ts'
import { endLinks } from '../../roster/store/links.ts'
import { endSessions, insertSession } from '../store/sessions.ts'
import { newTotpSecret, stepOfCode } from '../totp.ts'
import type { SignedIn, Visit } from '../visit.ts'
import { recordAudit } from '../../audit/store.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'
import { hashToken, newToken, readPrintedCode } from '../../lib/secrets.ts'
import { mayVouchFor } from '../../roster/rules/roster.ts'
import { type AnyMembership, membershipsByPerson } from '../../roster/store/sharing.ts'
import { holdPeople, personOf } from '../../roster/store/people.ts'
import { endFeed } from '../../mail/feeds.ts'
import { limits, placeOf, takeAttempt } from '../../lib/limits.ts'

/** The person the link is for and their app-code secret. A second call gives the same secret. */
export async function readEnrolment(
  visit: Visit,
  { token }: { token: string },
): Promise<EnrolmentPage> {
  const { tokenHash, row, person } = await openOne(visit, token)
  const sealed = await offerSecret(visit.database.db, tokenHash, sealTotp(visit, newTotpSecret()))
  if (!sealed) throw expired()
  return {
    name: [person.title, person.name].filter(Boolean).join(' '),
    email: person.email,
    language: person.language,
    isReplacement: row.hasAccount,
    totp: appCodeOf(openTotp(visit, sealed), person.email),
  }
}

/**
 * Sets both factors and signs in. All older sessions of the person end, and other browsers count as
 * unknown again; where an account is replaced, its feed and personal links end too.
 */
export async function confirmEnrolment(
  visit: Visit,
  input: { token: string; password: string; code: string },
): Promise<SignedIn> {
  const { tokenHash, row, person } = await openOne(visit, input.token)
  const turn = turnOf({ personId: person.id })
  await refuseWeakPassword(visit, 'password', { password: input.password, person, turn })
  await takeAttempt(visit, limits.enrolmentCode, Buffer.from(tokenHash).toString('hex'))
  if (!row.totpSecret) throw wrongCode()
  const step = stepOfCode(openTotp(visit, row.totpSecret), input.code, visit.clock.now())
  if (step === null) throw wrongCode()
  const passwordHash = await passwordTurns.take(turn, () => hashPassword(input.password))
  const token = newToken()
  const { totpSecret } = row
  const deviceGeneration = await visit.database.transaction(async tx => {
    const now = visit.clock.now()
    await holdPeople(tx, row.createdBy ? [person.id, row.createdBy] : [person.id])
    if (!(await isStillGiven(tx, row))) throw expired()
    if (!(await useEnrolment(tx, tokenHash, now))) throw expired()
    await endSessions(tx, person.id, { now })
    if (row.hasAccount) {
      await endFeed(tx, person.id)
      await endLinks(tx, { personId: person.id })
    }
    const account = { personId: person.id, passwordHash, totpSecret, step, now }
    const generation = await putAccount(tx, account)
    const session = {
      tokenHash: hashToken(token),
      personId: person.id,
      userAgent: visit.userAgent,
      now,
      lifeMs,
    }
    await insertSession(tx, { ...session, factors: ['password', 'totp'] })
    const action = row.hasAccount ? 'account.replaced' : 'account.enrolled'
    await recordAudit(tx, {
      at: now,
      staffId: null,
      actorId: person.id,
      action,
      subject: person.id,
      requestId: visit.requestId,
    })
    return generation
  })
  visit.live.publish(`person:${person.id}`)
  if ((await setupOf(visit.database.db)) === 'done') await forgetStartCode(visit)
  const owner = { personId: person.id, deviceGeneration }
  return { token, device: rememberDevice(visit, visit.device, owner) }
}

/**
 * Only codes that do not exist count against the limit: with 100 random bits, a code that exists
 * was not guessed.
 */
async function openOne(visit: Visit, token: string) {
  const { db } = visit.database
  const tokenHash = hashToken(readPrintedCode(token))
  const row = await openEnrolment(db, tokenHash, visit.clock.now())
  const person = row && (await personOf(db, row.personId))
  if (row && person) {
    if (!(await isStillGiven(db, row))) throw expired()
    return { tokenHash, row, person }
  }
  await takeAttempt(visit, limits.enrolmentAddress, placeOf(visit.address))
  throw expired()
}

/**
 * Whether the person who gave the right may still give it. The first start's right has no giver.
 */
async function isStillGiven(
  db: Db,
  { personId, createdBy }: Pick<EnrolmentRow, 'personId' | 'createdBy'>,
): Promise<boolean> {
  if (createdBy === null) return true
  const belonging = await membershipsByPerson(db, [personId, createdBy])
  const isPresent = ({ leftAt }: AnyMembership) => leftAt === null
  const theirs = belonging.get(personId) ?? []
  const giver = { memberships: (belonging.get(createdBy) ?? []).filter(isPresent) }
  return theirs.some(isPresent) && mayVouchFor(giver, theirs)
}

const expired = () =>
  new DomainError(
    'linkExpired',
    'This access code was used already, has expired, does not exist, or was given by somebody who may not give it any more',
  )
