import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, invalidField, notFound } from '../../lib/errors.ts'
import { type MeetingId, newId } from '../../lib/ids.ts'
import { actOn } from '../../meetings/steps/change.ts'
import type { MeetingInStaff } from '../../meetings/store/meetings.ts'
import { doorOpensAtMs, timeLimits } from '../rules/desk.ts'
import { standing } from '../rules/presence.ts'
import { findSignal, insertSignals, replacementOf, signalsOf } from '../store.ts'
import { deskMeeting, refuseDesk } from './desk.ts'

type Stored = NonNullable<Awaited<ReturnType<typeof findSignal>>>

/** *War ein Versehen*: takes an entry back. It stays stored, and presence leaves it out. */
export async function undoEntry(
  ctx: Context,
  meetingId: MeetingId,
  { signalId }: { signalId: string },
): Promise<void> {
  const found = await deskMeeting(ctx, meetingId)
  await replace(ctx, found, signalId, async (tx, _now, signal) => {
    const later = await replacementOf(tx, signal.id)
    if (later) {
      if (later.edge === 'void') return null
      throw overtakenEntry()
    }
    return { edge: 'void', at: signal.at, action: 'attendance.undone' }
  })
}

/**
 * *Zeit ändern*: gives an entry its true time. Throws invalid beyond the limits of `timeLimits`,
 * and conflict when somebody else corrected the entry first.
 */
export async function retimeEntry(
  ctx: Context,
  meetingId: MeetingId,
  { signalId, at }: { signalId: string; at: string },
): Promise<void> {
  const found = await deskMeeting(ctx, meetingId)
  await replace(ctx, found, signalId, async (tx, now, signal) => {
    if (signal.edge === 'void' || (await replacementOf(tx, signal.id))) throw overtakenEntry()
    const known = standing((await signalsOf(tx, [meetingId])).get(meetingId) ?? [])
    const { fromMs, untilMs } = timeLimits(
      { ...signal, atMs: signal.at.getTime() },
      {
        entries: known.filter(each => each.source !== 'mediaServer'),
        opensAtMs: doorOpensAtMs(now.meeting),
        nowMs: ctx.clock.now().getTime(),
      },
    )
    const ms = Date.parse(at)
    if (ms < fromMs || ms > untilMs)
      throw invalidField('at', 'lies beyond the entries before and after it', {
        value: at,
        expected: `from ${new Date(fromMs).toISOString()} to ${new Date(untilMs).toISOString()}`,
      })
    return { edge: signal.edge, at: new Date(ms), action: 'attendance.retimed' }
  })
}

type Correction = { edge: Stored['edge']; at: Date; action: string }

/** Adds a row that replaces the entry; both stay stored. Null: there is nothing to correct. */
async function replace(
  ctx: Context,
  found: MeetingInStaff,
  signalId: string,
  correct: (tx: Db, now: MeetingInStaff, signal: Stored) => Promise<Correction | null>,
): Promise<void> {
  const meetingId = found.meeting.id
  const receivedAt = ctx.clock.now()
  const isDone = await actOn(ctx, found, async (tx, now) => {
    refuseDesk(now, receivedAt)
    const signal = await findSignal(tx, { id: signalId, meetingId })
    if (!signal || signal.source === 'mediaServer' || signal.gathering !== now.meeting.gathering)
      throw notFound('entry of this meeting')
    const correction = await correct(tx, now, signal)
    if (!correction) return false
    const { edge, at, action } = correction
    const { seq: _seq, ...kept } = signal
    const id = newId('signal', receivedAt)
    const by = { receivedAt, byId: ctx.actor.personId }
    await insertSignals(tx, [{ ...kept, id, edge, at, ...by, replacesId: signal.id }])
    await audit(ctx, tx, {
      staffId: found.staff.id,
      action,
      subject: signal.attendeeId,
      details: { signal: signal.id, from: signal.at.toISOString(), to: at.toISOString() },
    })
    return true
  })
  if (isDone) ctx.live.publish(`meeting:${meetingId}:attendance`)
}

const overtakenEntry = () => new DomainError('conflict', 'Somebody corrected this entry first')
