import { markSample } from '../../access/store/installation.ts'
import type { Visit } from '../../access/visit.ts'
import { recordAudit } from '../../audit/store.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId, StaffId } from '../../lib/ids.ts'
import { MeetingAtInput } from '../../meetings/contract/meeting.ts'
import { findMeeting } from '../../meetings/store/meetings.ts'
import { planMeetingAt } from '../../meetings/actions/plan.ts'
import { replyAsMyself } from '../../meetings/actions/reply.ts'
import { addMember } from '../../roster/store/members.ts'
import { createStaff } from '../../roster/store/staffs.ts'
import type { SampleMade } from '../contract.ts'
import {
  sampleAddress,
  sampleIncident,
  sampleMeeting,
  samplePeople,
  sampleStaff,
  type SamplePerson,
} from '../sample.ts'
import { untouched } from './firstStart.ts'
import { permitSample } from './permit.ts'
import { castOf, type Cast } from './cast.ts'
import { playYesterday } from './yesterday.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/**
 * Makes the invented staff, yesterday's meeting and one that is about to begin, in one transaction.
 * From then on this is a sample installation.
 */
export async function makeSample(visit: Visit): Promise<SampleMade> {
  return await untouched(visit, permitSample, async tx => {
    const at = visit.clock.now()
    const { staffId, cast } = await makeStaff(visit, tx, new Date(at.getTime() - 2 * dayMs))
    await markSample(tx)
    const details = { way: 'sample' }
    await recordAudit(tx, {
      at,
      staffId,
      actorId: null,
      action: 'staff.created',
      subject: staffId,
      details,
      requestId: visit.requestId,
    })
    const began = new Date(Math.floor((at.getTime() - dayMs) / (15 * minuteMs)) * 15 * minuteMs)
    const first = await plan(cast, staffId, {
      startsAt: began,
      plannedAt: new Date(began.getTime() - 2 * 60 * minuteMs),
      incident: sampleIncident,
    })
    await playYesterday(cast, { meetingId: first, began })
    const soon = new Date(
      Math.ceil((at.getTime() + sampleMeeting.beginsInMs) / minuteMs) * minuteMs,
    )
    const found = await findMeeting(tx, first)
    if (!found) throw new Error('The sample has lost its first meeting')
    const meetingId = await plan(cast, staffId, {
      startsAt: soon,
      plannedAt: at,
      incidentId: found.meeting.incidentId,
    })
    return { staffId, meetingId }
  })
}

async function makeStaff(
  visit: Visit,
  tx: Db,
  at: Date,
): Promise<{ staffId: StaffId; cast: Cast }> {
  const staff = await createStaff(tx, {
    ...sampleStaff,
    template: 'nrw',
    zone: 'Europe/Berlin',
    language: 'de',
    isSample: true,
    at,
  })
  if (!staff) throw new DomainError('conflict', 'There is a sample staff already')
  const { staffId } = staff
  const idOf = new Map(staff.functions.map(fn => [fn.label, fn.functionId]))
  const ranked = (labels: string[] | undefined, rank: number) =>
    (labels ?? []).flatMap(label => {
      const functionId = idOf.get(label)
      return functionId ? [{ functionId, rank }] : []
    })
  const members = []
  for (const person of samplePeople) {
    const functions = [...ranked(person.holds, 0), ...ranked(person.deputyFor, 1)]
    members.push({
      person,
      ...(await addMember(tx, {
        staffId,
        person: fieldsOf(person),
        roles: person.roles,
        at,
        functions,
      })),
    })
  }
  return { staffId, cast: castOf(visit, tx, { staffId, members }) }
}

/**
 * Plans and convenes a meeting at `plannedAt`; the people with a reply in the sample answer a
 * minute later.
 */
async function plan(
  cast: Cast,
  staffId: StaffId,
  {
    startsAt,
    plannedAt,
    ...about
  }: { startsAt: Date; plannedAt: Date } & (
    | { incident: typeof sampleIncident }
    | { incidentId: string }
  ),
): Promise<MeetingId> {
  const wish = MeetingAtInput.parse({
    ...about,
    startsAt: startsAt.toISOString(),
    durationMin: sampleMeeting.durationMin,
    place: sampleStaff.defaultPlace,
    seats: sampleStaff.defaultSeats,
    hasVirtualRoom: true,
    agenda: sampleMeeting.agenda,
    minuteTakerId: cast.memberId('sommerfeld'),
  })
  const meetingId = await planMeetingAt(cast.as('koehler', plannedAt), staffId, wish)
  for (const { mailbox, reply } of samplePeople) {
    if (!reply) continue
    const said =
      'mode' in reply
        ? { kind: 'accepted' as const, mode: reply.mode }
        : { kind: 'declined' as const, deputyMemberId: cast.memberId(reply.deputy) }
    await replyAsMyself(cast.as(mailbox, plannedAt), meetingId, said)
  }
  return meetingId
}

function fieldsOf({ title = '', name, organisation, mailbox, mobile = '' }: SamplePerson) {
  return {
    title,
    name,
    organisation,
    email: sampleAddress(mailbox),
    mobile,
    language: 'de' as const,
  }
}
