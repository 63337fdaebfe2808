import { ArchiveError, type Archive } from '../archive.ts'
import { walkXml } from '../xml.ts'
import {
  collectRows,
  isBlank,
  type Merge,
  type Sheet,
  type SheetLimits,
  type SheetName,
  type Sheets,
  tooWide,
} from './rows.ts'

/**
 * The sheets of an ODS workbook (OpenDocument 1.3 part 3 §9); null when the archive is something
 * else.
 */
export function openOds(archive: Archive, limits: SheetLimits): Sheets | null {
  if (archive.has('encrypted-package'))
    throw new ArchiveError('encrypted', 'The workbook is locked by a password')
  if (!archive.has('mimetype') || !archive.has('content.xml')) return null
  const type = new TextDecoder().decode(archive.read('mimetype'))
  if (!type.startsWith('application/vnd.oasis.opendocument.spreadsheet')) return null
  refuseEncrypted(archive)
  const content = archive.read('content.xml')! // the check above found it
  return { names: sheetNames(content), read: index => sheetRows(content, index, limits) }
}

function sheetNames(content: Uint8Array): SheetName[] {
  const names: SheetName[] = []
  // a sheet is hidden by its style, which comes before it (§17.16)
  let [style, tables] = ['', 0]
  const hidden = new Set<string>()
  walkXml(content, {
    open(name, attributeOf) {
      if (name === 'style') style = attributeOf('name') ?? ''
      if (name === 'table-properties' && attributeOf('display') === 'false') hidden.add(style)
      if (name === 'table' && ++tables === 1)
        names.push({
          name: attributeOf('name') ?? '',
          isHidden: hidden.has(attributeOf('style-name') ?? ''),
        })
    },
    close(name) {
      if (name === 'table') tables--
    },
  })
  return names
}

/** In a locked workbook the archive's entries look like normal ones (part 2 §3.4.1). */
function refuseEncrypted(archive: Archive): void {
  const manifest = archive.read('META-INF/manifest.xml')
  if (!manifest) return
  walkXml(manifest, {
    open(name) {
      if (name === 'encryption-data')
        throw new ArchiveError('encrypted', 'The workbook is locked by a password')
    },
  })
}

const cellNames = ['table-cell', 'covered-table-cell']

function sheetRows(content: Uint8Array, wanted: number, limits: SheetLimits): Sheet {
  const rows = collectRows(limits)
  const hiddenRows = new Set<number>()
  const merges: Merge[] = []
  let isHiddenRow = false
  let [row, rowRepeats, column] = [0, 1, 0]
  /** texts of the current row by column */
  let cells: { column: number; text: string }[] = []
  let [cellRepeats, value, text] = [1, undefined as string | undefined, '']
  let [tables, notes, paragraphs, isInParagraph] = [0, 0, 0, false]
  let [index, isOther] = [-1, true]
  walkXml(content, {
    open(name, attributeOf) {
      if (name === 'table' && ++tables === 1) isOther = ++index !== wanted
      // a table in a cell, or a note on it, is not part of the list
      if (name === 'annotation') notes++
      if (isOther || tables !== 1 || notes > 0) return
      if (name === 'table-row') {
        rowRepeats = repeats(attributeOf('number-rows-repeated'))
        column = 0
        cells = []
        isHiddenRow = ['filter', 'collapse'].includes(attributeOf('visibility') ?? '')
      } else if (cellNames.includes(name)) {
        cellRepeats = repeats(attributeOf('number-columns-repeated'))
        value = valueOf(attributeOf)
        const spanned = repeats(attributeOf('number-rows-spanned'))
        if (spanned > 1) merges.push({ row, column, rows: spanned })
        text = ''
        paragraphs = 0
      } else if (name === 'p') {
        if (paragraphs++ > 0) text += '\n'
        isInParagraph = true
      } else if (isInParagraph && name === 'tab') text += '\t'
      else if (isInParagraph && name === 'line-break') text += '\n'
      else if (isInParagraph && name === 's')
        text += ' '.repeat(Math.min(repeats(attributeOf('c')), 100))
    },
    text(piece) {
      if (!isOther && isInParagraph && tables === 1 && notes === 0) text += piece
    },
    close(name) {
      if (name === 'table' && --tables === 0) return isOther ? undefined : false
      if (name === 'annotation') notes--
      if (isOther || tables !== 1 || notes > 0) return undefined
      if (name === 'p') isInParagraph = false
      else if (cellNames.includes(name)) {
        const shown = value ?? text
        const last = column + cellRepeats
        if (!isBlank(shown) && last > limits.columns) throw tooWide(limits)
        if (!isBlank(shown)) for (; column < last; column++) cells.push({ column, text: shown })
        column = last
      } else if (name === 'table-row') {
        const last = row + rowRepeats
        if (cells.length > 0)
          for (; row < last; row++) {
            for (const cell of cells) rows.put({ row, ...cell })
            if (isHiddenRow) hiddenRows.add(row)
          }
        row = last
      }
      return undefined
    },
  })
  return { rows: rows.rows, hiddenRows, merges }
}

/** The value of a cell that is no text; undefined when its text is the value (§19.385). */
function valueOf(attributeOf: (name: string) => string | undefined): string | undefined {
  switch (attributeOf('value-type')) {
    case 'float':
    case 'currency':
    case 'percentage':
      return String(Number(attributeOf('value')))
    case 'boolean':
      return attributeOf('boolean-value')
    case 'date':
      return attributeOf('date-value')?.slice(0, 10)
    case 'string':
      return attributeOf('string-value')
    default:
      return undefined
  }
}

function repeats(said: string | undefined): number {
  const count = Number(said ?? 1)
  return Number.isInteger(count) && count > 0 ? count : 1
}
