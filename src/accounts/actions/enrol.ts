import { recordAudit } from '../../audit/store.ts'
import type { Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'
import type { PersonId } from '../../lib/ids.ts'
import { hashToken, newPrintedCode, newToken, readPrintedCode } from '../../lib/secrets.ts'
import type { EnrolmentPage } from '../contract.ts'
import { rememberDevice } from '../devices.ts'
import { limits, placeOf, takeAttempt } from '../limits.ts'
import { hashPassword, passwordTurns } from '../password.ts'
import { enrolmentMs, lifeMs } from '../rules.ts'
import { personOf, putAccount } from '../store/accounts.ts'
import { insertEnrolment, offerSecret, openEnrolment, useEnrolment } from '../store/enrolments.ts'
import { endFeed, endLinks } from '../store/links.ts'
import { endSessions, insertSession } from '../store/sessions.ts'
import { setupOf } from '../store/installation.ts'
import { forgetStartCode } from '../startCode.ts'
import { newTotpSecret, stepOfCode } from '../totp.ts'
import type { SignedIn, Visit } from '../visit.ts'
import { appCodeOf, openTotp, refuseWeakPassword, sealTotp, turnOf, wrongCode } from './proof.ts'

/** A one-time right to set both factors, to be mailed as a link or printed; earlier ones of the person end. Permission is the caller's. */
export async function issueEnrolment(
  deps: Pick<Deps, 'clock' | 'publicUrl'>,
  tx: Db,
  { personId, createdBy }: { personId: PersonId; createdBy: PersonId | null },
): Promise<{ code: string; url: string; expiresAt: Date }> {
  const code = newPrintedCode()
  const now = deps.clock.now()
  const expiresAt = new Date(now.getTime() + enrolmentMs)
  await insertEnrolment(tx, { tokenHash: hashToken(code), personId, createdBy, now, expiresAt })
  // behind the hash: neither servers nor mail scanners get to see it
  return { code, url: `${deps.publicUrl}/enrol#${code}`, expiresAt }
}

/** Whom the link is for, and the secret to take into the app; looking again shows the same one. */
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
 * Sets both factors and signs in. Older sessions of the person end, here and everywhere, and other browsers are strangers;
 * where an account is replaced, its feed and personal links end too.
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

/** A code has 100 random bits, so looking for it gives nothing away; only those that do not exist are counted. */
async function openOne(visit: Visit, token: string) {
  const { db } = visit.database
  const tokenHash = hashToken(readPrintedCode(token))
  const row = await openEnrolment(db, tokenHash, visit.clock.now())
  const person = row && (await personOf(db, row.personId))
  if (row && person) return { tokenHash, row, person }
  await takeAttempt(visit, limits.enrolmentAddress, placeOf(visit.address))
  throw expired()
}

const expired = () =>
  new DomainError(
    'linkExpired',
    'This access code was used already, has expired, or does not exist',
  )
