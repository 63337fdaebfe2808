import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { takesPart } from '../../roster/rules/roster.ts'
import type { PlannedFollowing, PlannedStep } from '../following.ts'
import type { Slot } from '../slot.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { chosenByHand } from '../store/series.ts'
import { stillTakingPart } from './attendees.ts'
import type { StaffRoster } from './invitees.ts'
import { incidentFor, insertMeeting } from './plan.ts'

/** A day on which a meeting comes into the series. */
export type NewDay = PlannedStep & { slot: Slot }

/** Whether new meetings of the series are convened at once, as one of the others is. */
export const isSeriesConvened = ({ steps, found }: PlannedFollowing): boolean =>
  steps.some(({ meetingId }) => meetingId && found.get(meetingId)?.meeting.state !== 'planned')

/**
 * Plans the new meetings of a series like the others; mails nobody. Whoever was left out of the
 * others by hand, or invited by hand, is so here.
 */
export async function addFollowing(
  tx: Db,
  ctx: Context,
  {
    found,
    plan,
    people,
    days,
  }: {
    found: MeetingInStaff
    plan: PlannedFollowing
    people: StaffRoster
    days: readonly NewDay[]
  },
): Promise<MeetingId[]> {
  const { usual } = plan
  if (days.length === 0 || !usual) return []
  const { meeting, staff } = found
  const incident = await incidentFor(tx, ctx, staff, { incidentId: meeting.incidentId })
  const taking = new Set(
    people.active.flatMap(({ member }) => (takesPart(member.roles) ? member.id : [])),
  )
  const byHand = await chosenByHand(tx, modelOf(found, plan).meeting.id)
  const usualTakerId = await stillTakingPart(tx, staff.id, usual.minuteTakerId)
  const made: MeetingId[] = []
  for (const { facts, slot } of days) {
    const { title, minuteTakerId, ...rest } = { ...usual, minuteTakerId: usualTakerId, ...facts }
    const isChosen = (id: (typeof byHand.also)[number]) => taking.has(id) && id !== minuteTakerId
    const { meeting: added } = await insertMeeting(tx, ctx, {
      staff,
      incident,
      people,
      wish: {
        kind: meeting.kind,
        hasVirtualRoom: meeting.hasVirtualRoom,
        place: rest.place,
        seats: rest.seats,
        agenda: rest.agenda,
        minuteTakerId,
        ...(title ? { title } : {}),
        without: byHand.without.filter(isChosen),
        also: byHand.also.filter(isChosen),
      },
      slot,
      convene: isSeriesConvened(plan),
      seriesId: meeting.seriesId,
    })
    made.push(added.id)
  }
  return made
}

/** The meeting whose people the new ones have: the named one, or the last that is still ahead. */
function modelOf(named: MeetingInStaff, { steps, found }: PlannedFollowing): MeetingInStaff {
  const last = steps.findLast(({ meetingId, what }) => meetingId !== null && what !== 'begun')
  return (last?.meetingId && found.get(last.meetingId)) || named
}
