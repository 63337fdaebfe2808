import { isoWithOffset, startsOn } from '../../lib/time.ts'
import type { Minutes, MinutesOrder, MinutesRetraction } from '../contract.ts'
import { blocksOf, summaryOf } from './attendance.ts'
import type { EntryFacts, MinutesInput, OrderFacts } from './input.ts'
import { ordered } from './order.ts'

/**
 * Composes the minutes of a closed meeting from stored facts. Pure: the same facts in any order
 * give the same record.
 */
export function composeMinutes(input: MinutesInput): Minutes {
  const { meeting, zone } = input
  const iso = (ms: number) => isoWithOffset(ms, zone)
  const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms))
  const blocks = blocksOf(input)
  const labelOf = new Map(input.functions.map(f => [f.id, f.label]))
  const positionOf = new Map(input.functions.map(f => [f.id, f.position]))

  // a staff that never presses "next" says nothing about its points
  const wasAgendaRun = input.agenda.some(item => item.hasBegun)

  const orderOf = (order: OrderFacts, meetingNumber: number): MinutesOrder => ({
    number: `${meetingNumber}/A${order.number}`,
    text: order.text,
    responsible: order.responsible,
    dueAt: isoOrNull(order.dueAtMs),
    doneAt: isoOrNull(order.doneAtMs),
    ...afterwards(order, zone),
  })

  const numberOf = {
    decision: (n: number) => `${meeting.number}/${n}`,
    order: (n: number) => `${meeting.number}/A${n}`,
    log: String,
  }
  const retracted = (
    [
      ['decision', input.decisions],
      ['order', input.orders],
      ['log', input.log],
    ] as const
  ).flatMap(([kind, entries]) =>
    ordered(uniqueEntries<EntryFacts>(entries), entry => [entry.number, entry.id]).flatMap(
      ({ number, atMs, retractedAtMs, replacedBy }): MinutesRetraction[] =>
        retractedAtMs === null
          ? []
          : [
              {
                kind,
                number: numberOf[kind](number),
                at: iso(atMs),
                retractedAt: iso(retractedAtMs),
                ...(replacedBy === null ? {} : { replacedBy }),
              },
            ],
    ),
  )

  return {
    schema: 'lagerunde-minutes-1',
    version: input.version,
    language: input.language,
    composedAt: iso(input.composedAtMs),
    releasedAt: null,

    organisation: input.organisation,
    staff: input.staff,
    incident: input.incident,
    kind: meeting.kind,
    number: meeting.number,
    title: meeting.title,
    date: startsOn(meeting.openedAtMs, zone),
    zone,
    begin: iso(meeting.openedAtMs),
    end: iso(meeting.closedAtMs),
    ...(meeting.endTold
      ? { endTold: { closedAt: iso(meeting.endTold.closedAtMs), reason: meeting.endTold.reason } }
      : {}),
    place: meeting.place,
    hasVirtualRoom: meeting.hasVirtualRoom,
    lead: input.lead,
    minuteTakers: ordered(input.minuteTakers, taker => [taker.fromMs, taker.name]).map(taker => ({
      name: taker.name,
      from: iso(taker.fromMs),
      until: isoOrNull(taker.untilMs),
    })),
    interruptions: ordered(input.interruptions, i => [i.fromMs]).map(i => ({
      from: iso(i.fromMs),
      until: iso(i.untilMs ?? meeting.closedAtMs),
    })),

    attendance: summaryOf(blocks, input.people),
    blocks,
    gaps: ordered(input.gaps, gap => [
      positionOf.get(gap.functionId) ?? 0,
      gap.functionId,
      gap.fromMs,
    ]).map(gap => ({
      functionLabel: labelOf.get(gap.functionId) ?? gap.functionId,
      from: iso(gap.fromMs),
      until: iso(gap.untilMs),
      isWhole: gap.fromMs <= meeting.openedAtMs && gap.untilMs >= meeting.closedAtMs,
    })),
    faults: ordered(standing(input.faults), fault => [fault.fromMs, fault.id]).map(fault => ({
      from: iso(fault.fromMs),
      until: isoOrNull(fault.untilMs),
      text: fault.text,
    })),

    lage: '',
    agenda: ordered(input.agenda, item => [item.position, item.id]).map(item => ({
      id: item.id,
      title: item.title,
      responsible: item.responsible,
      text: '',
      ...(!item.hasBegun && wasAgendaRun ? { isNotReached: true as const } : {}),
    })),
    decisions: ordered(standing(input.decisions), d => [d.number, d.id]).map(d => ({
      number: numberOf.decision(d.number),
      at: iso(d.atMs),
      text: d.text,
      reason: d.reason,
      ...afterwards(d, zone),
    })),
    orders: ordered(standing(input.orders), o => [o.number, o.id]).map(o =>
      orderOf(o, meeting.number),
    ),
    carriedOrders: ordered(standing(input.carriedOrders), o => [
      o.dueAtMs ?? Infinity,
      o.meetingNumber,
      o.number,
      o.id,
    ]).map(o => orderOf(o, o.meetingNumber)),
    log: ordered(standing(input.log), entry => [entry.number, entry.id]).map(entry => ({
      number: entry.number,
      at: iso(entry.atMs),
      text: entry.text,
      ...afterwards(entry, zone),
    })),
    retracted,
    press: '',
    remarks: '',
    nextMeeting: input.nextMeeting && {
      title: input.nextMeeting.title,
      startsAt: iso(input.nextMeeting.startsAtMs),
      place: input.nextMeeting.place,
    },
    nextMeetingText: '',
    annexes: ordered(input.annexes, title => [title]),
    band: input.bandRows.map(row => ({
      label: row.label,
      functionLabel: row.functionLabel,
      name: row.name,
      bars: ordered(row.bars, bar => [bar.fromMs, bar.untilMs, bar.kind]).map(bar => ({
        from: iso(bar.fromMs),
        until: iso(bar.untilMs),
        kind: bar.kind,
      })),
    })),
    signatures: [
      { role: 'minuteTaker', name: lastMinuteTaker(input), signedAt: null },
      { role: 'lead', name: input.lead, signedAt: null },
    ],
  }
}

/** The last minute taker signs. */
function lastMinuteTaker({ minuteTakers }: MinutesInput): string | null {
  return ordered(minuteTakers, taker => [taker.fromMs, taker.name]).at(-1)?.name ?? null
}

/** What was done to an entry later; nothing for most. */
function afterwards({ corrected, addedAtMs }: EntryFacts, zone: string) {
  return {
    ...(corrected.length === 0
      ? {}
      : {
          corrected: ordered(corrected, each => [each.atMs]).map(({ atMs, text }) => ({
            at: isoWithOffset(atMs, zone),
            text,
          })),
        }),
    ...(addedAtMs === null ? {} : { addedAt: isoWithOffset(addedAtMs, zone) }),
  }
}

/** The entries that were not taken back, each id once. */
function standing<T extends { id: string; retractedAtMs: number | null }>(
  entries: readonly T[],
): T[] {
  return uniqueEntries(entries).filter(e => e.retractedAtMs === null)
}

function uniqueEntries<T extends { id: string }>(entries: readonly T[]): T[] {
  return [...new Map(entries.map(e => [e.id, e])).values()]
}
