import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, invalidField, overtaken } from '../../lib/errors.ts'
import type { AttendeeId, MeetingId } from '../../lib/ids.ts'
import { startsOn } from '../../lib/time.ts'
import type { Cadence, Occasion } from '../../mail/contract.ts'
import { plannable } from '../access.ts'
import { announce, announceEndOfGathering } from '../announce.ts'
import type { FollowingChange, FollowingDone } from '../contract/following.ts'
import { type PlannedFollowing, type PlannedStep, plannedFollowing } from '../following.ts'
import { dayAt, weekdaysIn } from '../series.ts'
import { type Out, requireMeant, unclearDays } from '../slot.ts'
import { replaceAgenda } from '../steps/agenda.ts'
import { inviteesOf } from '../steps/attendees.ts'
import { writeCancelled } from '../steps/cancel.ts'
import { writeFacts } from '../steps/facts.ts'
import { addFollowing, type NewDay } from '../steps/following.ts'
import { addOne } from '../steps/invite.ts'
import { type Letters, queueAll } from '../steps/mail.ts'
import { movedFrom, writeMove } from '../steps/move.ts'
import { heldRoster } from '../steps/plan.ts'
import { type MeetingInStaff, meetingsByIds } from '../store/meetings.ts'
import { participationOf } from '../store/participation.ts'
import { lockSeries, setRule } from '../store/series.ts'

type Input = Out<typeof FollowingChange>
/** Why people of a meeting get mail, and who; `only` null: all who are invited. */
type News = { meetingId: MeetingId; occasion: Occasion; only: AttendeeId | null }

/**
 * Changes the meetings of a series from a day on, in one transaction: their facts, their time, or
 * their rhythm. A day of both rhythms keeps its meeting with its replies. All mails are written by
 * one call, so that somebody concerned by several meetings can get one mail. A change that would do
 * anything else than the preview showed is refused.
 */
export async function changeFollowing(
  ctx: Context,
  meetingId: MeetingId,
  { seen, ...wish }: Input,
): Promise<FollowingDone> {
  const found = await plannable(ctx, meetingId)
  const { seriesId } = found.meeting
  if (!seriesId) throw new DomainError('wrongState', 'The meeting belongs to no series')
  const staffId = found.staff.id
  const now = ctx.clock.now()
  const act = async (tx: Db) => {
    const people = await heldRoster(tx, staffId)
    await lockSeries(tx, seriesId)
    const plan = await plannedFollowing(tx, found, { wish, now })
    if (seen !== undefined && seen !== plan.seen) throw overtaken(undefined)
    requirePossible(plan, { wish, now })
    const told = cadenceOf(found, plan, wish)
    const news: News[] = []
    for (const step of plan.steps)
      if (step.meetingId)
        news.push(...(await changeOne(tx, ctx, { step, plan, told, reason: wish.reason })))
    const days = plan.steps.filter(isNew)
    const made = await addFollowing(tx, ctx, { found, plan, people, days })
    for (const id of made)
      news.push({ meetingId: id, occasion: { kind: 'invitation', ...told }, only: null })
    if (wish.rule)
      await setRule(tx, seriesId, { ...wish.rule, leftOut: leftOutOf(plan.steps, wish) })
    await queueAll(tx, ctx, await lettersFor(tx, news))
    const done = countsOf(plan.steps)
    await audit(ctx, tx, {
      staffId,
      action: 'series.changed',
      subject: seriesId,
      details: { from: meetingId, ...done },
    })
    return { done, steps: plan.steps, made }
  }
  const { done, steps, made } = await ctx.database.transaction(act, { beside: staffId })
  const changed = steps.flatMap(step => (step.meetingId && isWritten(step) ? step.meetingId : []))
  announce(ctx, staffId, [...changed, ...made])
  for (const step of steps)
    if (step.meetingId && (step.what === 'goes' || step.slot))
      announceEndOfGathering(ctx, step.meetingId)
  ctx.live.publish(...changed.map(id => `meeting:${id}:replies` as const))
  return done
}

const isWritten = ({ what }: PlannedStep) => what === 'goes' || what === 'changes'
const isNew = (step: PlannedStep): step is NewDay => step.what === 'comes' && step.slot !== null

