import { CsvError, parse } from 'csv-parse/sync'
import { DomainError } from '../lib/errors.ts'
import { isBlank, sparseness, tooLong, tooWide, type SheetLimits } from '../lib/workbook/rows.ts'

const delimiters = [';', '\t', ',', '|'] as const
/** programs also write the empty columns of a sheet, and every column costs time */
const separatorLimit = 1_000
/** a row of twelve columns has a few hundred characters */
const recordLimit = 100_000
type Rows = string[][]

/**
 * Reads the rows of a CSV list. The separator is the one the list names (`sep=;`), else the one
 * that gives the most headings (`headingsIn`), else the most frequent one of the first line. Throws
 * tooLarge above the limits. Empty rows and empty cells at the end of a row do not count.
 */
export function readCsv(
  text: string,
  limits: SheetLimits,
  headingsIn: (rows: Rows) => number,
): Rows {
  if (text.includes('\0'))
    throw new DomainError('unsupportedFile', 'This is no list: expected CSV or XLSX')
  const said = /^sep=(.)\r?\n/.exec(text)
  const delimiter =
    said?.[1] ?? withHeadings(text, headingsIn) ?? mostFrequent(text.slice(0, recordLimit))
  if (longestRun(text, delimiter) > separatorLimit) throw tooWide(limits)
  let count = 0
  try {
    // the line that names the separator counts as a row in the spreadsheet
    return parse(text, {
      delimiter,
      relaxColumnCount: true,
      skipEmptyLines: false,
      maxRecordSize: recordLimit,
      relaxQuotes: true,
      onRecord: (row: string[], { records }: { records: number }) => {
        const held = withinWidth(row.map(unwrapped), limits)
        if (held.length > 0 && ++count > limits.rows + 1) throw tooLong(limits)
        if (records > limits.rows * sparseness) throw tooLong(limits)
        return held
      },
    }) as Rows
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new DomainError('invalid', 'The list breaks off or is damaged', {
      fields: [
        { field: 'file', problem: 'damaged', value: `line ${String(error['lines'] ?? '?')}` },
      ],
    })
  }
}

/**
 * Null when no separator gives a heading. A separator that cannot parse the beginning counts as
 * giving none.
 */
function withHeadings(text: string, headingsIn: (rows: Rows) => number): string | null {
  // takes whole lines, so that the sample does not end inside a cell
  const head = /^(?:[^\r\n]*(?:\r\n?|\n)){0,40}/.exec(text.slice(0, recordLimit))?.[0] || text
  const counted = delimiters.map(delimiter => {
    try {
      const options = { delimiter, relaxColumnCount: true, relaxQuotes: true }
      const rows = parse(head.slice(0, recordLimit), { ...options, skipEmptyLines: false }) as Rows
      return headingsIn(rows.map(row => row.map(unwrapped)))
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      return 0
    }
  })
  const most = Math.max(...counted)
  return most === 0 ? null : delimiters[counted.indexOf(most)]! // indexOf finds it
}

/** The text of `="0171"`, a formula by which programs keep Excel from reading a text as a number. */
function unwrapped(cell: string): string {
  const text = /^="((?:[^"]|"")*)"$/.exec(cell.trim())?.[1]
  return text === undefined ? cell : text.replaceAll('""', '"')
}

/** The row without the blank cells at its end; throws tooLarge above the limit. */
function withinWidth(row: string[], limits: SheetLimits): string[] {
  const width = row.findLastIndex(cell => !isBlank(cell)) + 1
  if (width > limits.columns) throw tooWide(limits)
  return row.slice(0, width)
}

/** The largest number of separators in one line. */
function longestRun(text: string, delimiter: string): number {
  let [longest, count] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === delimiter) longest = Math.max(longest, ++count)
    else if (character === '\n' || character === '\r') count = 0
  }
  return longest
}

/** The most frequent separator of the first line. */
function mostFrequent(text: string): string {
  const counts = new Map<string, number>(delimiters.map(delimiter => [delimiter, 0]))
  for (const character of text) {
    if (character === '\n' || character === '\r') break
    const count = counts.get(character)
    if (count !== undefined) counts.set(character, count + 1)
  }
  return delimiters.reduce((best, one) => (counts.get(one)! > counts.get(best)! ? one : best)) // counts has every delimiter
}
