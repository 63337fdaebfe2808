import type { AttendanceReading } from '../attendance/reading.ts'
import { principalsOf } from '../attendance/rules/coverage.ts'
import { standing } from '../attendance/rules/presence.ts'
import type { FunctionId } from '../lib/ids.ts'
import { modes } from '../lib/modes.ts'
import { joinSpans } from '../lib/spans.ts'
import { ordered } from '../minutes/rules/order.ts'
import type { HolderAnswer } from './contract.ts'

type Answered = HolderAnswer['meetings'][number]

const iso = (ms: number) => new Date(ms).toISOString()

/**
 * Who filled a function at a moment of an opened meeting, and how that is known. A person in two
 * modes is told in the first of `modes`, as on the board. `enteredBy`: by signal, who entered it by
 * hand.
 */
export function holdingAt(
  { participation, signals, stays, window, untilMs }: AttendanceReading,
  {
    functionId,
    atMs,
    enteredBy,
  }: { functionId: FunctionId; atMs: number; enteredBy: (signalId: string) => string | null },
): Pick<Answered, 'filledBy' | 'unfilled' | 'events'> {
  const plans = participation.participants.map(p => p.plan)
  const acting = participation.participants.filter(p => p.plan.functionIds.includes(functionId))
  const nameOf = new Map(participation.participants.map(p => [p.attendeeId, p.name]))
  const ids = new Set(acting.map(p => p.attendeeId))
  const theirs = stays.filter(stay => ids.has(stay.attendeeId))
  const facts = standing(signals).filter(signal => ids.has(signal.attendeeId))
  const uncertaintyAt = (attendeeId: string, edges: number[]) =>
    Math.max(
      0,
      ...facts
        .filter(fact => fact.attendeeId === attendeeId && edges.includes(fact.atMs))
        .map(fact => fact.uncertaintyMs),
    )
  const filledBy = acting.flatMap((person): Answered['filledBy'] => {
    const there = theirs
      .filter(stay => stay.attendeeId === person.attendeeId)
      .filter(stay => stay.fromMs <= atMs && (atMs < stay.untilMs || stay.isOpen))
      .sort((a, b) => modes.indexOf(a.mode) - modes.indexOf(b.mode))[0]
    if (!there) return []
    const place = participation.holders.find(
      holder => holder.functionId === functionId && holder.memberId === person.memberId,
    )
    return [
      {
        name: person.name,
        rank: place?.rank ?? null,
        deputyForNames: principalsOf(person.plan, plans)
          .filter(principal => principal.functionIds.includes(functionId))
          .flatMap(principal => nameOf.get(principal.attendeeId) ?? []),
        mode: there.mode,
        from: iso(there.fromMs),
        until: iso(there.untilMs),
        isOpen: there.isOpen,
        sources: there.sources,
        uncertaintyMs: uncertaintyAt(person.attendeeId, [there.fromMs, there.untilMs]),
      },
    ]
  })
  const { openedAtMs, closedAtMs } = window! // the meeting was opened
  const spans = joinSpans(theirs)
  const unfilled =
    filledBy.length > 0
      ? null
      : {
          from: iso(spans.findLast(span => span.untilMs <= atMs)?.untilMs ?? openedAtMs),
          until: iso(spans.find(span => span.fromMs > atMs)?.fromMs ?? closedAtMs ?? untilMs),
        }
  return {
    filledBy,
    unfilled,
    events: ordered(facts, fact => [fact.atMs, fact.attendeeId, fact.id]).flatMap(
      ({ id, attendeeId, edge, mode, source, atMs: at, uncertaintyMs, replacesId }) =>
        edge === 'in' || edge === 'out'
          ? [
              {
                at: iso(at),
                name: nameOf.get(attendeeId) ?? '',
                edge,
                mode,
                source,
                byName: enteredBy(id),
                isCorrected: replacesId !== null,
                uncertaintyMs,
              },
            ]
          : [],
    ),
  }
}
