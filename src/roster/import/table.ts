import { DomainError } from '../../lib/errors.ts'
import { trimmed } from '../../lib/shapes.ts'
import { looksLikeWorkbook, readWorkbook } from '../../lib/workbook/reading.ts'
import { readCsv } from '../csv.ts'
import { importLimitColumns, importLimitRows } from '../rules.ts'
import { readEmail } from './cells.ts'
import { findHeader, type Header } from './columns.ts'

/** no cell that is read may be longer; a list of all functions of a staff is shorter */
const cellLimit = 2_000
/** of all cells together: what is handed to the event loop in one piece */
const textLimit = 4_000_000

/** What of a list the import reads: `cells` of each row below the headings, in the order of the header's columns. */
export type Table = {
  header: Header
  /** each mail address that stands in its column, once */
  emails: string[]
  /** null where a row has nothing at all */
  rows: Iterable<string[] | null>
}

/** The list in a file of any kind; throws what is wrong with it. It takes as long as the file is bad, so only a worker calls it. */
export function readTable(bytes: Uint8Array): Table & { rows: (string[] | null)[] } {
  const limits = { rows: importLimitRows, columns: importLimitColumns }
  const sheet = looksLikeWorkbook(bytes) ? readWorkbook(bytes, limits) : readCsv(bytes, limits)
  const header = findHeader(sheet.slice(0, 10).map(row => row.map(cellText)))
  if (!header) throw noHeadings(sheet)
  let length = 0
  const rows = sheet.slice(header.rowIndex + 1).map(row => {
    if (row.every(cell => cell.trim() === '')) return null
    const cells = header.columns.map(({ index }) => cellText(row[index] ?? ''))
    for (const cell of cells) length += cell.length
    // a workbook says a text once and shows it in any number of cells
    if (length > textLimit)
      throw new DomainError('tooLarge', `A list may have at most ${textLimit} characters`, {
        details: { limitCharacters: textLimit },
      })
    return cells
  })
  return { header, emails: addressesIn(rows, header), rows }
}

function addressesIn(rows: readonly (string[] | null)[], header: Header): string[] {
  const column = header.columns.findIndex(({ key }) => key === 'email')
  const read = rows.map(row => readEmail(row?.[column] ?? ''))
  return [...new Set(read.flatMap(cell => (cell.ok ? [cell.value] : [])))]
}

/** Spaces only, since a line break at the end of an address is one. Cut where it is too long for any field. */
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
