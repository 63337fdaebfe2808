import { ArchiveError, type Archive } from '../archive.ts'
import { walkXml } from '../xml.ts'
import { collectRows, type Merge, type Sheet, type SheetLimits, type Sheets } from './rows.ts'

/**
 * The sheets of an XLSX workbook (ECMA-376 part 1 §18); null when the archive is something else. It
 * unpacks only the parts that lead to the wanted sheet. A date is given as the stored number,
 * because only its format tells that it is a date.
 */
export function openXlsx(archive: Archive, limits: SheetLimits): Sheets | null {
  const workbookPath = relationsOf(archive, '').find(rel => rel.kind === 'officeDocument')?.target
  if (!workbookPath?.toLowerCase().endsWith('.xml')) return null
  const listed: { id: string; name: string; isHidden: boolean }[] = []
  let isWorkbook = false
  walkXml(partOf(archive, workbookPath), {
    open(name, attributeOf) {
      isWorkbook ||= name === 'workbook'
      if (name === 'sheet')
        listed.push({
          id: attributeOf('id') ?? '',
          name: attributeOf('name') ?? '',
          isHidden: (attributeOf('state') ?? 'visible') !== 'visible',
        })
      return isWorkbook ? undefined : false
    },
  })
  if (!isWorkbook) return null
  const relations = relationsOf(archive, workbookPath)
  const pathOf = new Map(
    relations.filter(rel => rel.kind === 'worksheet').map(rel => [rel.id, rel.target]),
  )
  const sheets = listed.filter(({ id }) => pathOf.has(id))
  const stringsPath = relations.find(rel => rel.kind === 'sharedStrings')?.target
  let strings: string[] | undefined
  return {
    names: sheets.map(({ name, isHidden }) => ({ name, isHidden })),
    read(index) {
      // unpacks both before reading one, because together they may be too large
      const texts = strings || stringsPath === undefined ? undefined : archive.read(stringsPath)
      const sheet = partOf(archive, pathOf.get(sheets[index]!.id)!) // the index is valid
      strings ??= texts ? sharedStrings(texts) : []
      return sheetRows(sheet, { strings, limits })
    },
  }
}

function partOf(archive: Archive, path: string): Uint8Array {
  const part = archive.read(path)
  if (!part) throw new ArchiveError('damaged', `"${path}" is missing`)
  return part
}

/**
 * The targets of a part's relationships (ECMA-376 part 2 §6.5); `kind` is the last word of the
 * type, which is the same in both editions.
 */
function relationsOf(archive: Archive, path: string) {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const content = archive.read(`${folder}_rels/${path.slice(folder.length)}.rels`)
  const relations: { id: string; kind: string; target: string }[] = []
  if (!content) return relations
  walkXml(content, {
    open(name, attributeOf) {
      if (name !== 'Relationship' || attributeOf('TargetMode') === 'External') return
      const type = attributeOf('Type') ?? ''
      relations.push({
        id: attributeOf('Id') ?? '',
        kind: type.slice(type.lastIndexOf('/') + 1),
        // resolved like a URL, which cannot lead out of the archive
        target: new URL(attributeOf('Target') ?? '', `zip:///${folder}`).pathname.slice(1),
      })
    },
  })
  return relations
}

function sharedStrings(content: Uint8Array): string[] {
  const strings: string[] = []
  const text = textReader()
  walkXml(content, {
    open(name) {
      if (name === 'si') text.take()
      text.open(name)
    },
    close(name) {
      text.close(name)
      if (name === 'si') strings.push(text.take())
    },
    text: text.add,
  })
  return strings
}

function sheetRows(
  content: Uint8Array,
  { strings, limits }: { strings: readonly string[]; limits: SheetLimits },
): Sheet {
  const rows = collectRows(limits)
  const hiddenRows = new Set<number>()
  const merges: Merge[] = []
  const text = textReader()
  let isHidden = false
  let [row, column, type, value, isInValue] = [-1, -1, '', '', false]
  walkXml(content, {
    open(name, attributeOf) {
      if (name === 'row') {
        row = nextIndex(row, Number(attributeOf('r') ?? row + 2) - 1)
        column = -1
        isHidden = isTrue(attributeOf('hidden'))
      } else if (name === 'mergeCell') {
        const merge = mergeOf(attributeOf('ref') ?? '')
        if (merge && merge.rows > 1) merges.push(merge)
      } else if (name === 'c') {
        const letters = /^[A-Z]{1,3}/i.exec(attributeOf('r')?.slice(0, 3) ?? '')?.[0]
        column = nextIndex(column, letters ? columnOf(letters) : column + 1)
        type = attributeOf('t') ?? 'n'
        value = ''
        text.take()
      } else if (name === 'v') isInValue = true
      else text.open(name)
    },
    text(piece) {
      if (isInValue) value += piece
      else text.add(piece)
    },
    close(name) {
      text.close(name)
      if (name === 'v') isInValue = false
      if (name === 'c') rows.put({ row, column, text: cellText(type, value, text.take(), strings) })
      if (name === 'row' && isHidden && rows.rows.length === row + 1) hiddenRows.add(row)
      // merged cells come after the data, before much that is not needed (§18.3.1.99)
      return name === 'mergeCells' ? false : undefined
    },
  })
  return { rows: rows.rows, hiddenRows, merges }
}

const isTrue = (said: string | undefined) => said === '1' || said === 'true'

/** Reads `C2:C5`; null for other texts. */
function mergeOf(ref: string): Merge | null {
  const [, letters, first, last] = /^([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/i.exec(ref) ?? []
  if (!letters) return null
  return {
    column: columnOf(letters),
    row: Number(first) - 1,
    rows: Number(last) - Number(first) + 1,
  }
}

/** Collects the text of `t` elements, without phonetic hints (`rPh`). */
function textReader() {
  let [collected, isIn, isPhonetic] = ['', false, false]
  return {
    open(name: string): void {
      if (name === 'rPh') isPhonetic = true
      if (name === 't') isIn = !isPhonetic
    },
    close(name: string): void {
      if (name === 'rPh') isPhonetic = false
      if (name === 't') isIn = false
    },
    add(piece: string): void {
      if (isIn) collected += piece
    },
    take(): string {
      const text = collected
      collected = ''
      return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    },
  }
}

function cellText(type: string, value: string, inline: string, strings: readonly string[]): string {
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'inlineStr') return inline
  if (type === 'b') return value === '1' || value === 'true' ? 'true' : 'false'
  // 1.7E9 and 1700000000 are one number
  if (type === 'n' && value.trim() !== '' && Number.isFinite(Number(value)))
    return String(Number(value))
  return value
}

/**
 * Rows and cells must come in order (§18.3.1.73); otherwise a small file could make a large sheet.
 */
function nextIndex(before: number, index: number): number {
  if (!Number.isInteger(index) || index <= before)
    throw new ArchiveError('damaged', 'Rows or cells are out of order')
  return index
}

function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}
