import { recordAudit } from '../../audit/store.ts'
import { DomainError } from '../../lib/errors.ts'
import type { PersonId } from '../../lib/ids.ts'
import { hashToken, newToken } from '../../lib/secrets.ts'
import type { Turn } from '../../lib/turns.ts'
import { knownDevice, rememberDevice } from '../devices.ts'
import { type Counted, countWrong, patience, refuseInPause } from '../patience.ts'
import { hashPassword, isOutdated, isPassword, passwordTurns } from '../password.ts'
import { halfSignedInMs, lifeMs, mayUseSample, standingOf } from '../rules.ts'
import { type AccountRow, accountByEmail, accountOf, renewHash } from '../store/accounts.ts'
import { setupOf } from '../store/installation.ts'
import {
  type SessionRow,
  completeSession,
  endSession,
  insertSession,
  liveSession,
} from '../store/sessions.ts'
import type { SignedIn, Visit } from '../visit.ts'
import { acceptedStep } from '../proof.ts'
import { personOf } from '../../roster/store/people.ts'
import { placeOf } from '../../lib/limits.ts'

/**
 * First step: the password. Gives the token of a session that allows only the second step. Only
 * wrong answers are counted, separately for each network and each of a person's own browsers, so
 * that nobody can lock others out.
 */
export async function signIn(
  visit: Visit,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const { counted, turn } = await standingFor(visit, email)
  // checked before queueing, so that guesses that are refused anyway delay nobody
  await refuseInPause(visit, counted)
  const personId = await passwordTurns.take(turn, async () => {
    await refuseInPause(visit, counted)
    const account = await accountByEmail(visit.database.db, email)
    const isRight = await isPassword(password, account?.passwordHash ?? null)
    passwordTurns.note(turn, !isRight)
    if (account && isRight) {
      const { personId, passwordHash } = account
      if (isOutdated(passwordHash))
        await renewHash(visit.database.db, {
          personId,
          from: passwordHash,
          to: await hashPassword(password),
        })
      return personId
    }
    await noteWrong(visit, counted, account)
    return null
  })
  if (!personId)
    throw new DomainError('unauthenticated', 'The address or the password is not right')
  await endPresent(visit)
  return await begin(visit, personId, ['password'], halfSignedInMs)
}

/** Second step: the code of the app. The session continues under a new token. */
export async function signInWithCode(visit: Visit, { code }: { code: string }): Promise<SignedIn> {
  const session = await presentSession(visit)
  if (
    !session ||
    standingOf(session.factors, { ...visit, isSample: session.isSample }) !== 'secondFactor'
  ) {
    throw new DomainError('unauthenticated', 'Sign in with address and password first')
  }
  const account = await accountOf(visit.database.db, session.personId)
  const step = account && (await acceptedStep(visit, account, code))
  if (!account || step === null) {
    await auditVisit(visit, session.personId, 'account.signInRefused', { step: 'secondFactor' })
    throw new DomainError('unauthenticated', 'The code is not right, or was used already')
  }
  const token = newToken()
  await visit.database.transaction(async tx => {
    const now = visit.clock.now()
    if (!(await completeSession(tx, session.id, { tokenHash: hashToken(token), now }))) {
      throw new DomainError('unauthenticated', 'The session has ended; sign in again')
    }
    await recordAudit(
      tx,
      entryOf(visit, session.personId, 'account.signedIn', { session: session.id }),
    )
  })
  return { token, device: rememberDevice(visit, visit.device, account) }
}

/**
 * Throws unless this is a sample and the request comes from this machine with the start code shown.
 * Runs before the body is read.
 */
export async function permitSampleSignIn(visit: Visit): Promise<void> {
  if (!mayUseSample(visit) || (await setupOf(visit.database.db)) !== 'sample') {
    throw new DomainError(
      'forbidden',
      'Only the sample staff signs in with one click, on the machine it runs on, after the printed address was opened',
    )
  }
}

/** Signs in as any member of the sample with one click. */
export async function signInAsSample(
  visit: Visit,
  { personId }: { personId: PersonId },
): Promise<string> {
  await permitSampleSignIn(visit)
  if (!(await personOf(visit.database.db, personId)))
    throw new DomainError('notFound', 'No such person in the sample staff')
  await endPresent(visit)
  return await begin(visit, personId, ['sample'], lifeMs)
}

/** Ends the session of this browser, proven by one factor or two; does nothing without one. */
export async function signOut(visit: Visit): Promise<void> {
  const session = await presentSession(visit)
  if (!session) return
  await visit.database.transaction(async tx => {
    await endSession(tx, session.personId, session.id, visit.clock.now())
    await recordAudit(
      tx,
      entryOf(visit, session.personId, 'account.signedOut', { session: session.id }),
    )
  })
  visit.live.publish(`person:${session.personId}`)
}

/** The keys that count wrong passwords for this account, and the queue the visitor waits in. */
async function standingFor(visit: Visit, email: string): Promise<{ counted: Counted; turn: Turn }> {
  const account = await accountByEmail(visit.database.db, email)
  const device = knownDevice(visit, visit.device, account)
  if (device !== null) {
    const who = `${email} ${device}`
    return {
      counted: { patience: patience.device, who },
      turn: { isKnown: true, group: `device ${device}`, lane: who },
    }
  }
  const place = placeOf(visit.address)
  return {
    counted: { patience: patience.network, who: `${email} ${place}` },
    turn: { isKnown: false, group: `network ${place}`, lane: email },
  }
}

/**
 * Takes equally long with and without an account. An unknown address is not stored, because it may
 * belong to anybody.
 */
async function noteWrong(
  visit: Visit,
  counted: Counted,
  account: AccountRow | null,
): Promise<void> {
  await visit.database.transaction(async tx => {
    await countWrong(visit, tx, counted)
    if (account)
      await recordAudit(
        tx,
        entryOf(visit, account.personId, 'account.signInRefused', { step: 'password' }),
      )
    else await countWrong(visit, tx, { patience: patience.network, who: placeOf(visit.address) })
  })
}

async function begin(
  visit: Visit,
  personId: PersonId,
  factors: SessionRow['factors'],
  life: number,
): Promise<string> {
  const token = newToken()
  const { userAgent } = visit
  await visit.database.transaction(async tx => {
    const now = visit.clock.now()
    const session = await insertSession(tx, {
      tokenHash: hashToken(token),
      personId,
      factors,
      userAgent,
      now,
      lifeMs: life,
    })
    if (factors.includes('sample'))
      await recordAudit(
        tx,
        entryOf(visit, personId, 'account.signedIn', { session, way: 'sample' }),
      )
  })
  return token
}

async function presentSession(visit: Visit): Promise<SessionRow | null> {
  return visit.token === null
    ? null
    : await liveSession(visit.database.db, hashToken(visit.token), visit.clock.now())
}

/** A new sign-in ends the session this browser had before. */
async function endPresent(visit: Visit): Promise<void> {
  const session = await presentSession(visit)
  if (!session) return
  await endSession(visit.database.db, session.personId, session.id, visit.clock.now())
  visit.live.publish(`person:${session.personId}`)
}

async function auditVisit(
  visit: Visit,
  personId: PersonId,
  action: string,
  details: Record<string, unknown>,
): Promise<void> {
  await recordAudit(visit.database.db, entryOf(visit, personId, action, details))
}

function entryOf(
  visit: Visit,
  personId: PersonId,
  action: string,
  details: Record<string, unknown>,
) {
  return {
    at: visit.clock.now(),
    staffId: null,
    actorId: personId,
    action,
    subject: personId,
    details,
    requestId: visit.requestId,
  }
}
