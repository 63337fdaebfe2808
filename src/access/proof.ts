import type { Deps } from '../lib/context.ts'
import { DomainError, invalidField } from '../lib/errors.ts'
import type { PersonId } from '../lib/ids.ts'
import { seal, unseal } from '../lib/secrets.ts'
import type { Turn } from '../lib/turns.ts'
import type { AppCode } from './contract/account.ts'
import { isPassword, passwordTurns } from './password.ts'
import { qrSvg } from '../lib/qr.ts'
import {
  type PasswordProblem,
  combinedGuessesLog10,
  leastGuessesLog10,
  likelyWords,
  minPasswordLength,
  passwordProblem,
} from './rules.ts'
import { type AccountRow, takeStep } from './store/accounts.ts'
import { wordsOfPlace } from './store/words.ts'
import { guessesLog10 } from './strength.ts'
import { otpauthUrlOf, stepOfCode } from './totp.ts'
import { limits, returnAttempt, takeAttempt } from '../lib/limits.ts'

const purpose = 'app code'

export const sealTotp = (deps: Deps, secret: string) => seal(deps.secret, purpose, secret)

export function openTotp(deps: Deps, sealed: Uint8Array): string {
  const secret = unseal(deps.secret, purpose, sealed)
  if (secret === null)
    throw new Error('An app-code secret was sealed under another secret than this installation has')
  return secret
}

/**
 * Checks a code and marks its time step as used. Null when it is wrong or was used before, which
 * counts against the account's limit.
 */
export async function acceptedStep(
  deps: Deps,
  account: AccountRow,
  code: string,
): Promise<number | null> {
  await takeAttempt(deps, limits.secondFactor, account.personId)
  const step = stepOfCode(openTotp(deps, account.totpSecret), code, deps.clock.now())
  if (step === null || !(await takeStep(deps.database.db, account.personId, step))) return null
  await returnAttempt(deps, limits.secondFactor, account.personId)
  return step
}

/** Asks for both factors again before one of them is changed. */
export async function proveAgain(
  deps: Deps,
  account: AccountRow,
  given: { current: string; code: string },
): Promise<void> {
  await takeAttempt(deps, limits.secondFactor, account.personId)
  const isRight = await passwordTurns.take(turnOf(account), () =>
    isPassword(given.current, account.passwordHash),
  )
  if (!isRight) throw invalidField('current', 'is not your password')
  const step = stepOfCode(openTotp(deps, account.totpSecret), given.code, deps.clock.now())
  if (step === null || !(await takeStep(deps.database.db, account.personId, step))) {
    throw invalidField('code', 'is not right, or was used already', {
      expected: 'the code that the app shows now',
    })
  }
  await returnAttempt(deps, limits.secondFactor, account.personId)
}

/** A known person queues on their own, not with the strangers of their network. */
export const turnOf = ({ personId }: { personId: PersonId }) => ({
  isKnown: true,
  group: personId,
  lane: personId,
})

/**
 * Throws 'invalid' for a password that is too short, too long, common, the person's own name, or
 * easy to guess at this place.
 */
export async function refuseWeakPassword(
  deps: Deps,
  field: string,
  {
    password,
    person,
    turn,
    words = [],
  }: {
    password: string
    person: { name: string; email: string }
    turn: Turn
    /** words of a place that is not stored yet */
    words?: string[]
  },
): Promise<void> {
  const problem = passwordProblem(password, person)
  if (problem) throw weakPassword(field, problem)
  const known = likelyWords(person, [...words, ...(await wordsOfPlace(deps.database.db))])
  const combined = combinedGuessesLog10(password, known)
  if (Math.min(combined, await guessesLog10(turn, { password, words: known })) < leastGuessesLog10)
    throw weakPassword(field, 'guessable')
}

const weakPassword = (field: string, problem: PasswordProblem) =>
  invalidField(field, problem, {
    expected: `at least ${minPasswordLength} characters that nobody guesses`,
  })

export function appCodeOf(secret: string, accountName: string): AppCode {
  const otpauthUrl = otpauthUrlOf(secret, accountName)
  return { secret, otpauthUrl, qrSvg: qrSvg(otpauthUrl) }
}

export const wrongCode = () =>
  new DomainError('invalid', 'The code is not right', {
    fields: [
      { field: 'code', problem: 'is not right', expected: 'the code that the app shows now' },
    ],
  })
