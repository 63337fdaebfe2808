import type { AttendeeId } from '../../lib/ids.ts'
import type { MeetingWindow, PresenceSettings, Stay } from '../contract.ts'
import { type Mode, modes, modeTable } from '../../lib/modes.ts'
import { type Span, joinSpans } from '../../lib/spans.ts'
import { type Signal, SignalSource } from '../../meetings/contract/signal.ts'

/** The facts for reading a meeting: its window, the moment of asking, the staff's settings. */
export type Reading = { window: MeetingWindow; untilMs: number; settings: PresenceSettings }

/** Somebody present at one moment, one entry per person; `sinceMs` may be before the opening. */
export type Present = { attendeeId: AttendeeId; mode: Mode; sinceMs: number }

const deskPrefix = 'desk:'

/**
 * The stay key of all entries by the desk or the person in one mode; under it people come and go
 * any number of times.
 */
export function deskStay(mode: Mode): string {
  return `${deskPrefix}${mode}`
}

/**
 * The signals that count: without those that a correction replaced, and without the corrections
 * that only take something back. Their order does not matter.
 */
export function standing(signals: readonly Signal[]): Signal[] {
  const replaced = new Set(signals.flatMap(signal => signal.replacesId ?? []))
  return signals.filter(signal => signal.edge !== 'void' && !replaced.has(signal.id))
}

/**
 * Turns signals into stays, clipped to opening and closing, by start, then attendee, then mode.
 * Order and repetition of the signals do not matter; signals after the moment of asking or the
 * closing are ignored. Stays of one person in one mode never overlap and are more than the merge
 * gap apart; stays in different modes may overlap. An interruption of the meeting ends no stay.
 * Stays are merged before they are clipped, so that a connection that returned just after the
 * opening counts from the opening. Stays without length are dropped.
 */
export function presenceFrom(
  signals: readonly Signal[],
  { window, untilMs, settings }: Reading,
): Stay[] {
  const endMs = endOf({ window, untilMs })
  const runs = isRunningAt(untilMs, window)
  return mergedSpans(signals, { asOfMs: endMs, mergeGapMs: settings.mergeGapS * 1000 })
    .map(({ attendeeId, mode, fromMs, untilMs: leftMs, sources }) => ({
      attendeeId,
      mode,
      fromMs: Math.max(fromMs, window.openedAtMs),
      untilMs: Math.min(leftMs, endMs),
      isOpen: runs && leftMs === Infinity,
      sources,
    }))
    .filter(stay => stay.untilMs > stay.fromMs)
    .sort(byStart)
}

/**
 * The people present at `nowMs`, whether the meeting is open or not, with the true start of their
 * presence. Somebody in two modes is shown in the first of `modes`, so a person in the room stays
 * there whatever device they open.
 */
export function presentNow(
  signals: readonly Signal[],
  { nowMs, settings }: { nowMs: number; settings: PresenceSettings },
): Present[] {
  const present = new Map<AttendeeId, Present>()
  const open = mergedSpans(signals, {
    asOfMs: nowMs,
    mergeGapMs: settings.mergeGapS * 1000,
  }).filter(span => span.untilMs === Infinity)
  for (const { attendeeId, mode, fromMs } of open.sort(byMode)) {
    if (!present.has(attendeeId)) present.set(attendeeId, { attendeeId, mode, sinceMs: fromMs })
  }
  return [...present.values()].sort(
    (a, b) => a.sinceMs - b.sinceMs || compare(a.attendeeId, b.attendeeId),
  )
}

/**
 * When people who are not present now last left, by attendee, whether the meeting was open then or
 * not.
 */
export function leftLast(
  signals: readonly Signal[],
  { nowMs, settings }: { nowMs: number; settings: PresenceSettings },
): Map<AttendeeId, number> {
  const left = new Map<AttendeeId, number>()
  for (const { attendeeId, untilMs } of mergedSpans(signals, {
    asOfMs: nowMs,
    mergeGapMs: settings.mergeGapS * 1000,
  })) {
    left.set(attendeeId, Math.max(left.get(attendeeId) ?? -Infinity, untilMs))
  }
  return new Map([...left].filter(([, untilMs]) => untilMs !== Infinity))
}

/** The last moment that counts: the moment of asking or the closing, whichever came first. */
export function endOf({ window, untilMs }: { window: MeetingWindow; untilMs: number }): number {
  return Math.min(untilMs, window.closedAtMs ?? Infinity)
}

export function isRunningAt(atMs: number, window: MeetingWindow): boolean {
  return atMs >= window.openedAtMs && (window.closedAtMs === null || atMs < window.closedAtMs)
}

type ModeSpan = Span & { attendeeId: AttendeeId; mode: Mode; sources: SignalSource[] }
type Episode = Span & { sources: readonly SignalSource[] }

