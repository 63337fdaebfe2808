import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId } from '../../lib/ids.ts'
import type { Occasion } from '../../mail/contract.ts'
import { type News, newsOf, type SenderFact } from '../rules/representation.ts'
import { isMovable } from '../rules/states.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { type Participation, participationOf } from '../store/participation.ts'
import { withDeputies } from '../store/replies.ts'

/** The people of meetings before something changes. */
export type Before = ReadonlyMap<MeetingId, readonly SenderFact[]>

/**
 * The people of those meetings in which somebody ever named a deputy, with invitations as before
 * the change: people who left the staff by it still count as invited. Planned meetings are left
 * out, because nobody was mailed about them.
 */
export async function peopleBefore(tx: Db, found: readonly MeetingInStaff[]): Promise<Before> {
  const told = found.filter(({ meeting }) => meeting.state !== 'planned')
  const named = await withDeputies(
    tx,
    told.map(({ meeting }) => meeting.id),
  )
  const participations = await participationOf(
    tx,
    told.filter(({ meeting }) => named.has(meeting.id)),
  )
  return new Map([...participations].map(([id, { people }]) => [id, asInvited(people)]))
}

const asInvited = (people: readonly SenderFact[]): SenderFact[] =>
  people.map(person => ({
    ...person,
    isInvited: !person.hasEnded,
    sends: person.sends || !person.hasEnded,
  }))

type DeputyNews = News & { occasion: Occasion }

/** News for each person whose deputies or senders have changed since `before`. */
export async function newsOfDeputies(
  tx: Db,
  {
    found,
    before,
    actor,
  }: { found: readonly MeetingInStaff[]; before: Before; actor: AttendeeId | null },
): Promise<Map<AttendeeId, DeputyNews>> {
  const after = await participationOf(
    tx,
    found.filter(({ meeting }) => before.has(meeting.id)),
  )
  const movable = new Set(
    found.flatMap(({ meeting: { id, state } }) => (isMovable(state) ? id : [])),
  )
  const news = [...after].flatMap(([id, participation]) =>
    newsOf(before.get(id) ?? [], participation.people, actor)
      // who is at a meeting that runs knows for whom, and nothing changes about it
      .filter(({ still }) => movable.has(id) || !still?.length)
      .map(each => ({ ...each, occasion: occasionOf(each, { participation, actor }) })),
  )
  return new Map(news.map(each => [each.attendeeId, each]))
}

function occasionOf(
  { kind, senders, still = [] }: News,
  { participation, actor }: { participation: Participation; actor: AttendeeId | null },
): Occasion {
  const { names, participants, functions } = participation
  if (kind === 'standInChanged') return { kind }
  const told = senders.flatMap(id => names.get(id) ?? [])
  if (kind === 'relieved') return { kind, senders: told, isStillDeputy: still.length > 0 }
  if (kind === 'released') return { kind, senders: told }
  const principalId = senders.find(id => id === actor) ?? senders[0]
  const principal = participants.find(p => p.attendeeId === principalId)
  return {
    kind,
    principal: {
      name: principal?.name ?? '',
      functionLabels: functions
        .filter(fn => principal?.plan.functionIds.includes(fn.functionId))
        .map(fn => fn.label),
    },
  }
}
