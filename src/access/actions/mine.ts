import { recordAudit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError, notFound } from '../../lib/errors.ts'
import { seal, unseal } from '../../lib/secrets.ts'
import type { FactorChange, MyChange, MySession } from '../contract/account.ts'
import { rememberDevice } from '../devices.ts'
import { hashPassword, passwordTurns } from '../password.ts'
import {
  type AccountRow,
  accountOf,
  forgetDevices,
  setFactor,
  setPassword,
} from '../store/accounts.ts'
import { endLinks } from '../../roster/store/links.ts'
import { type SessionId, endSession, endSessions, sessionsOf } from '../store/sessions.ts'
import { newTotpSecret, stepOfCode } from '../totp.ts'
import { appCodeOf, proveAgain, refuseWeakPassword, sealTotp, turnOf, wrongCode } from '../proof.ts'
import { changePerson } from '../../roster/store/people.ts'
import { endFeed } from '../../mail/feeds.ts'
import { limits, returnAttempt, takeAttempt } from '../../lib/limits.ts'

const changePurpose = 'change of app code'
const changeMs = 15 * 60_000

/**
 * Ends all sessions, and access without one: the calendar feed and the personal links of meetings
 * that are not over.
 */
export async function signOutEverywhere(ctx: Context): Promise<void> {
  const { personId } = ctx.actor
  await ctx.database.transaction(async tx => {
    const sessions = await endSessions(tx, personId, { now: ctx.clock.now() })
    await forgetDevices(tx, personId)
    const feed = await endFeed(tx, personId)
    const links = await endLinks(tx, { personId })
    await recordAudit(tx, entryOf(ctx, 'account.signedOutEverywhere', { sessions, feed, links }))
  })
  announce(ctx)
}

/** Ends one of the person's own sessions; a session of somebody else is not found. */
export async function endMySession(ctx: Context, id: SessionId): Promise<void> {
  await ctx.database.transaction(async tx => {
    if (!(await endSession(tx, ctx.actor.personId, id, ctx.clock.now()))) throw notFound('session')
    await recordAudit(tx, entryOf(ctx, 'account.signedOut', { session: id }))
  })
  announce(ctx)
}

export async function mySessions(ctx: Context): Promise<MySession[]> {
  const rows = await sessionsOf(ctx.database.db, ctx.actor.personId, ctx.clock.now())
  return rows.map(row => ({
    sessionId: row.id,
    isThisOne: row.id === ctx.actor.sessionId,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }))
}

export async function changeMe(ctx: Context, change: MyChange): Promise<void> {
  const given = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as { [K in keyof MyChange]: NonNullable<MyChange[K]> }
  await ctx.database.transaction(async tx => {
    await changePerson(tx, { personId: ctx.actor.personId, at: ctx.clock.now() }, given)
    await recordAudit(tx, entryOf(ctx, 'account.changed', { fields: Object.keys(given) }))
  })
  ctx.live.publish(...ctx.actor.memberships.map(m => `staff:${m.staffId}`))
  announce(ctx)
}

/**
 * Changes the password after asking for both factors; the other sessions end. Gives the new value
 * by which this browser is known.
 */
export async function changePassword(
  ctx: Context,
  input: { current: string; code: string; next: string },
  device: string | null,
): Promise<string> {
  const account = await myAccount(ctx)
  const turn = turnOf(account)
  await refuseWeakPassword(ctx, 'next', { password: input.next, person: account, turn })
  await proveAgain(ctx, account, input)
  const passwordHash = await passwordTurns.take(turn, () => hashPassword(input.next))
  const { personId } = account
  const deviceGeneration = await ctx.database.transaction(async tx => {
    const generation = await setPassword(tx, personId, passwordHash, ctx.clock.now())
    await endOthers(ctx, tx)
    await recordAudit(tx, entryOf(ctx, 'account.passwordChanged'))
    return generation
  })
  announce(ctx)
  return rememberDevice(ctx, device, { personId, deviceGeneration })
}

/**
 * First step to another app: asks for both factors, then gives a new secret. Nothing changes until
 * it is confirmed.
 */
export async function beginFactorChange(
  ctx: Context,
  input: { current: string; code: string },
): Promise<FactorChange> {
  const account = await myAccount(ctx)
  await proveAgain(ctx, account, input)
  const secret = newTotpSecret()
  const promise = JSON.stringify([account.personId, ctx.clock.now().getTime() + changeMs, secret])
  return {
    totp: appCodeOf(secret, account.email),
    changeToken: Buffer.from(seal(ctx.secret, changePurpose, promise)).toString('base64url'),
  }
}

/** Second step: a code of the new app replaces the old one; the other sessions end. */
export async function confirmFactorChange(
  ctx: Context,
  input: { changeToken: string; code: string },
): Promise<void> {
  const secret = promisedSecret(ctx, input.changeToken)
  await takeAttempt(ctx, limits.secondFactor, ctx.actor.personId)
  const step = stepOfCode(secret, input.code, ctx.clock.now())
  if (step === null) throw wrongCode()
  await returnAttempt(ctx, limits.secondFactor, ctx.actor.personId)
  await ctx.database.transaction(async tx => {
    await setFactor(tx, ctx.actor.personId, {
      totpSecret: sealTotp(ctx, secret),
      step,
      now: ctx.clock.now(),
    })
    await endOthers(ctx, tx)
    await recordAudit(tx, entryOf(ctx, 'account.factorChanged'))
  })
  announce(ctx)
}

async function myAccount(ctx: Context): Promise<AccountRow> {
  const account = await accountOf(ctx.database.db, ctx.actor.personId)
  if (!account)
    throw new DomainError(
      'forbidden',
      'People of the sample staff have neither password nor app code',
    )
  return account
}

function promisedSecret(ctx: Context, changeToken: string): string {
  const opened = unseal(
    ctx.secret,
    changePurpose,
    new Uint8Array(Buffer.from(changeToken, 'base64url')),
  )
  // sealed by us
  const [personId, until, secret] = opened
    ? (JSON.parse(opened) as [string, number, string])
    : ['', 0, '']
  if (personId !== ctx.actor.personId || until < ctx.clock.now().getTime()) {
    throw new DomainError('linkExpired', 'The change has taken too long; begin again')
  }
  return secret
}

const endOthers = (ctx: Context, tx: Parameters<typeof endSessions>[0]) =>
  endSessions(tx, ctx.actor.personId, { now: ctx.clock.now(), except: ctx.actor.sessionId })

/** Lets the person's open streams and pages check their rights again. */
const announce = (ctx: Context) => ctx.live.publish(`person:${ctx.actor.personId}`)

function entryOf(ctx: Context, action: string, details?: Record<string, unknown>) {
  const { personId } = ctx.actor
  return {
    at: ctx.clock.now(),
    staffId: null,
    actorId: personId,
    action,
    subject: personId,
    requestId: ctx.requestId,
    ...(details ? { details } : {}),
  }
}
