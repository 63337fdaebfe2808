import { CsvError, parse } from 'csv-parse/sync'
import { DomainError } from '../lib/errors.ts'

const delimiters = [';', '\t', ',']

/**
 * Rows of a list as spreadsheets save it: German Excel's `;` in Windows-1252 or UTF-8 with or without BOM, "Unicode text" with
 * TAB in UTF-16, and commas. `rowLimit` is the number of rows after which reading stops.
 */
export function readCsv(bytes: Uint8Array, rowLimit: number): string[][] {
  const text = decode(bytes)
  if (text.includes('\0'))
    throw new DomainError('unsupportedFile', 'This is no list: expected CSV or XLSX')
  const said = /^sep=(.)\r?\n/.exec(text)
  const delimiter = said?.[1] ?? mostFrequent(text.slice(0, text.search(/[\r\n]|$/)))
  try {
    // the line that names the separator is a row of the spreadsheet too
    return parse(text, {
      delimiter,
      relaxColumnCount: true,
      skipEmptyLines: false,
      maxRecordSize: 100_000,
      to: rowLimit,
      relaxQuotes: true,
    }) as string[][]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new DomainError('invalid', 'The list breaks off or is damaged', {
      fields: [
        { field: 'file', problem: 'damaged', value: `line ${String(error['lines'] ?? '?')}` },
      ],
    })
  }
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

function mostFrequent(header: string): string {
  const count = (delimiter: string) => header.split(delimiter).length
  return delimiters.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}
