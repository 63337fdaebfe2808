import { DomainError, invalidField } from '../../lib/errors.ts'
import { trimmed } from '../../lib/shapes.ts'
import { cellName } from '../../lib/spreadsheet.ts'
import { type ReadSheet, looksLikeWorkbook, readWorkbook } from '../../lib/workbook/reading.ts'
import { isBlank } from '../../lib/workbook/rows.ts'
import { readCsv } from '../csv.ts'
import { importLimitColumns, importLimitRows } from '../rules/roster.ts'
import { readEmail } from './cells.ts'
import { cleanCell } from './clean.ts'
import { type Header, findHeader, headerWith, headingRows } from './columns.ts'
import type { ListForm } from './form.ts'
import { decodeList } from './letters.ts'
import { namesIn } from './named.ts'
import { filledDown } from './merges.ts'
import { orderOfNames } from './names.ts'
import { isNobody } from './rows.ts'
import type { ImportChoice, ImportEdits, ImportPreview, ImportSource } from '../contract/import.ts'

/** longest cell in characters; a list of all functions of a staff is shorter */
const cellLimit = 2_000
/** characters of all cells together, because the event loop takes them in one piece */
const textLimit = 4_000_000

/**
 * The part of a list that the import reads: `cells` of each row below the headings, in the order of
 * the header's columns.
 */
export type Table = {
  header: Header
  /** each mail address of the address column once */
  emails: string[]
  /** null: the row is empty or is skipped */
  rows: Iterable<string[] | null>
  source: ImportSource
  /** indexes into `rows` of rows whose function comes from a cell merged with a row above */
  sharing: number[]
  columns: ImportPreview['columns']
  takesProposedRoles: boolean
}
type Found = Pick<ReadSheet, 'rows' | 'hiddenRows' | 'merges'> &
  Pick<ImportSource, 'sheet' | 'sheets' | 'encoding' | 'isDoubtful'>

/**
 * Reads a list from a file of any kind; throws a DomainError for a faulty one. A bad file can take
 * seconds, so only the worker process calls it.
 */
export function readTable(
  { bytes, edits }: ListForm,
  choice: ImportChoice,
): Table & { rows: (string[] | null)[] } {
  const found = looksLikeWorkbook(bytes) ? inWorkbook(bytes, choice) : inText(bytes)
  correct(found.rows, edits.cells)
  // choosing columns needs only the rows where headings or the first people may stand
  const head = found.rows.slice(0, Math.max(headRows, edits.headingLine ?? 0))
  const header = headerWith(
    head.map(row => row.map(cellText)),
    edits,
  )
  if (!header) throw noHeadings(found.rows)
  const isLeftOut = (index: number) => !choice.withHiddenRows && found.hiddenRows.has(index)
  const first = header.rowIndex + 1
  let [length, count, last] = [0, 0, first]
  const read = found.rows.slice(first).map((row, i) => {
    if (isLeftOut(first + i) || row.every(isBlank)) return null
    if (isNobody(found.rows, first + i, header)) return null
    const cells = header.columns.map(({ index }) => cellText(row[index] ?? ''))
    for (const cell of cells) length += cell.length
    // a workbook stores a text once and can show it in any number of cells
    if (length > textLimit)
      throw new DomainError('tooLarge', `A list may have at most ${textLimit} characters`, {
        details: { limitCharacters: textLimit },
      })
    count++
    last = first + i + 1
    return cells
  })
  const { rows, sharing } = filledDown(read, found, { header, textLimit })
  const { sheet, sheets, encoding, isDoubtful } = found
  const hiddenRows = [...found.hiddenRows].filter(index => index >= first).length
  return {
    header: { ...header, nameOrder: orderOf(rows, header) },
    emails: addressesIn(rows, header),
    rows,
    sharing,
    columns: columnsOf(head, header),
    takesProposedRoles: edits.takesProposedRoles,
    source: {
      sheet,
      sheets,
      encoding,
      isDoubtful,
      hiddenRows,
      readsHiddenRows: choice.withHiddenRows,
      rows: count,
      firstLine: first + 1,
      lastLine: last,
    },
  }
}

/** rows in which headings and the first people are looked for */
const headRows = 300

