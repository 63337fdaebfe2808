import type { AttendeeId, FunctionId } from '../../lib/ids.ts'
import type { CoverageGap, MeetingWindow, Stay } from '../contract.ts'
import { type Span, withoutSpan } from '../../lib/spans.ts'
import type { Say } from '../../words/say.ts'
import { type Mode, modes } from '../../lib/modes.ts'
import type { AttendeePlan } from '../../meetings/contract/plan.ts'

export type BandFunction = {
  functionId: FunctionId
  label: string
  block: string
  isRequired: boolean
}
export type BandPerson = AttendeePlan & { name: string }
export type BandBar = Span & { kind: Mode | 'unfilled'; isOpen: boolean }

/**
 * One row of the Anwesenheitsband: a person in a function, a required function for which nobody
 * came (`attendeeId` null), or a person without a function (`functionId` null). Bars are in order
 * of time and never overlap.
 */
export type BandRow = {
  /** unique among the rows, and stable between readings */
  id: string
  label: string
  functionLabel: string | null
  name: string | null
  /** the heading of the function; empty for people without one */
  block: string
  functionId: FunctionId | null
  attendeeId: AttendeeId | null
  bars: BandBar[]
  /** the bars in words, without the label: read out, and printed in the table */
  text: string
}

export type BandInput = {
  functions: readonly BandFunction[]
  people: readonly BandPerson[]
  stays: readonly Stay[]
  gaps: readonly CoverageGap[]
  window: MeetingWindow
  /** open bars end here, so that the drawing can continue between two answers of the server */
  nowMs: number
  /** words in the language of the reader */
  say: Say
  /**
   * the time in the staff's zone; it names the day unless that is the day of `besideMs`, by default
   * the opening's
   */
  time: (atMs: number, besideMs?: number) => string
}

/**
 * The rows of the Anwesenheitsband, the same for the screen, the minutes' annex and the table.
 * Functions come in the given order, with the people who came for each by their first coming, then
 * people without a function. Somebody who acts for two functions has a row in each, so that none
 * looks empty. The gaps of a required function are on its first row. An optional function for which
 * nobody came has no row.
 */
export function bandRows({
  functions,
  people,
  stays,
  gaps,
  window,
  nowMs,
  say,
  time,
}: BandInput): BandRow[] {
  const endMs = Math.min(nowMs, window.closedAtMs ?? Infinity)
  const grow = <S extends Span & { isOpen: boolean }>(span: S): S =>
    span.isOpen ? { ...span, untilMs: Math.max(span.untilMs, endMs) } : span
  const staysOf = Map.groupBy(stays, stay => stay.attendeeId)
  const came = people
    .map(person => ({ person, bars: flatten((staysOf.get(person.attendeeId) ?? []).map(grow)) }))
    .filter(({ bars }) => bars.length > 0)
    .sort((a, b) => a.bars[0]!.fromMs - b.bars[0]!.fromMs) // filtered to those with bars

  const row = ({
    fn,
    person,
    bars,
  }: {
    fn: BandFunction | null
    person: BandPerson | null
    bars: BandBar[]
  }): BandRow => {
    const label = [fn?.label, person?.name].filter(Boolean).join(' · ')
    const inTime = bars.sort((a, b) => a.fromMs - b.fromMs)
    return {
      id: `${fn?.functionId ?? ''} ${person?.attendeeId ?? ''}`.trim(),
      label,
      functionLabel: fn?.label ?? null,
      name: person?.name ?? null,
      block: fn?.block ?? '',
      functionId: fn?.functionId ?? null,
      attendeeId: person?.attendeeId ?? null,
      bars: inTime,
      text: inTime.map(bar => readOut(bar, { say, time })).join(', ') || say('word.noTimes'),
    }
  }

  const inFunctions = functions.flatMap(fn => {
    const acting = came.filter(({ person }) => person.functionIds.includes(fn.functionId))
    const unfilled = gaps
      .filter(gap => gap.functionId === fn.functionId)
      .map(grow)
      .map(({ fromMs, untilMs, isOpen }): BandBar => ({
        fromMs,
        untilMs,
        isOpen,
        kind: 'unfilled',
      }))
    if (acting.length === 0) return fn.isRequired ? [row({ fn, person: null, bars: unfilled })] : []
    return acting.map(({ person, bars }, i) =>
      row({ fn, person, bars: i === 0 ? [...bars, ...unfilled] : [...bars] }),
    )
  })
  const listed = new Set(functions.map(fn => fn.functionId))
  const others = came.filter(({ person }) => !person.functionIds.some(id => listed.has(id)))
  return [...inFunctions, ...others.map(({ person, bars }) => row({ fn: null, person, bars }))]
}

/**
 * One person's stays as bars that do not overlap: time in two modes is drawn in the first of
 * `modes`.
 */
function flatten(stays: readonly Stay[]): BandBar[] {
  const bars: BandBar[] = []
  for (const mode of modes) {
    for (const stay of stays.filter(of => of.mode === mode)) {
      const free = bars.reduce<Span[]>(
        (left, bar) => left.flatMap(span => withoutSpan(span, bar)),
        [stay],
      )
      for (const { fromMs, untilMs } of free)
        bars.push({ fromMs, untilMs, kind: mode, isOpen: stay.isOpen && untilMs === stay.untilMs })
    }
  }
  return bars.sort((a, b) => a.fromMs - b.fromMs)
}

function readOut(bar: BandBar, { say, time }: Pick<BandInput, 'say' | 'time'>): string {
  const from = time(bar.fromMs)
  const when = bar.isOpen
    ? `${say('word.since')} ${from}`
    : `${from}–${time(bar.untilMs, bar.fromMs)}`
  return `${say(`modeLong.${bar.kind}`)} ${when}`
}
