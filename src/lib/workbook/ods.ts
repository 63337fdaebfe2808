import { ArchiveError, type Archive } from '../archive.ts'
import { walkXml } from '../xml.ts'
import { collectRows, tooWide, type SheetLimits } from './rows.ts'

/** Rows of the first sheet that an ODS workbook shows (OpenDocument 1.3 part 3 §9); null when the archive is something else. */
export function readOdsRows(archive: Archive, limits: SheetLimits): string[][] | null {
  if (archive.has('encrypted-package'))
    throw new ArchiveError('encrypted', 'The workbook is locked by a password')
  if (!archive.has('mimetype') || !archive.has('content.xml')) return null
  const type = new TextDecoder().decode(archive.read('mimetype'))
  if (!type.startsWith('application/vnd.oasis.opendocument.spreadsheet')) return null
  refuseEncrypted(archive)
  return sheetRows(archive.read('content.xml')!, limits) // looked at above
}

/** Entries of a locked workbook are plain ones as far as the archive knows (part 2 §3.4.1). */
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

function sheetRows(content: Uint8Array, limits: SheetLimits): string[][] {
  const rows = collectRows(limits)
  let [row, rowRepeats, column] = [0, 1, 0]
  /** of the row at hand: text by column */
  let cells: { column: number; text: string }[] = []
  let [cellRepeats, value, text] = [1, undefined as string | undefined, '']
  let [tables, notes, paragraphs, isInParagraph] = [0, 0, 0, false]
  // whether a sheet is shown is said by its style, which stands before it (§17.16)
  let [style, isHidden] = ['', false]
  const hidden = new Set<string>()
  walkXml(content, {
    open(name, attributeOf) {
      if (name === 'style') style = attributeOf('name') ?? ''
      if (name === 'table-properties' && attributeOf('display') === 'false') hidden.add(style)
      if (name === 'table' && ++tables === 1) isHidden = hidden.has(attributeOf('style-name') ?? '')
      // a table in a cell, or a note on it, is none of the list
      if (name === 'annotation') notes++
      if (isHidden || tables !== 1 || notes > 0) return
      if (name === 'table-row') {
        rowRepeats = repeats(attributeOf('number-rows-repeated'))
        column = 0
        cells = []
      } else if (cellNames.includes(name)) {
        cellRepeats = repeats(attributeOf('number-columns-repeated'))
        value = valueOf(attributeOf)
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
      if (!isHidden && isInParagraph && tables === 1 && notes === 0) text += piece
    },
    close(name) {
      if (name === 'table' && --tables === 0) return isHidden ? undefined : false
      if (name === 'annotation') notes--
      if (isHidden || tables !== 1 || notes > 0) return undefined
      if (name === 'p') isInParagraph = false
      else if (cellNames.includes(name)) {
        const shown = value ?? text
        const last = column + cellRepeats
        if (shown !== '' && last > limits.columns) throw tooWide(limits)
        if (shown !== '') for (; column < last; column++) cells.push({ column, text: shown })
        column = last
      } else if (name === 'table-row') {
        const last = row + rowRepeats
        if (cells.length > 0)
          for (; row < last; row++) for (const cell of cells) rows.put({ row, ...cell })
        row = last
      }
      return undefined
    },
  })
  return rows.rows
}

/** What a cell that is no text holds; undefined when its text is what it holds (§19.385). */
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