/** Unclipped stays as known at `asOfMs`; `untilMs` is Infinity for people still present. */
function mergedSpans(
  signals: readonly Signal[],
  { asOfMs, mergeGapMs }: { asOfMs: number; mergeGapMs: number },
): ModeSpan[] {
  const byPersonAndMode = Map.groupBy(
    standing(signals).filter(signal => signal.edge !== 'aborted' && signal.atMs <= asOfMs),
    signal => `${signal.attendeeId} ${signal.mode}`,
  )
  return [...byPersonAndMode.values()].flatMap(own => {
    const { attendeeId, mode } = own[0]! // groups are never empty
    const byStay = [...Map.groupBy(own, signal => signal.stay)]
    const isDesk = ([stay]: (typeof byStay)[number]) => stay.startsWith(deskPrefix)
    const connections = byStay
      .filter(each => !isDesk(each))
      .flatMap(([, ofStay]) => connectionEpisode(ofStay))
    const told = byStay.filter(isDesk).flatMap(([, ofStay]) => deskEpisodes(ofStay))
    const episodes = [
      ...(isProvedByConnection(mode) ? untilConnected(told, connections) : told),
      ...connections,
    ]
    const real = episodes.filter(episode => episode.untilMs > episode.fromMs)
    return joinSpans(real, mergeGapMs).map(span => ({
      ...span,
      attendeeId,
      mode,
      sources: sourcesOf(
        real.filter(episode => episode.fromMs >= span.fromMs && episode.fromMs < span.untilMs),
      ),
    }))
  })
}

/**
 * The single span of one connection. A connection begins and ends once under its key, so a "left"
 * ends it even if it is stored before "joined", or dated before it because the media server counts
 * in whole seconds. Of several reports the least uncertain one counts; among equals the one that
 * gives more time, so that a repeated report shortens nothing. An end without a beginning gives no
 * span.
 */
function connectionEpisode(signals: readonly Signal[]): Episode[] {
  const came = signals
    .filter(signal => signal.edge === 'in')
    .sort((a, b) => a.uncertaintyMs - b.uncertaintyMs || a.atMs - b.atMs)[0]
  const left = signals
    .filter(signal => signal.edge === 'out')
    .sort((a, b) => a.uncertaintyMs - b.uncertaintyMs || b.atMs - a.atMs)[0]
  if (!came) return []
  return [
    {
      fromMs: came.atMs,
      untilMs: left?.atMs ?? Infinity,
      sources: signals.map(signal => signal.source),
    },
  ]
}

/**
 * The spans of one person at the desk, where people come and go under one key. A second coming or a
 * second going in a row changes nothing. Coming and going in the same millisecond cancel each
 * other.
 */
function deskEpisodes(signals: readonly Signal[]): Episode[] {
  const episodes: Episode[] = []
  let open: Signal | null = null
  const moments = [...Map.groupBy(signals, signal => signal.atMs)].sort(([a], [b]) => a - b)
  for (const [atMs, entries] of moments) {
    const edges = new Set(entries.map(entry => entry.edge))
    if (edges.size > 1) continue
    const entry = entries.reduce((a, b) => (rank(a) <= rank(b) ? a : b))
    if (entry.edge === 'in') open ??= entry
    else if (open) {
      episodes.push({ fromMs: open.atMs, untilMs: atMs, sources: [open.source, entry.source] })
      open = null
    }
  }
  if (open) episodes.push({ fromMs: open.atMs, untilMs: Infinity, sources: [open.source] })
  return episodes
}

/** Nobody enters these modes at the door: the connection shows that somebody is there. */
const isProvedByConnection = (mode: Mode) => !modeTable[mode].isEnteredAtDoor

/**
 * What somebody reported of themselves ends when their connection comes, so that leaving the room
 * ends their presence.
 */
function untilConnected(told: readonly Episode[], connections: readonly Episode[]): Episode[] {
  return told.map(episode => {
    const later = connections.filter(({ untilMs }) => untilMs > episode.fromMs)
    return { ...episode, untilMs: Math.min(episode.untilMs, ...later.map(each => each.fromMs)) }
  })
}

/** Who was told to take part virtually, and no connection of theirs ever came. */
export function neverConnected(
  stays: readonly { attendeeId: AttendeeId; mode: Mode; sources: readonly SignalSource[] }[],
): Set<AttendeeId> {
  const virtual = stays.filter(({ mode }) => isProvedByConnection(mode))
  const connected = new Set(
    virtual.flatMap(({ attendeeId, sources }) =>
      sources.includes('mediaServer') ? attendeeId : [],
    ),
  )
  return new Set(virtual.flatMap(({ attendeeId }) => (connected.has(attendeeId) ? [] : attendeeId)))
}

const rank = (signal: Signal) => SignalSource.options.indexOf(signal.source)

function sourcesOf(episodes: readonly Episode[]): SignalSource[] {
  const found = new Set(episodes.flatMap(episode => episode.sources))
  return SignalSource.options.filter(source => found.has(source))
}

function byStart(a: ModeSpan | Stay, b: ModeSpan | Stay): number {
  return a.fromMs - b.fromMs || compare(a.attendeeId, b.attendeeId) || byMode(a, b)
}

function byMode(a: { mode: Mode }, b: { mode: Mode }): number {
  return modes.indexOf(a.mode) - modes.indexOf(b.mode)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
