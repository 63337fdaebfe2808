import { mayDoFirstStart, mayShowCode, mayUseSample, standingOf } from '../rules.ts'
import { setupOf } from '../store/installation.ts'
import { opensByCode, startCodeFile } from '../startCode.ts'
import { touchSession } from '../store/sessions.ts'
import type { Visit } from '../visit.ts'
import { foldMs } from '../../mail/rules.ts'
import type { Actor } from '../../lib/actor.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, notFound } from '../../lib/errors.ts'
import { hashToken } from '../../lib/secrets.ts'
import type { Me, SessionView } from '../contract/session.ts'
import {
  type Asker,
  type Enrollee,
  findAsker,
  firstHotline,
  myMemberships,
  sampleAccounts,
} from '../store/asker.ts'
import { personOf } from '../../roster/store/people.ts'
import { displayName } from '../../roster/rules/names.ts'
import { enrolmentMailedAt } from '../../mail/store/mails.ts'

const touchEveryMs = 60_000

/**
 * The signed-in person of a request. Throws unauthenticated, or secondFactorRequired while only the
 * password was given.
 */
export async function actorOf(visit: Visit): Promise<Actor> {
  const asker = await askerOf(visit)
  const standing = asker && standingOf(asker.factors, { ...visit, isSample: asker.isSample })
  if (!asker || standing === null) throw new DomainError('unauthenticated', 'Sign in first')
  if (standing === 'secondFactor')
    throw new DomainError('secondFactorRequired', 'Enter the code of your app first')
  const now = visit.clock.now()
  if (now.getTime() - asker.lastSeenAt.getTime() >= touchEveryMs)
    await touchSession(visit.database.db, asker.sessionId, now)
  return actorFrom(asker)
}

/**
 * The same without counting as use of the session; null when it ended or was proven by one factor
 * only.
 */
export async function presentActor(
  visit: Visit,
): Promise<{ actor: Actor; lastSeenAt: Date; expiresAt: Date } | null> {
  const asker = await askerOf(visit)
  if (!asker || standingOf(asker.factors, { ...visit, isSample: asker.isSample }) !== 'full')
    return null
  return { actor: actorFrom(asker), lastSeenAt: asker.lastSeenAt, expiresAt: asker.expiresAt }
}

/** The answer to the first request of every page. */
export async function describeSession(visit: Visit, chosen: 'de' | 'en'): Promise<SessionView> {
  const { db } = visit.database
  const [asker, setup, hotline] = await Promise.all([askerOf(visit), setupOf(db), firstHotline(db)])
  const isSample = setup === 'sample'
  const standing = asker && standingOf(asker.factors, { ...visit, isSample })
  const me = asker && standing === 'full' ? await describeMe(visit, asker) : undefined
  const video = visit.video()
  const maySeeReason = me !== undefined || mayDoFirstStart(visit)
  const asksForCode =
    !me && !visit.hasShownCode && mayShowCode(visit) && opensByCode(setup, visit.reach)
  return {
    state: me
      ? 'signedIn'
      : standing === 'secondFactor'
        ? 'secondFactor'
        : setup === 'untouched' && mayDoFirstStart(visit)
          ? 'firstStart'
          : 'signedOut',
    isSample,
    reach: visit.reach,
    ...(asksForCode ? { startCode: { file: startCodeFile(visit).shown } } : {}),
    ...(isSample && mayUseSample(visit) ? { sampleAccounts: await sampleAccounts(db) } : {}),
    ...(me ? { me } : {}),
    video:
      video.state === 'ready'
        ? { state: video.state }
        : { state: video.state, ...(maySeeReason ? { reason: video.reason } : {}) },
    mail: visit.hasMailServer ? 'smtp' : 'outbox',
    database: 'ready',
    hotline,
    locale: me?.language ?? chosen,
  }
}

/** No second code soon after the first: it would end the one just mailed and fill the mailbox. */
export async function refuseMailBurst(ctx: Context, tx: Db, enrollee: Enrollee): Promise<void> {
  const { personId, email: toAddress } = enrollee
  const mailedAt = await enrolmentMailedAt(tx, { personId, toAddress })
  const waitMs = mailedAt ? mailedAt.getTime() + foldMs - ctx.clock.now().getTime() : 0
  if (waitMs > 0)
    throw new DomainError('tooManyAttempts', 'An access code was mailed a moment ago', {
      details: { retryAfterS: Math.ceil(waitMs / 1000) },
    })
}

async function askerOf(visit: Visit): Promise<Asker | null> {
  return visit.token === null
    ? null
    : await findAsker(visit.database.sql, hashToken(visit.token), visit.clock.now())
}

function actorFrom(asker: Asker): Actor {
  const { personId, sessionId, language, memberships } = asker
  return { personId, sessionId, name: displayName(asker), language, memberships }
}

async function describeMe(visit: Visit, asker: Asker): Promise<Me> {
  const { db } = visit.database
  const [person, memberships] = await Promise.all([
    personOf(db, asker.personId),
    myMemberships(db, asker.personId),
  ])
  if (!person) throw notFound('person')
  return {
    personId: person.id,
    name: displayName(person),
    details: { title: person.title, name: person.name, organisation: person.organisation },
    email: person.email,
    mobile: person.mobile,
    language: person.language,
    theme: person.theme,
    letterKeys: person.letterKeys,
    isSampleSession: asker.factors.includes('sample'),
    memberships,
    sessionExpiresAt: asker.expiresAt.toISOString(),
    actor: actorFrom(asker),
  }
}
