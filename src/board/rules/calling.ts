import type { FunctionId, MemberId } from '../../lib/ids.ts'
import type { Callee, Candidate, FunctionRow } from '../contract.ts'
import { type BoardInput, type BoardPerson, indexOf, personOf } from './people.ts'

/**
 * Who may fill a function, in the order of calling: its holders, those who act for it otherwise (a
 * deputy somebody named), then its deputies by rank, invited or not. Those who declined, were tried
 * or are there stay in it, so that one sees what was done.
 */
export function callingOrder(
  functionId: FunctionId,
  { holders, contacts, people, present, tried }: BoardInput,
): Candidate[] {
  const ranked = holders
    .filter(holder => holder.functionId === functionId)
    .sort((a, b) => a.rank - b.rank)
  const rankOf = new Map(ranked.map(holder => [holder.memberId, holder.rank]))
  const acting = people.filter(
    ({ plan, memberId }) => memberId !== null && plan.functionIds.includes(functionId),
  )
  const members = [
    ...ranked.flatMap(holder => (holder.rank === 0 ? holder.memberId : [])),
    ...acting.flatMap(person => person.memberId ?? []),
    ...ranked.map(holder => holder.memberId),
  ]
  const there = new Set(present.map(({ attendeeId }) => attendeeId))
  return [...new Set(members)].flatMap((memberId): Candidate[] => {
    const person = indexOf(people).byMember.get(memberId)
    const contact = person ?? contacts.get(memberId)
    if (!contact || person?.isGone) return []
    const known = tried.get(memberId)
    const attendeeId = person?.plan.attendeeId ?? null
    return [
      {
        memberId,
        attendeeId,
        name: contact.name,
        phone: contact.mobile || null,
        rank: rankOf.get(memberId) ?? null,
        reply: replyOf(person),
        isThere: attendeeId !== null && there.has(attendeeId),
        remindedAt: person?.remindedAt?.toISOString() ?? null,
        reminder: person?.reminder ?? null,
        tried: known ? { outcome: known.outcome, at: known.at.toISOString() } : null,
      },
    ]
  })
}

/**
 * The first of the order who is not there, has not declined, was not called in vain, is not the
 * reader, and has promised nothing for another function. Null: nobody is left.
 */
export function nextToCall(
  order: readonly Candidate[],
  {
    functionId,
    people,
    readerId,
  }: {
    functionId: FunctionId
    people: readonly BoardPerson[]
    readerId: MemberId | null
  },
): Callee | null {
  const comesAnyway = ({ attendeeId, reply }: Candidate) =>
    reply !== 'none' &&
    attendeeId !== null &&
    !personOf(attendeeId, people)?.plan.functionIds.includes(functionId)
  const next = order.find(
    each =>
      !each.isThere &&
      each.reply !== 'declined' &&
      each.tried === null &&
      each.memberId !== readerId &&
      !comesAnyway(each),
  )
  if (!next) return null
  const { memberId, attendeeId, name, phone } = next
  return { memberId, attendeeId, name, phone }
}

/**
 * What is promised for a function: `promised` by the first who acts for it; `declined` when nobody
 * has promised and every holder who answered declined, whoever is asked in their place; `missing`
 * otherwise.
 */
export function plannedFor(
  functionId: FunctionId,
  { people, holders }: Pick<BoardInput, 'people' | 'holders'>,
): FunctionRow['planned'] {
  const acting = people.filter(
    ({ plan, isGone }) => !isGone && plan.functionIds.includes(functionId),
  )
  for (const { name, memberId, plan } of acting)
    if (plan.plan.kind === 'accepted')
      return {
        state: 'promised',
        by: { attendeeId: plan.attendeeId, memberId, name, mode: plan.plan.mode },
      }
  const held = new Set(
    holders.flatMap(holder =>
      holder.functionId === functionId && holder.rank === 0 ? holder.memberId : [],
    ),
  )
  const isAwaited = acting.some(
    ({ memberId, plan }) => plan.plan.kind === 'none' && memberId !== null && held.has(memberId),
  )
  const hasDeclined = acting.some(({ plan }) => plan.plan.kind === 'declined')
  return { state: hasDeclined && !isAwaited ? 'declined' : 'missing', by: null }
}

function replyOf(person: BoardPerson | undefined): Candidate['reply'] {
  const plan = person?.plan.plan
  if (!plan || plan.kind === 'none') return 'none'
  return plan.kind === 'accepted' ? plan.mode : 'declined'
}
