import { cellName } from '../../lib/spreadsheet.ts'
import { type Read, readName } from './cells.ts'
import { cleanCell, isFormulaFault, isMarkedDeputy } from './clean.ts'
import type { Header } from './columns.ts'
import { hasLostLetters, undamaged } from './letters.ts'
import { familyInCase, readPersonName } from './names.ts'
import type { CellProblem, ColumnKey, ImportRow } from '../contract/import.ts'

export type Problem = ImportRow['problems'][number]

/** More characters than any field allows; a longer cell is refused without being cleaned. */
const longestText = 400
const longestLists: Partial<Record<ColumnKey, number>> = {
  functions: 2_000,
  deputyFor: 2_000,
  deputies: 2_000,
}
const longest = (key: ColumnKey) => longestLists[key] ?? longestText
/** fields made of words, where a sign in the place of a letter shows that the letter was lost */
const spelled: ReadonlySet<ColumnKey> = new Set([
  'title',
  'name',
  'lastName',
  'organisation',
  'functions',
  'deputyFor',
  'deputies',
])

/** without these nobody can be taken over; a fault of another cell costs its value only */
const isOfPerson: ReadonlySet<ColumnKey> = new Set(['name', 'firstName', 'lastName', 'email'])

/** Cleans and reads the cells of one row; collects its problems and the values that were mended. */
export function readRow(
  row: readonly string[],
  { header, line }: { header: Header; line: number },
) {
  const columnOf = (key: ColumnKey) => header.columns.find(column => column.key === key)
  const cellOf = (key: ColumnKey) =>
    row[header.columns.findIndex(column => column.key === key)] ?? ''
  const cleaned = header.columns.map(({ key }, i) =>
    (row[i] ?? '').length > longest(key) ? row[i]! : cleanCell(key, row[i] ?? ''),
  )
  const textOf = (key: ColumnKey) =>
    cleaned[header.columns.findIndex(column => column.key === key)] ?? ''
  const nameKey: ColumnKey = columnOf('lastName') ? 'lastName' : 'name'
  const [given, family] = [textOf('firstName'), textOf('lastName')]
  const wholeName =
    nameKey === 'name'
      ? textOf('name')
      : [given, familyInCase(family, given)].filter(part => part !== '').join(' ')
  const problems: Problem[] = []
  const understood = new Map<ColumnKey, string>()
  const complain = (key: ColumnKey, problem: CellProblem, expected?: string, instead?: string) => {
    const column = columnOf(key)
    if (!column) return
    problems.push({
      cell: cellName(column.index, line),
      column: column.header,
      value: shortened(cellOf(key), 100),
      problem,
      costs: isOfPerson.has(key) ? 'person' : 'value',
      ...(expected === undefined ? {} : { expected }),
      ...(instead === undefined ? {} : { instead }),
    })
  }
  const take = <T>(key: ColumnKey, readCell: (text: string) => Read<T>, fallback: T): T => {
    const cell = key === nameKey ? wholeName : textOf(key)
    const parts = key === 'lastName' ? [given, family] : [cell]
    const read: Read<T> =
      cell.length > longest(key)
        ? { ok: false, problem: 'tooLong' }
        : parts.some(isFormulaFault)
          ? { ok: false, problem: 'formulaFault' }
          : spelled.has(key) && hasLostLetters(cell)
            ? { ok: false, problem: 'lostLetters' }
            : readCell(cell)
    if (read.ok) return read.value
    complain(key, read.problem, read.expected, read.instead)
    return fallback
  }

  let takenName = ''
  let foundTitle = ''
  let isTurned = false
  const readWhole = (text: string): Read<string> => {
    const person =
      nameKey === 'name' || given === '' || family === ''
        ? readPersonName(text, nameKey === 'name' ? header.nameOrder : 'asSaid')
        : { ok: true as const, name: text, title: '', isTurned: false }
    if (!person.ok) return { ok: false, problem: 'unclearName', expected: 'Hans Müller' }
    foundTitle = person.title
    isTurned = person.isTurned
    return readName(person.name)
  }
  const takeName = () => (takenName = take(nameKey, readWhole, ''))
  const isFaulty = (index: number) => problems.some(({ cell }) => cell === cellName(index, line))
  const mended = (): ImportRow['mended'] =>
    header.columns.flatMap((column, i) => {
      const value = row[i] ?? ''
      const isName = column.key === nameKey
      const whole =
        nameKey === 'name' ? joinedTitles(foundTitle, takenName) : familyInCase(family, given)
      const meant = understood.get(column.key)
      const taken = isName ? whole : (meant ?? cleaned[i]!)
      // what is dropped is told as a fault
      if (taken === value || isFaulty(column.index)) return []
      return [
        {
          cell: cellName(column.index, line),
          column: column.header,
          value: shortened(value, 100),
          taken: shortened(taken, 100),
          how:
            isName && isTurned
              ? 'turned'
              : meant !== undefined
                ? 'understood'
                : isFirstOfSeveral(column.key, value, taken)
                  ? 'first'
                  : column.key === 'mobile' && digitsOf(value) !== digitsOf(taken)
                    ? 'completed'
                    : undamaged(value) === null
                      ? 'cleaned'
                      : 'restored',
        },
      ]
    })
  return {
    problems,
    nameKey,
    wholeName,
    columnOf,
    cellOf,
    complain,
    take,
    takeName,
    /** what the cell means, where it spells it otherwise */
    understand: (key: ColumnKey, meant: string) => understood.set(key, meant),
    /** whether the list marks the name as that of a deputy */
    isDeputy: header.columns.some(
      ({ key }, i) =>
        (key === nameKey || key === 'firstName') &&
        isMarkedDeputy((row[i] ?? '').slice(0, longestText)),
    ),
    /** the cells that name deputies of the row's function, in their order */
    deputyCells: header.columns.flatMap(({ key, index, header: heading }, i) =>
      key === 'deputies' && cleaned[i] !== ''
        ? [{ cell: cellName(index, line), column: heading, text: cleaned[i]! }]
        : [],
    ),
    /** the title that was part of the name */
    foundTitle: () => foundTitle,
    mended,
  }
}

function isFirstOfSeveral(key: ColumnKey, value: string, taken: string): boolean {
  return key === 'email'
    ? value.split('@').length > 2 && taken.split('@').length === 2 && !value.includes('<')
    : key === 'mobile' && digitsOf(value).length > digitsOf(taken).length
}

const digitsOf = (text: string) => text.replace(/[^+\d]/g, '')

/** Cuts a text, because an answer about 5,000 rows would grow too large with whole texts. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`
}

/** Appends the second title to the first, unless the first contains it. */
export function joinedTitles(first: string, second: string): string {
  return first.includes(second) ? first : `${first} ${second}`.trim()
}
