import { eq, sql } from 'drizzle-orm'
import type { Role } from '../../lib/actor.ts'
import { asOf } from '../../lib/asOf.ts'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId, MemberId, PersonId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { isGone, presence } from './facts.ts'
import { attendees } from '../tables.ts'
import { shownOf } from '../../roster/rules/roster.ts'
import { members, people } from '../../roster/tables.ts'
import type { GivenReply, ReplyFact } from './replies.ts'
import type { AttendeePlan } from '../contract/plan.ts'
import type { ReminderState } from '../contract/reply.ts'
import { mails } from '../../mail/tables.ts'
import type { MailState } from '../../mail/contract.ts'
import { displayName, sortName } from '../../roster/rules/names.ts'

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

export async function attendeesOf(db: Db, meetingIds: MeetingId[]) {
  return db
    .select({ attendee: attendees, member: members, person: people, lastReminder, ...presence })
    .from(attendees)
    .leftJoin(members, eq(members.id, attendees.memberId))
    .leftJoin(people, eq(people.id, members.personId))
    .where(isAmong(attendees.meetingId, meetingIds))
}

export function participant(
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
