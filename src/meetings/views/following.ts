import type { Context } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId, MemberId, PersonId } from '../../lib/ids.ts'
import { plannable } from '../access.ts'
import type { FollowingDay, FollowingPreview, FollowingWish } from '../contract/following.ts'
import { type PlannedFollowing, type PlannedStep, plannedFollowing } from '../following.ts'
import { holidayOn } from '../holidays.ts'
import { inviteeChange } from '../rules/invitees.ts'
import type { Slot } from '../slot.ts'
import { inviteesOf } from '../steps/attendees.ts'
import { isToldChange } from '../steps/facts.ts'
import { isSeriesConvened } from '../steps/following.ts'
import { rosterOfStaff, rosterOn } from '../steps/invitees.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { type Participation, participationOf } from '../store/participation.ts'

/** What a change of the following meetings would do, and how many people would be told. */
export async function followingPreview(
  ctx: Context,
  meetingId: MeetingId,
  wish: FollowingWish,
): Promise<FollowingPreview> {
  const found = await plannable(ctx, meetingId)
  if (!found.meeting.seriesId)
    throw new DomainError('wrongState', 'The meeting belongs to no series')
  const { db } = ctx.database
  const plan = await plannedFollowing(db, found, { wish, now: ctx.clock.now() })
  const known = plan.steps.flatMap(step => (step.meetingId && plan.found.get(step.meetingId)) || [])
  const participations = await participationOf(db, known)
  return {
    usual: plan.usual,
    days: plan.steps.map(step => dayView(step, { found, plan, participations })),
    problem: plan.problem === 'clockChange' ? null : plan.problem,
    people: (await toldBy(ctx, { found, plan, participations })).size,
    seen: plan.seen,
  }
}

type Ground = {
  found: MeetingInStaff
  plan: PlannedFollowing
  participations: ReadonlyMap<MeetingId, Participation>
}

/** Everybody who gets a mail by the change. */
async function toldBy(
  ctx: Context,
  { found, plan, participations }: Ground,
): Promise<Set<PersonId>> {
  const roster = await rosterOfStaff(ctx.database.db, found.staff.id)
  const personOf = new Map(roster.active.map(({ member, person }) => [member.id, person.id]))
  const told = new Set<PersonId>()
  const tell = (memberId: MemberId) => {
    const personId = personOf.get(memberId)
    if (personId) told.add(personId)
  }
  for (const step of plan.steps) {
    const meeting = step.meetingId ? plan.found.get(step.meetingId) : undefined
    const people = step.meetingId ? participations.get(step.meetingId) : undefined
    if (meeting?.meeting.state !== 'convened' || !people) continue
    for (const { personId } of toldIn(step, { meeting, people })) told.add(personId)
    const takerId = step.facts.minuteTakerId
    const isInvited = people.participants.some(({ memberId }) => memberId === takerId)
    if (takerId && step.what === 'changes' && !isInvited) tell(takerId)
  }
  if (!isSeriesConvened(plan)) return told
  for (const { what, slot } of plan.steps) {
    if (what !== 'comes' || !slot) continue
    const day = rosterOn(roster, { meeting: slot, staff: found.staff })
    for (const { memberId } of inviteeChange(day, [], null).bring) tell(memberId)
  }
  return told
}

/** The people of one meeting who get a mail by the step. */
function toldIn(
  { what, slot, facts }: PlannedStep,
  { meeting, people }: { meeting: MeetingInStaff; people: Participation },
) {
  const { participants } = people
  const isForAll =
    what === 'goes' || (what === 'changes' && (slot || isToldChange(facts, meeting.meeting)))
  return isForAll ? inviteesOf(participants) : []
}

function dayView(step: PlannedStep, { found, plan, participations }: Ground): FollowingDay {
  const { date, meetingId, what, single, slot, question } = step
  const meeting = meetingId ? (plan.found.get(meetingId)?.meeting ?? null) : null
  const replies = meetingId
    ? (participations.get(meetingId)?.participants ?? []).map(({ reply }) => reply?.kind)
    : []
  const before = meeting && spanOf(meeting)
  return {
    date,
    meetingId,
    state: meeting?.state ?? null,
    what,
    before,
    after: what === 'goes' || what === 'leftOut' || question ? null : slot ? spanOf(slot) : before,
    question: question && {
      kind: question.shift,
      earlier: question.earlier.toISOString(),
      later: question.later.toISOString(),
    },
    single,
    holiday: holidayOn(date, found.staff.land),
    accepted: replies.filter(kind => kind === 'accepted').length,
    declined: replies.filter(kind => kind === 'declined').length,
  }
}

const spanOf = ({ startsAt, endsAt }: Slot) => ({
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
})
