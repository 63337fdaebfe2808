import { recordAudit } from '../audit/store.ts'
import type { Context, Deps, RosterFollower } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import type { MeetingId, PersonId, StaffId } from '../lib/ids.ts'
import type { Topic } from '../lib/live.ts'
import { takesPart } from '../roster/rules/roster.ts'
import { holdStaff, presentMembers } from '../roster/store/members.ts'
import { foreseen } from './steps/foreseen.ts'
import { isRunning } from './rules/states.ts'
import { awaitedSince, lockAwaited } from './steps/awaited.ts'
import { type MeetingChange, changesFor, followRoster, tellChanges } from './steps/invitees.ts'
import { loseMinuteTaker } from './steps/minuteTaker.ts'
import { peopleBefore } from './steps/representation.ts'
import { forgetTakenOut } from './store/known.ts'
import { meetingsOfMember } from './store/attendees.ts'
import { type MeetingInStaff, meetingsByIds } from './store/meetings.ts'
import { lockMinutesKept } from './store/minuteTakers.ts'
import { lockMeetingsOfRoster, unopenedIds } from './store/locks.ts'

/**
 * Lets the invitations to meetings whose opening is waited for follow the roster: members who come
 * to a meeting get an invitation, members who fall out get one CANCEL.
 */
export const meetingsFollowRoster: RosterFollower = {
  lock: (ctx, tx, change) =>
    lockMeetingsOfRoster(tx, { ...change, since: awaitedSince(ctx.clock.now()) }),

  async onLeaving(ctx, tx, { memberId }) {
    const known = await meetingsOfMember(tx, memberId)
    // somebody who comes back is invited as the roster says
    await forgetTakenOut(tx, { memberId, meetingIds: known })
    // a running meeting keeps its invitations, but people who named this member must learn that
    // their deputy is gone
    const begun = (await meetingsByIds(tx, known)).filter(each => isRunning(each.meeting.state))
    const before = await peopleBefore(tx, begun)
    await tellChanges(tx, ctx, { found: begun, before, invited: [], out: [] })
    return { counts: {}, topics: known.flatMap(topicsOf) }
  },

  async onChange(ctx, tx, staffId) {
    const ahead = await lockAwaited(tx, staffId, { now: ctx.clock.now() })
    const changes = await changesFor(tx, ahead)
    const by = { actorId: ctx.actor.personId, requestId: ctx.requestId }
    if (sizeOf(changes) <= mostAtOnce) return follow(ctx, tx, { staffId, by, ahead, changes })
    await followLater(ctx, tx, staffId)
    return { counts: { meetingsLater: changes.length }, topics: [] }
  },

  onManyChanges: followLater,

  async foresee(ctx, tx, staffId) {
    const now = ctx.clock.now()
    const ahead = await lockAwaited(tx, staffId, { now })
    return foreseen(tx, { staffId, now }, await changesFor(tx, ahead))
  },
}

/**
 * Invitations that begin or end within the change of a roster. Every one may be a mail, and while
 * they are written nobody can reply.
 */
const mostAtOnce = 500
const sizeOf = (changes: readonly MeetingChange[]) =>
  changes.reduce(
    (sum, { change: { bring, back, out } }) => sum + bring.length + back.length + out.length,
    0,
  )

async function followLater(ctx: Context, tx: Db, staffId: StaffId): Promise<void> {
  const { actor, requestId } = ctx
  await ctx.jobs.add(tx, 'follow-roster', [{ staffId, actorId: actor.personId, requestId }])
}

const meetingsAtOnce = 3

/**
 * Lets all meetings of a staff that have not begun follow its roster, a few in a transaction each.
 * Begun again after it was interrupted, it goes on where it was, because what followed is found
 * unchanged.
 */
export async function followInPieces(
  deps: Deps,
  { staffId, ...by }: { staffId: StaffId } & By,
): Promise<void> {
  const now = deps.clock.now()
  const ids = await unopenedIds(deps.database.db, staffId, awaitedSince(now))
  for (let i = 0; i < ids.length; i += meetingsAtOnce) {
    const piece = ids.slice(i, i + meetingsAtOnce)
    const { topics } = await deps.database.transaction(
      async tx => {
        await holdStaff(tx, staffId)
        const ahead = await lockAwaited(tx, staffId, { now, among: piece })
        return follow(deps, tx, { staffId, by, ahead, changes: await changesFor(tx, ahead) })
      },
      // one connection is enough for all staffs
      { alone: 'follow-roster', beside: staffId, patienceMs: Infinity },
    )
    deps.live.publish(...topics)
  }
}

/** The person who changed the roster, and their request. */
type By = { actorId: PersonId; requestId: string }

async function follow(
  deps: Deps,
  tx: Db,
  {
    staffId,
    by,
    ahead,
    changes,
  }: {
    staffId: StaffId
    by: By
    ahead: readonly MeetingInStaff[]
    changes: readonly MeetingChange[]
  },
): Promise<{ counts: Record<string, number>; topics: Topic[] }> {
  const { changed, invited, ended, told } = await followRoster(tx, deps, ahead, { changes })
  const vacated = await vacateMinuteTakers(deps, tx, { staffId, by })
  const counts = { invited: invited.length, uninvited: told }
  if (changed.length > 0)
    await recordAudit(tx, {
      at: deps.clock.now(),
      ...by,
      staffId,
      action: 'meeting.inviteesFollowed',
      subject: staffId,
      details: { meetings: changed.length, ...counts },
    })
  return {
    counts,
    topics: [
      ...changed.flatMap(id => [`meeting:${id}`, ...topicsOf(id)]),
      ...vacated.map(id => `meeting:${id}`),
      ...[...new Set(ended)].map(id => `person:${id}`),
      ...(changed.length > 0 ? [`staff:${staffId}:outbox`] : []),
    ],
  }
}

/**
 * Whoever left or takes part no more keeps no minutes to come, nor goes on keeping them; gives the
 * meetings that now have nobody for it.
 */
async function vacateMinuteTakers(
  { clock }: Deps,
  tx: Db,
  { staffId, by }: { staffId: StaffId; by: By },
): Promise<MeetingId[]> {
  const named = await lockMinutesKept(tx, staffId)
  if (named.length === 0) return []
  const present = await presentMembers(
    tx,
    staffId,
    named.map(({ minuteTakerId }) => minuteTakerId!), // filtered
  )
  const gone = named.filter(
    ({ minuteTakerId }) => !takesPart(present.get(minuteTakerId!) ?? []), // filtered
  )
  const author = { at: clock.now(), byId: by.actorId }
  for (const meeting of gone) await loseMinuteTaker(tx, meeting, author)
  return gone.map(({ id }) => id)
}

const topicsOf = (id: MeetingId) => [`meeting:${id}:replies`, `meeting:${id}:attendance`]
