import { cellName } from '../../lib/spreadsheet.ts'
import type { ColumnKey, ImportEdits } from '../contract/import.ts'
import { readEmail } from './cells.ts'
import { cleanCell } from './clean.ts'
import { isFamilyFirst, meaningOf } from './headings.ts'

export type Column = { key: ColumnKey; index: number; header: string; isSure: boolean }
/**
 * Which part of a whole name comes first. `asSaid`: the given name, as people say it.
 * `familyFirst`: a heading or the list says so.
 */
export type NameOrder = 'asSaid' | 'familyFirst'
export type Header = {
  columns: Column[]
  ignored: string[]
  /** -1: the list has no headings */
  rowIndex: number
  nameOrder: NameOrder
}

/** number of rows searched for headings; a title, a date and a note may come before them */
export const headingRows = 30

type Rows = readonly (readonly string[])[]
type Chosen = Pick<ImportEdits, 'headingLine' | 'columns'>

/**
 * Finds the row of headings: the first of the first thirty rows that has a mail address and some
 * form of name; null when there is none. Of two columns of one kind the business one wins over the
 * private one, then the first. Beside a column for first names, "Name" means the family name.
 */
export function findHeader(rows: Rows): Header | null {
  for (const rowIndex of rows.slice(0, headingRows).keys()) {
    const header = headerAt(rows, rowIndex)
    if (isWhole(header)) return header
  }
  return null
}

/**
 * The same with what somebody chose. A list without known headings is read by its values: the mail
 * addresses say which column they stand in and where people begin. Null when nobody could be read.
 */
export function headerWith(rows: Rows, { headingLine, columns }: Chosen): Header | null {
  const found = headingLine === undefined ? (findHeader(rows) ?? guessedHeader(rows)) : null
  const rowIndex = headingLine === undefined ? found?.rowIndex : headingLine - 1
  if (rowIndex === undefined || rowIndex >= rows.length) return null
  if (Object.keys(columns).length === 0 && found) return found
  const chosen = headerAt(rows, rowIndex, columns, found?.columns)
  if (isWhole(chosen)) return chosen
  return null
}

const isWhole = ({ columns }: Header) =>
  columns.some(({ key }) => key === 'email') &&
  columns.some(({ key }) => key === 'name' || key === 'lastName')

/** `known`: columns that were found otherwise than by their heading. */
function headerAt(
  rows: Rows,
  rowIndex: number,
  chosen: Chosen['columns'] = {},
  known: readonly Column[] = [],
): Header {
  const headings = (rows[rowIndex] ?? []).flatMap((cell, index) => {
    const header = cell.trim().slice(0, headingLimit)
    return header === '' ? [] : [{ index, header, ...meaningOf(header) }]
  })
  const headerOf = (index: number) =>
    headings.find(heading => heading.index === index)?.header ?? letterOf(index)
  const columns: Column[] = Object.entries(chosen).flatMap(([index, key]) =>
    key === null
      ? []
      : [{ key, index: Number(index), header: headerOf(Number(index)), isSure: true }],
  )
  const add = (column: Column) => {
    // "1. Vertreter" and "2. Vertreter" are columns of one kind
    const isTaken = columns.some(
      ({ key, index }) => (key === column.key && key !== 'deputies') || index === column.index,
    )
    if (!isTaken && chosen[column.index] === undefined) columns.push(column)
  }
  for (const isPrivate of [false, true])
    for (const { key, index, header, ...heading } of headings)
      if (key && heading.isPrivate === isPrivate) add({ key, index, header, isSure: true })
  for (const column of known) add(column)
  for (const column of columns) {
    if (column.key !== 'deputies' || chosen[column.index] !== undefined) continue
    const below = rows.slice(rowIndex + 1)
    const isFree = !columns.some(({ key }) => key === 'deputyFor')
    if (isFree && !namesDeputies(below, column, columns)) column.key = 'deputyFor'
  }
  const has = (key: ColumnKey) => columns.some(column => column.key === key)
  const given = columns
    .sort((a, b) => a.index - b.index)
    .map(column =>
      column.key === 'name' && has('firstName') && !has('lastName')
        ? { ...column, key: 'lastName' as const }
        : column,
    )
  const ignored = headings.filter(({ index }) => !columns.some(column => column.index === index))
  const isTurned = columns.some(({ key, header }) => key === 'name' && isFamilyFirst(header))
  return {
    columns: given,
    ignored: ignored.map(({ header }) => header),
    rowIndex,
    nameOrder: isTurned ? 'familyFirst' : 'asSaid',
  }
}