function requirePossible(
  { usual, problem, steps }: PlannedFollowing,
  { wish, now }: { wish: Omit<Input, 'seen'>; now: Date },
): void {
  if (problem) throw invalidField('rule', problem, { expected: 'days on which to meet' })
  if (!usual) throw new DomainError('wrongState', 'No meeting of the series is left to change')
  const questions = steps.flatMap(({ question }) => question ?? [])
  if (questions.length > 0) throw unclearDays(questions, wish.time ?? usual.time)
  const slots = steps.flatMap(({ slot }) => slot ?? [])
  requireMeant(slots, { now, meant: wish.meant })
}

async function changeOne(
  tx: Db,
  ctx: Context,
  {
    step,
    plan,
    told,
    reason,
  }: {
    step: PlannedStep
    plan: PlannedFollowing
    told: { cadence?: Cadence }
    reason: string
  },
): Promise<News[]> {
  const found = step.meetingId && plan.found.get(step.meetingId)
  if (!found || !isWritten(step)) return []
  const { meeting } = found
  const isConvened = meeting.state === 'convened'
  const all = (occasion: Occasion): News[] =>
    isConvened ? [{ meetingId: meeting.id, occasion, only: null }] : []
  if (step.what === 'goes') {
    await writeCancelled(tx, ctx, { meetingId: meeting.id, reason })
    return all({ kind: 'cancelled', ...told })
  }
  const at = ctx.clock.now()
  const { agenda, ...change } = step.facts
  const { isTold, was } =
    Object.keys(change).length > 0
      ? await writeFacts(tx, ctx, found, { change })
      : { isTold: false, was: {} }
  if (agenda) {
    await replaceAgenda(tx, meeting.id, { items: agenda, at })
    await audit(ctx, tx, {
      staffId: meeting.staffId,
      action: 'meeting.agendaChanged',
      subject: meeting.id,
    })
  }
  if (step.slot) await writeMove(tx, ctx, found, { slot: step.slot })
  const memberId = change.minuteTakerId
  const added = memberId ? await addOne(tx, ctx, found, { memberId, at }) : null
  if (step.slot) return all({ ...movedFrom(meeting), was })
  if (isTold) return all({ kind: 'changed', was })
  return added?.isNew && isConvened
    ? [{ meetingId: meeting.id, occasion: { kind: 'invitation' }, only: added.attendeeId }]
    : []
}

/** The new weekdays of the series; nothing when it keeps those it has. */
function cadenceOf(
  { meeting, staff: { zone } }: MeetingInStaff,
  { usual }: PlannedFollowing,
  { rule, startsOn: wished }: Pick<Input, 'rule' | 'startsOn'>,
): { cadence?: Cadence } {
  if (!rule || !usual) return {}
  const day = wished ?? startsOn(meeting.startsAt, zone)
  const weekdays = weekdaysIn(rule, day)
  const before = usual.weekdays
  const isFewer = weekdays.every(each => before.includes(each))
  if (isFewer && weekdays.length === before.length) return {}
  const from = dayAt(day, { time: '00:00', zone }).later.toISOString()
  return { cadence: { from, weekdays, isFewer } }
}

async function lettersFor(tx: Db, news: readonly News[]): Promise<Letters[]> {
  const found = await meetingsByIds(
    tx,
    news.map(({ meetingId }) => meetingId),
  )
  const byId = new Map(found.map(each => [each.meeting.id, each]))
  const participations = await participationOf(tx, found)
  return news.flatMap(({ meetingId, occasion, only }): Letters[] => {
    const meeting = byId.get(meetingId)
    if (!meeting || meeting.meeting.state === 'planned') return []
    const all = inviteesOf(participations.get(meetingId)?.participants ?? [])
    const invitees = only ? all.filter(({ attendeeId }) => attendeeId === only) : all
    return [{ found: meeting, occasion, invitees }]
  })
}

/** The days of the new rhythm that have no meeting, for whoever changes it once more. */
const leftOutOf = (steps: readonly PlannedStep[], { days }: Pick<Input, 'days'>): string[] =>
  steps.flatMap(({ what, date }) =>
    what === 'leftOut' || (what === 'goes' && days[date] === 'out') ? date : [],
  )

const countsOf = (steps: readonly PlannedStep[]): FollowingDone => {
  const count = (wanted: PlannedStep['what']) => steps.filter(({ what }) => what === wanted).length
  return { changed: count('changes'), cancelled: count('goes'), planned: count('comes') }
}