/** Writes the corrected cells into the rows; one outside of them changes nothing. */
function correct(rows: string[][], cells: ImportEdits['cells']): void {
  for (const [name, text] of Object.entries(cells)) {
    const [, letters = '', line = ''] = /^([A-Z]+)(\d+)$/.exec(name) ?? []
    const row = rows[Number(line) - 1]
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
    if (!row || column >= importLimitColumns) continue
    while (row.length <= column) row.push('')
    row[column] = text
  }
}

function columnsOf(head: readonly string[][], { columns, rowIndex }: Header): Table['columns'] {
  const headings = head[rowIndex] ?? []
  const below = head.slice(rowIndex + 1)
  const width = Math.max(headings.length, ...below.map(row => row.length))
  return [...Array(width).keys()].flatMap(index => {
    const header = cellText(headings[index] ?? '').slice(0, 80)
    const example = cellText(below.find(row => !isBlank(row[index] ?? ''))?.[index] ?? '')
    if (header === '' && example === '') return []
    const column = columns.find(each => each.index === index)
    return [
      {
        index,
        letter: cellName(index, 1).slice(0, -1),
        header,
        example: example.slice(0, 80),
        key: column?.key ?? null,
        isSure: column?.isSure ?? true,
      },
    ]
  })
}

const headerOf = (rows: readonly string[][]) =>
  findHeader(rows.slice(0, headingRows).map(row => row.map(cellText)))
const limits = { rows: importLimitRows, columns: importLimitColumns }

function inWorkbook(bytes: Uint8Array, { sheet }: ImportChoice): Found {
  const read = readWorkbook(bytes, limits, { sheet, isWanted: rows => headerOf(rows) !== null })
  if (!read)
    throw invalidField('sheet', 'unknown', { expected: 'the name of a sheet of the workbook' })
  return { ...read, sheet: read.name, encoding: null, isDoubtful: false }
}

/** how web pages that are called .xls and workbooks of Excel 2003 begin */
const markup = /^\s*<(\?xml|!doctype|html|head|meta|table)\b/i

function inText(bytes: Uint8Array): Found {
  const { text, encoding, isDoubtful } = decodeList(bytes)
  if (markup.test(text))
    throw new DomainError('unsupportedFile', 'The file holds HTML or XML; save it as XLSX', {
      details: { reason: 'markup' },
    })
  const rows = readCsv(text, limits, head => headerOf(head)?.columns.length ?? 0)
  return { rows, encoding, isDoubtful, hiddenRows: new Set(), merges: [], sheet: null, sheets: [] }
}

function orderOf(rows: readonly (string[] | null)[], { columns, nameOrder }: Header) {
  const column = columns.findIndex(({ key }) => key === 'name')
  if (column < 0 || nameOrder !== 'asSaid') return nameOrder
  const names = rows.flatMap(row => (row?.[column] ? [cleanCell('name', row[column])] : []))
  return orderOfNames(names)
}

function addressesIn(rows: readonly (string[] | null)[], header: Header): string[] {
  const column = header.columns.findIndex(({ key }) => key === 'email')
  const read = rows.map(row => readEmail(cleanCell('email', row?.[column] ?? '')))
  const named = rows.flatMap(row =>
    header.columns.flatMap(({ key }, i) =>
      key === 'deputies' ? namesIn(row?.[i] ?? '').flatMap(({ email }) => email ?? []) : [],
    ),
  )
  return [...new Set([...read.flatMap(cell => (cell.ok ? [cell.value] : [])), ...named])]
}

/**
 * Trims spaces only, because a line break at the end of an address matters. Cuts cells that are too
 * long for any field.
 */
const cellText = (cell: string) => trimmed(cell, ' \u00a0').slice(0, cellLimit + 1)

function noHeadings(sheet: readonly string[][]): DomainError {
  const first = sheet.find(row => row.some(cell => cell !== '')) ?? []
  return new DomainError(
    'invalid',
    'The list has no headings that say which column is the name and which the mail address',
    {
      fields: [
        {
          field: 'file',
          problem: 'noHeadings',
          value: first
            .map(cell => cell.slice(0, 80))
            .join(', ')
            .slice(0, 80),
          expected: 'Name, E-Mail',
        },
      ],
    },
  )
}