const letterOf = (index: number) => cellName(index, 1).slice(0, -1)

/** The row above the first mail address, with that column and the first one of names. */
function guessedHeader(rows: Rows): Header | null {
  const first = rows.findIndex(row => row.some(isAddress))
  if (first < 0) return null
  const people = rows.slice(first, first + 200)
  const share = (index: number, is: (cell: string) => boolean) => {
    const filled = people.filter(row => (row[index] ?? '') !== '')
    return filled.length === 0 ? 0 : filled.filter(row => is(row[index]!)).length / filled.length // filled above
  }
  const indexes = [...Array(Math.max(...people.map(row => row.length))).keys()]
  const email = rows[first]!.findIndex(isAddress) // found above
  const above = rows.slice(0, first).findLastIndex(row => row.some(cell => cell !== ''))
  const named = headerAt(rows, above, {}, [
    { key: 'email', index: email, header: '', isSure: false },
  ])
  const hasName = named.columns.some(({ key }) => key === 'name' || key === 'lastName')
  const taken = new Set(named.columns.map(({ index }) => index))
  const name = hasName
    ? undefined
    : indexes.find(index => !taken.has(index) && share(index, looksLikeName) > 0.5)
  if (!hasName && name === undefined) return null
  return headerAt(rows, above, {}, [
    { key: 'email', index: email, header: headingOf(rows[above], email), isSure: false },
    ...(name === undefined
      ? []
      : [
          {
            key: 'name' as const,
            index: name,
            header: headingOf(rows[above], name),
            isSure: false,
          },
        ]),
  ])
}

/**
 * Whether a column of deputies holds the names of those who deputise, rather than the functions in
 * which its row's person does. A heading like *Vertretung* leaves it open, so the values decide:
 * those of the column of functions, and usual beginnings, are functions.
 */
function namesDeputies(people: Rows, { index }: Column, columns: readonly Column[]): boolean {
  const functions = columns.find(({ key }) => key === 'functions')
  const held = new Set(
    functions ? people.map(row => (row[functions.index] ?? '').trim().toLowerCase()) : [],
  )
  const filled = people.map(row => (row[index] ?? '').trim()).filter(cell => cell !== '')
  const isFunction = (cell: string) =>
    held.has(cell.toLowerCase()) ||
    /^(KGS|SMS|EMS|BuMA|VP|Vb ?\d|S ?\d|Leit|Fachberat|Verbindung)/i.test(cell)
  // an address beside a name is how the cell was completed
  const isPerson = (cell: string) => looksLikeName(cell) || cell.includes('@')
  return filled.some(isPerson) && !filled.some(isFunction)
}

const headingOf = (row: readonly string[] | undefined, index: number) =>
  row?.[index]?.trim().slice(0, headingLimit) || letterOf(index)
const isAddress = (cell: string) => cell.includes('@') && readEmail(cleanCell('email', cell)).ok
/** two words of letters at least, with a comma or without */
const looksLikeName = (cell: string) =>
  /^[\p{L}\p{M}.'’-]+,?( [\p{L}\p{M}.'’-]+)+$/u.test(cell.trim())

/** longer headings match nothing, and are reported by their beginning */
const headingLimit = 80
