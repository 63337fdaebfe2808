import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, FunctionId, MeetingId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { inPieces } from '../../lib/pieces.ts'
import { additionsFor, nameWith } from '../../lib/namesakes.ts'
import { startsOn } from '../../lib/time.ts'
import { factOf, isListed, presence } from './facts.ts'
import type { MeetingInStaff } from './meetings.ts'
import { attendees } from '../tables.ts'
import { shownOf } from '../../roster/rules/roster.ts'
import {
  type FunctionHistory,
  functionHistories,
  functionsOn,
} from '../../roster/store/functionHistory.ts'
import { formerLeavingsOf } from '../../roster/store/leavings.ts'
import { members, people } from '../../roster/tables.ts'
import { leftOpen } from '../rules/invitees.ts'
import type { PersonFact, SenderFact } from '../rules/representation.ts'
import { type HolderFact, belongsTo, lasting, plansOf } from '../rules/replies.ts'
import { latestReplies } from './replies.ts'
import { bySortName, sortName } from '../../roster/rules/names.ts'
import { type Participant, attendeesOf, participant } from './participants.ts'

export type FunctionOfDay = {
  functionId: FunctionId
  label: string
  block: string
  position: number
  isRequired: boolean
}
/** The people of a meeting, and the functions and holders of its staff on that day. */
export type Participation = {
  participants: Participant[]
  functions: FunctionOfDay[]
  holders: HolderFact[]
  /** of everyone who ever was in the list of the meeting */
  names: Map<AttendeeId, string>
  /** the same people, with the replies that count */
  people: SenderFact[]
  /** what the staff's functions are called now */
  labelsToday: Map<FunctionId, string>
}

/**
 * Reads many meetings with four queries. Participants are ordered by the position of their first
 * function, then by name. People who left the staff before a meeting, or whose invitation ended,
 * are left out unless they came; a deputy they named still acts for their functions.
 */
export async function participationOf(
  db: Db,
  meetings: readonly MeetingInStaff[],
): Promise<Map<MeetingId, Participation>> {
  const ids = meetings.map(m => m.meeting.id)
  if (ids.length === 0) return new Map()
  const staffIds = [...new Set(meetings.map(m => m.meeting.staffId))]
  const [attendeeRows, replyRows, holderRows, formerRows] = await Promise.all([
    attendeesOf(db, ids),
    latestReplies(db, meetings),
    holdersOfStaffs(db, staffIds),
    formerLeavingsOf(db, staffIds),
  ])
  const former = Map.groupBy(formerRows, row => row.memberId)
  const labelsToday = new Map(holderRows.map(fn => [fn.functionId, fn.label]))
  const replyOf = new Map(replyRows.map(r => [r.attendeeId, r]))
  const rowsOf = Map.groupBy(attendeeRows, row => row.attendee.meetingId)
  const of = ({ meeting, staff }: MeetingInStaff): Participation => {
    const day = startsOn(meeting.startsAt, staff.zone)
    const at = meeting.closedAt ?? (meeting.state === 'cancelled' ? meeting.endsAt : neverEnding)
    const then = { staffId: staff.id, day, at }
    const counts = ({ leftAt }: { leftAt: Date | null }) =>
      belongsTo(meeting, { leavings: lasting(leftAt) })
    const { functions: ofDay, holders: holdersOfDay } = onDay(holderRows, { ...then, counts })
    const rows = rowsOf.get(meeting.id) ?? []
    const facts = rows.map(row => ({
      ...factOf(row, { meeting, given: replyOf.get(row.attendee.id) }),
      isListed: isListed(row, {
        meeting,
        former: (row.member && former.get(row.member.id)) ?? [],
      }),
    }))
    const known = new Set(facts.map(fact => fact.memberId))
    const holdersEver = rows.some(({ member }) => (member?.leftAt ?? null) !== null)
      ? onDay(holderRows, {
          ...then,
          counts: holder => counts(holder) || known.has(holder.memberId),
        }).holders
      : holdersOfDay
    const plans = plansOf(facts, holdersEver)
    const invited = new Set(facts.flatMap(fact => (fact.isInvited ? [fact.memberId] : [])))
    const open = leftOpen(holdersEver, memberId => invited.has(memberId))
    const people = facts.map(fact => ({
      ...fact,
      sends: fact.isInvited || (fact.memberId !== null && open.has(fact.memberId)),
    }))
    const position = new Map(ofDay.map(f => [f.functionId, f.position]))
    const everyone = toldApart(
      rows.map((row, i) =>
        participant(row, {
          given: replyOf.get(row.attendee.id),
          plan: plans[i]!,
          at: meeting.closedAt,
        }),
      ),
      new Map(ofDay.map(fn => [fn.functionId, fn.label])),
    )
    const participants = everyone.filter((_, i) => facts[i]!.isListed)
    const names = new Map(everyone.map(p => [p.attendeeId, p.name]))
    const place = (p: Participant) =>
      Math.min(
        ...p.plan.functionIds.map(id => position.get(id) ?? 9_999),
        p.kind === 'visitor' ? 99_999 : 10_000,
      )
    participants.sort(
      (a, b) => place(a) - place(b) || bySortName(a, b) || (a.attendeeId < b.attendeeId ? -1 : 1),
    )
    return { participants, functions: ofDay, holders: holdersOfDay, names, people, labelsToday }
  }
  // those of one meeting take a millisecond, but an act can ask for hundreds
  return inPieces(
    (function* () {
      const all = new Map<MeetingId, Participation>()
      for (const each of meetings) {
        all.set(each.meeting.id, of(each))
        yield
      }
      return all
    })(),
  )
}

