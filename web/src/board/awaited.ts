import type {
  BoardView,
  Candidate,
  FunctionRow,
  MissingPerson,
} from '../../../src/board/contract.ts'
import type { AttendeeId } from '../../../src/lib/ids.ts'
import { type Mode, modes, perMode } from '../../../src/lib/modes.ts'

/** One person to be called or awaited, with the functions they are wanted for. */
export type AwaitedRow = {
  key: string
  functions: FunctionRow[]
  /** whom to call now; null: nobody is left, or it is the reader */
  next: Candidate | null
  /** the first who has not answered is the reader */
  isReader: boolean
}
export type PromisedRow = { key: string; functions: FunctionRow[]; name: string; mode: Mode }

export type Groups = {
  required: number
  promisedRequired: number
  missing: AwaitedRow[]
  declined: AwaitedRow[]
  promised: PromisedRow[]
  optional: { awaited: AwaitedRow[]; promised: PromisedRow[]; others: MissingPerson[] }
  /** promises per mode, and people without an answer */
  planned: Record<Mode, number>
  open: number
}

export const labelOf = ({ functions }: { functions: readonly { label: string }[] }) =>
  functions.map(({ label }) => label).join(', ')

/** The functions before the opening in three groups; each person stands in one row. */
export function groupsOf(board: BoardView, readerId: AttendeeId | null): Groups {
  const required = board.rows.filter(row => row.isRequired)
  const shown = new Set<string>()
  const awaited = (rows: FunctionRow[]) => awaitedRows(rows, { readerId, shown })
  const of = (rows: FunctionRow[], state: FunctionRow['planned']['state']) =>
    rows.filter(row => stateOf(row) === state)
  const optional = board.rows.filter(row => !row.isRequired)
  const promised = promisedRows(of(required, 'promised'), shown)
  const missing = awaited(of(required, 'missing'))
  const declined = awaited(of(required, 'declined'))
  const optionalPromised = promisedRows(of(optional, 'promised'), shown)
  const optionalAwaited = awaited(optional.filter(row => stateOf(row) !== 'promised'))
  const planned = perMode(mode => board.counts[mode])
  for (const person of board.missing) if (person.planned !== 'none') planned[person.planned]++
  return {
    required: required.length,
    promisedRequired: of(required, 'promised').length,
    missing,
    declined,
    promised,
    optional: {
      promised: optionalPromised,
      awaited: optionalAwaited,
      others: board.missing.filter(person => !shown.has(person.attendeeId)),
    },
    planned,
    open: board.missing.filter(person => person.planned === 'none').length,
  }
}

/** What a phone lists after the opening: unfilled functions, and who fills the others. */
export function shortListOf(board: BoardView) {
  const missing = (isRequired: boolean) =>
    unfilledTogether(board.rows.filter(row => row.unfilled && row.isRequired === isRequired)).map(
      (functions): AwaitedRow => {
        const { functionId, unfilled } = functions[0]! // a group has a function
        const call = unfilled?.call
        return {
          key: functionId,
          functions,
          next: unfilled?.order.find(each => each.memberId === call?.memberId) ?? null,
          isReader: false,
        }
      },
    )
  const filled = board.rows.filter(row => !row.unfilled)
  return {
    required: missing(true),
    optional: missing(false),
    filled: filled.flatMap(({ functionId, label, filledBy }) =>
      filledBy.map(person => ({ key: `${functionId} ${person.attendeeId}`, label, person })),
    ),
  }
}

/**
 * Unfilled functions after the opening: those with the same person to call, for the same reason
 * since the same time, are one row. The others keep their own, because their times differ.
 */
export function unfilledTogether(rows: readonly FunctionRow[]): FunctionRow[][] {
  const groups = Map.groupBy(rows, ({ functionId, isRequired, unfilled }) => {
    if (!unfilled?.call) return functionId
    const { call, since, reason } = unfilled
    return JSON.stringify([isRequired, call.memberId, since, reason])
  })
  return [...groups.values()]
}

/** People who are missing and stand in no row of an unfilled function. */
export function missingBeside({ rows, missing }: BoardView): MissingPerson[] {
  const inRows = new Set(
    rows.flatMap(({ unfilled }) =>
      unfilled
        ? [
            unfilled.call?.attendeeId,
            unfilled.reason.kind === 'nobody' ? null : unfilled.reason.attendeeId,
          ]
        : [],
    ),
  )
  return missing.filter(({ attendeeId }) => !inRows.has(attendeeId))
}

/** Who is there already counts as promised. */
function stateOf(row: FunctionRow): FunctionRow['planned']['state'] {
  return row.unfilled ? row.planned.state : 'promised'
}

function awaitedRows(
  rows: readonly FunctionRow[],
  { readerId, shown }: { readerId: AttendeeId | null; shown: Set<string> },
): AwaitedRow[] {
  const byKey = new Map<string, AwaitedRow>()
  for (const row of rows) {
    const { call = null, order = [] } = row.unfilled ?? {}
    const open = order.find(each => each.reply === 'none' && each.tried === null)
    const isReader = readerId !== null && open?.attendeeId === readerId
    const next = isReader ? null : (order.find(each => each.memberId === call?.memberId) ?? null)
    const key = isReader ? readerId : (next?.memberId ?? row.functionId)
    for (const id of [next?.attendeeId, isReader ? readerId : null]) if (id) shown.add(id)
    const known = byKey.get(key)
    if (known) known.functions.push(row)
    // by the function, so that an open row stays open when the next person is called for it
    else byKey.set(key, { key: row.functionId, functions: [row], next, isReader })
  }
  return [...byKey.values()]
}

function promisedRows(rows: readonly FunctionRow[], shown: Set<string>): PromisedRow[] {
  const byKey = new Map<string, PromisedRow>()
  for (const row of rows) {
    const person = row.filledBy[0] ?? row.planned.by
    if (!person) continue
    const { attendeeId, name, mode } = person
    shown.add(attendeeId)
    const known = byKey.get(attendeeId)
    if (known) known.functions.push(row)
    else byKey.set(attendeeId, { key: attendeeId, functions: [row], name, mode })
  }
  return [...byKey.values()]
}

/** The modes of these promises, those that nobody chose left out. */
export function modesOf(rows: readonly { mode: Mode }[]): { mode: Mode; count: number }[] {
  return modes
    .map(mode => ({ mode, count: rows.filter(row => row.mode === mode).length }))
    .filter(({ count }) => count > 0)
}
