import { CsvError, parse } from 'csv-parse/sync'
import { DomainError } from '../lib/errors.ts'
import { isBlank, sparseness, tooLong, tooWide, type SheetLimits } from '../lib/workbook/rows.ts'

const delimiters = [';', '\t', ',', '|'] as const
/** programs write the empty columns of a sheet too; every one costs time */
const separatorLimit = 1_000
/** a row of twelve columns has some hundred characters */
const recordLimit = 100_000
type Rows = string[][]

/**
 * Rows of a list as spreadsheets save it. The separator is the one the list names (`sep=;`), else the one with which most headings
 * are found (`headingsIn`), else the most frequent of the first line. Throws tooLarge behind the limits; empty cells at the end of a
 * row and rows that hold nothing do not count.
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
    // the line that names the separator is a row of the spreadsheet too
    return parse(text, {
      delimiter,
      relaxColumnCount: true,
      skipEmptyLines: false,
      maxRecordSize: recordLimit,
      relaxQuotes: true,
      onRecord: (row: string[], { records }: { records: number }) => {
        const held = withinWidth(row, limits)
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

/** Null when no separator finds any. A beginning that cannot be taken apart by one has none by it. */
function withHeadings(text: string, headingsIn: (rows: Rows) => number): string | null {
  // whole lines, so that it does not break off inside a cell
  const head = /^(?:[^\r\n]*(?:\r\n?|\n)){0,40}/.exec(text.slice(0, recordLimit))?.[0] || text
  const counted = delimiters.map(delimiter => {
    try {
      const options = { delimiter, relaxColumnCount: true, relaxQuotes: true }
      return headingsIn(
        parse(head.slice(0, recordLimit), { ...options, skipEmptyLines: false }) as Rows,
      )
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      return 0
    }
  })
  const most = Math.max(...counted)
  return most === 0 ? null : delimiters[counted.indexOf(most)]! // it is one of them
}

/** Without the blank cells at its end. */
function withinWidth(row: string[], limits: SheetLimits): string[] {
  const width = row.findLastIndex(cell => !isBlank(cell)) + 1
  if (width > limits.columns) throw tooWide(limits)
  return row.slice(0, width)
}

/** The most separators that stand in one line. */
function longestRun(text: string, delimiter: string): number {
  let [longest, count] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === delimiter) longest = Math.max(longest, ++count)
    else if (character === '\n' || character === '\r') count = 0
  }
  return longest
}

/** Of the first line, or of its beginning. */
function mostFrequent(text: string): string {
  const counts = new Map<string, number>(delimiters.map(delimiter => [delimiter, 0]))
  for (const character of text) {
    if (character === '\n' || character === '\r') break
    const count = counts.get(character)
    if (count !== undefined) counts.set(character, count + 1)
  }
  return delimiters.reduce((best, one) => (counts.get(one)! > counts.get(best)! ? one : best)) // each has its count
}
