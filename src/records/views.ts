import { handEntriesOf } from '../attendance/store.ts'
import { readAttendance } from '../attendance/reading.ts'
import { bandView } from '../attendance/views.ts'
import type { Context } from '../lib/context.ts'
import { notFound } from '../lib/errors.ts'
import type { StaffId } from '../lib/ids.ts'
import { permit } from '../lib/permit.ts'
import { titleOf } from '../meetings/rules/title.ts'
import type { MeetingInStaff } from '../meetings/store/meetings.ts'
import { functionHistories, functionsOn } from '../roster/store/functionHistory.ts'
import { namesInStaff } from '../roster/store/names.ts'
import type { HolderAnswer, HolderQuestion, RecordedFunctions } from './contract.ts'
import { holdingAt } from './holding.ts'
import { mayExport } from './rules.ts'
import { findStaff, meetingsAround } from './store.ts'

/** Every function of a staff that somebody can ask about, those of former times too. */
export async function recordedFunctions(
  ctx: Context,
  { staffId }: { staffId: StaffId },
): Promise<RecordedFunctions> {
  permit(ctx.actor, { staffId }, mayExport)
  const histories = await functionHistories(ctx.database.db, [staffId])
  return histories.map(({ functionId, label, retiredAt }) => ({
    functionId,
    label,
    isRetired: retiredAt !== null,
  }))
}

/**
 * Who had a function at a moment. In a meeting those count who were there; between meetings only
 * what the roster says, because nobody is recorded then.
 */
export async function holderAnswer(
  ctx: Context,
  { staffId, functionId, at }: HolderQuestion,
): Promise<HolderAnswer> {
  permit(ctx.actor, { staffId }, mayExport)
  const { db } = ctx.database
  const moment = new Date(at)
  const staff = (await findStaff(db, staffId))! // the staff of a membership exists
  const [histories, around, names] = await Promise.all([
    functionHistories(db, [staffId]),
    meetingsAround(db, staffId, moment),
    namesInStaff(db, { staffId, now: ctx.clock.now() }),
  ])
  const fn = histories.find(each => each.functionId === functionId)
  if (!fn) throw notFound('function')
  const then = functionsOn(histories, { staffId, at: moment }).find(
    each => each.functionId === functionId,
  )
  const readings = await readAttendance(db, around.during, ctx.clock.now())
  const refOf = (found: MeetingInStaff) => ({
    meetingId: found.meeting.id,
    title: titleOf(found.meeting, ctx.actor),
    incidentTitle: found.incident.title,
    kind: found.meeting.kind,
    openedAt: found.meeting.openedAt!.toISOString(), // only opened ones are asked for
    closedAt: found.meeting.closedAt?.toISOString() ?? null,
  })
  return {
    functionLabel: then?.label ?? fn.label,
    at: moment.toISOString(),
    zone: staff.zone,
    meetings: await Promise.all(
      around.during.map(async found => {
        const reading = readings.get(found.meeting.id)! // read for exactly these
        const entered = new Map(
          (await handEntriesOf(db, found.meeting)).map(entry => [entry.id as string, entry]),
        )
        const enteredBy = (signalId: string) => {
          const entry = entered.get(signalId)
          return entry ? names.ofPerson(entry.byId, entry.receivedAt) : null
        }
        const band = bandView(found, reading, ctx.actor.language)! // it was opened
        return {
          ...refOf(found),
          ...holdingAt(reading, { functionId, atMs: moment.getTime(), enteredBy }),
          band: { ...band, rows: band.rows.filter(row => row.id.startsWith(functionId)) },
        }
      }),
    ),
    roster: (then?.holders ?? []).map(({ memberId, displayName, rank }) => ({
      name: names.ofMember(memberId, moment) ?? displayName,
      rank,
    })),
    before: around.before ? refOf(around.before) : null,
    after: around.after ? refOf(around.after) : null,
  }
}
