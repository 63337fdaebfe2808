import { CsvError, parse } from 'csv-parse/sync'
import { DomainError } from '../lib/errors.ts'
import { tooLong, tooWide, type SheetLimits } from '../lib/workbook/rows.ts'

const delimiters = [';', '\t', ','] as const
/** programs write the empty columns of a sheet too; every one costs time */
const separatorLimit = 1_000
/** a row of twelve columns has some hundred characters */
const recordLimit = 100_000

/**
 * Rows of a list as spreadsheets save it: German Excel's `;` in Windows-1252 or UTF-8 with or without BOM, "Unicode text" with
 * TAB in UTF-16, and commas. Throws tooLarge behind the limits; empty cells at the end of a row do not count.
 */
export function readCsv(bytes: Uint8Array, limits: SheetLimits): string[][] {
  const text = decode(bytes)
  if (text.includes('\0'))
    throw new DomainError('unsupportedFile', 'This is no list: expected CSV or XLSX')
  const said = /^sep=(.)\r?\n/.exec(text)
  const delimiter = said?.[1] ?? mostFrequent(text.slice(0, recordLimit))
  if (longestRun(text, delimiter) > separatorLimit) throw tooWide(limits)
  try {
    // the line that names the separator is a row of the spreadsheet too
    const rows = parse(text, {
      delimiter,
      relaxColumnCount: true,
      skipEmptyLines: false,
      maxRecordSize: recordLimit,
      to: limits.rows + 2,
      relaxQuotes: true,
      onRecord: (row: string[]) => withinWidth(row, limits),
    }) as string[][]
    if (rows.length > limits.rows + 1) throw tooLong(limits)
    return rows
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new DomainError('invalid', 'The list breaks off or is damaged', {
      fields: [
        { field: 'file', problem: 'damaged', value: `line ${String(error['lines'] ?? '?')}` },
      ],
    })
  }
}

function withinWidth(row: string[], limits: SheetLimits): string[] {
  if (row.length <= limits.columns) return row
  if (row.some((cell, column) => column >= limits.columns && cell !== '')) throw tooWide(limits)
  return row.slice(0, limits.columns)
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // bytes that are no UTF-8 come from a spreadsheet that writes the code page of Windows
    return new TextDecoder('windows-1252').decode(bytes)
  }
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
