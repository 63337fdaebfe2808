import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Role } from '../../lib/actor.ts'
import { asOf } from '../../lib/asOf.ts'
import type { Db } from '../../lib/db.ts'
import type {
  AttendeeId,
  FunctionId,
  MeetingId,
  MemberId,
  PersonId,
  StaffId,
} from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { inPieces } from '../../lib/pieces.ts'
import { additionsFor, nameWith } from '../../lib/namesakes.ts'
import { startsOn } from '../../lib/time.ts'
import { factOf, isGone, isListed, presence } from './facts.ts'
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
import { type GivenReply, type ReplyFact, latestReplies } from './replies.ts'
import type { AttendeePlan } from '../contract/plan.ts'
import type { ReminderState } from '../contract/reply.ts'
import { mails } from '../../mail/tables.ts'
import type { MailState } from '../../mail/contract.ts'
import { bySortName, displayName, sortName } from '../../roster/rules/names.ts'

export type FunctionOfDay = {
  functionId: FunctionId
  label: string
  block: string
  position: number
  isRequired: boolean
}
/** Everything stored about one person of a meeting. */
export type Participant = {
  attendeeId: AttendeeId
  meetingId: MeetingId
  memberId: MemberId | null
  personId: PersonId | null
  kind: 'invited' | 'deputy' | 'visitor'
  /** with an addition when somebody of this meeting has the same name */
  name: string
  /** the name without that addition, for addressing them */
  ownName: string
  sortName: string
  organisation: string
  /** what they are called now; null: a visitor */
  today: { name: string; organisation: string } | null
  email: string | null
  mobile: string
  language: 'de' | 'en'
  roles: Role[]
  /** when they left the staff; null: they are in it, or are a visitor */
  leftAt: Date | null
  /** they have left the staff or have no role that takes part; at the end of a closed meeting */
  isGone: boolean
  mailProblem: string | null
  remindedAt: Date | null
  /** null: never reminded */
  reminder: ReminderState | null
  mailedSequence: number | null
  linkGeneration: number
  deputyForId: AttendeeId | null
  /** the reply that counts */
  reply: ReplyFact | null
  /** the last reply when it was given for another day and does not count */
  formerReply: ReplyFact | null
  plan: AttendeePlan
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

/** state of the mail of the last reminder; null: there is none any more, or never was */
const lastReminder = sql<MailState | null>`case when ${attendees.remindedAt} is not null then (
  select ${mails.state} from ${mails}
  where ${mails.meetingId} = ${attendees.meetingId} and ${mails.personId} = ${people.id}
    and ${mails.attendeeId} = ${attendees.id} and ${mails.kind} = 'reminder'
  order by ${mails.seq} desc limit 1) end`

function reminderState(mail: MailState | null): ReminderState {
  if (mail === 'failed') return 'failed'
  // an old mail may have been deleted by retention after it left
  return mail === null || mail === 'sent' ? 'sent' : 'waiting'
}

async function attendeesOf(db: Db, meetingIds: MeetingId[]) {
  return db
    .select({ attendee: attendees, member: members, person: people, lastReminder, ...presence })
    .from(attendees)
    .leftJoin(members, eq(members.id, attendees.memberId))
    .leftJoin(people, eq(people.id, members.personId))
    .where(isAmong(attendees.meetingId, meetingIds))
}

function participant(
  {
    attendee,
    member: memberNow,
    person: personNow,
    lastReminder,
  }: Awaited<ReturnType<typeof attendeesOf>>[number],
  { given, plan, at }: { given: GivenReply | undefined; plan: AttendeePlan; at: Date | null },
): Participant {
  const [member, person] = [memberNow && asOf(memberNow, at), personNow && asOf(personNow, at)]
  // a visitor has a name of its own (the table's check), a member has a person
  const named = person ?? { title: '', name: attendee.visitorName! }
  const shown = person && member ? shownOf(person, member) : null
  return {
    attendeeId: attendee.id,
    meetingId: attendee.meetingId,
    memberId: attendee.memberId,
    personId: person?.id ?? null,
    kind: attendee.kind,
    name: displayName(named),
    ownName: displayName(named),
    sortName: sortName(named),
    organisation: shown?.organisation ?? attendee.visitorOrganisation ?? '',
    today: personNow && memberNow && todayOf(shownOf(personNow, memberNow)),
    email: person?.email ?? null,
    mobile: shown?.mobile ?? '',
    language: person?.language ?? 'de',
    roles: member?.roles ?? [],
    leftAt: member?.leftAt ?? null,
    isGone: isGone(memberNow, at),
    mailProblem: person?.mailProblem ?? null,
    remindedAt: attendee.remindedAt,
    reminder: attendee.remindedAt && reminderState(lastReminder),
    mailedSequence: attendee.mailedSequence,
    linkGeneration: attendee.linkGeneration + (member?.linkGeneration ?? 0),
    deputyForId: attendee.deputyForId,
    reply: given?.reply ?? null,
    formerReply: given?.former ?? null,
    plan,
  }
}

const todayOf = (person: { title: string; name: string; organisation: string }) => ({
  name: displayName(person),
  organisation: person.organisation,
})