/** Everybody of these meetings with the replies that count, without functions. */
export async function peopleOf(
  db: Db,
  meetings: readonly MeetingInStaff[],
): Promise<Map<MeetingId, PersonFact[]>> {
  const ids = meetings.map(m => m.meeting.id)
  if (ids.length === 0) return new Map()
  const [rows, given] = await Promise.all([
    db
      .select({ attendee: attendees, member: members, ...presence })
      .from(attendees)
      .leftJoin(members, eq(members.id, attendees.memberId))
      .where(isAmong(attendees.meetingId, ids)),
    latestReplies(db, meetings),
  ])
  const givenBy = new Map(given.map(each => [each.attendeeId, each]))
  const byMeeting = Map.groupBy(rows, row => row.attendee.meetingId)
  return new Map(
    meetings.map(({ meeting }) => [
      meeting.id,
      (byMeeting.get(meeting.id) ?? []).map(row =>
        factOf(row, { meeting, given: givenBy.get(row.attendee.id) }),
      ),
    ]),
  )
}

export async function participationOfOne(db: Db, meeting: MeetingInStaff): Promise<Participation> {
  return (await participationOf(db, [meeting])).get(meeting.meeting.id)!
}

function toldApart(
  people: readonly Participant[],
  labels: ReadonlyMap<FunctionId, string>,
): Participant[] {
  const additions = additionsFor(
    people.map(({ attendeeId: id, name, organisation, plan }) => {
      const functions = plan.functionIds.flatMap(fn => labels.get(fn) ?? [])
      return { id, name, organisation, functions }
    }),
  )
  return people.map(person => {
    const addition = additions.get(person.attendeeId)
    const { name, sortName: sorted } = person
    return { ...person, name: nameWith(name, addition), sortName: nameWith(sorted, addition) }
  })
}

// what has not ended stands as the roster stands, however late it is
export const neverEnding = new Date(8.64e15)

/**
 * All that functions of staffs ever were and who ever held them; which of it counts is decided per
 * day.
 */
export const holdersOfStaffs = functionHistories

export function onDay(
  histories: readonly FunctionHistory[],
  of: Parameters<typeof functionsOn>[1],
): { functions: FunctionOfDay[]; holders: HolderFact[] } {
  const found = functionsOn(histories, of)
  return {
    functions: found.map(({ holders: _, ...fn }) => fn),
    holders: found.flatMap(({ functionId, holders }) =>
      holders.map(({ memberId, rank }) => ({ functionId, memberId, rank })),
    ),
  }
}

/** Present members, with the fields their staff may see. */
export async function activeMembers(db: Db, staffId: StaffId) {
  const rows = await db
    .select({ member: members, person: people })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(and(eq(members.staffId, staffId), isNull(members.leftAt)))
    .orderBy(asc(members.id))
  return rows
    .map(({ member, person }) => ({ member, person: shownOf(person, member) }))
    .map(row => ({ row, sortName: sortName(row.person) }))
    .sort(bySortName)
    .map(({ row }) => row)
}
