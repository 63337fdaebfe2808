import { type Zippable, strToU8, zipSync } from 'fflate'
import type { Sheet, SheetCell } from './sheet.ts'
import { cellName } from './spreadsheet.ts'

const type = 'application/vnd.oasis.opendocument.spreadsheet'
const spaces = [
  ...['office', 'table', 'text', 'style', 'config', 'manifest'].map(name => [name, name]),
  ['number', 'datastyle'],
  ['fo', 'xsl-fo-compatible'],
]
  .map(([name, space]) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${space}:1.0"`)
  .concat('xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"')
  .join(' ')

/**
 * An ODS workbook (ODF 1.3) that opens on the sheet with index `opensOn`: landscape, one page wide,
 * headings repeated on every page. The library that writes XLSX gives an ODS neither widths of
 * columns nor a page.
 */
export function writeOds(sheets: readonly Sheet[], opensOn: number): Uint8Array<ArrayBuffer> {
  const parts: Record<string, string> = {
    'content.xml': content(sheets),
    'styles.xml': pageStyles,
    'settings.xml': settings(sheets[opensOn]?.name ?? ''),
  }
  const files: Zippable = {
    // first and not packed, so that programs tell the kind of file by it (ODF 1.3, part 2, 3.3)
    mimetype: [strToU8(type), { level: 0 }],
    'META-INF/manifest.xml': strToU8(manifest(Object.keys(parts))),
  }
  for (const [name, text] of Object.entries(parts)) files[name] = strToU8(text)
  return zipSync(files, { mtime: '1980-01-01T00:00:00' })
}

function content(sheets: readonly Sheet[]): string {
  const widths = new Set(sheets.flatMap(({ columns }) => columns.map(({ width }) => width)))
  const offsets = new Set(
    sheets.flatMap(({ rows }) =>
      rows.flatMap(({ cells }) =>
        cells.flatMap(cell =>
          typeof cell !== 'string' && cell.kind === 'time' && cell.offset ? [cell.offset] : [],
        ),
      ),
    ),
  )
  return document(
    'document-content',
    `<office:automatic-styles>${[
      '<style:style style:name="sheet" style:family="table" style:master-page-name="page"/>',
      ...[...widths].map(
        width =>
          `<style:style style:name="w${width}" style:family="table-column"><style:table-column-properties style:column-width="${(width * 0.2).toFixed(1)}cm"/></style:style>`,
      ),
      ...[null, ...offsets].flatMap(timeStyles),
      dateStyle('day', date),
      `<number:time-style style:name="n-duration" number:truncate-on-overflow="false"><number:hours/>${minutes}</number:time-style>`,
      cellStyle('duration', 'n-duration'),
      cellStyle('duration-total', 'n-duration', total),
      cellStyle('total', null, total),
      cellStyle('heading', null, bold),
    ].join('')}</office:automatic-styles><office:body><office:spreadsheet>${sheets
      .map(table)
      .join('')}</office:spreadsheet></office:body>`,
  )
}

const bold = '<style:text-properties fo:font-weight="bold"/>'
const total = `<style:table-cell-properties fo:background-color="#ebf1fa"/>${bold}`
const colon = '<number:text>:</number:text>'
const dot = '<number:text>.</number:text>'
const minutes = `${colon}<number:minutes number:style="long"/>`
const clock = `<number:hours number:style="long"/>${minutes}`
const date = `<number:day number:style="long"/>${dot}<number:month number:style="long"/>${dot}<number:year number:style="long"/>`

function timeStyles(offset: string | null): string {
  const [name, told] =
    offset === null ? ['', ''] : [`-${offset}`, `<number:text> ${escaped(offset)}</number:text>`]
  const seconds = `${colon}<number:seconds number:style="long"/>`
  return (
    dateStyle(`time${name}`, clock + told) +
    dateStyle(`dateTime${name}`, `${date}<number:text> </number:text>${clock}${seconds}${told}`)
  )
}

const dateStyle = (name: string, parts: string) =>
  `<number:date-style style:name="n-${escaped(name)}">${parts}</number:date-style>${cellStyle(name, `n-${name}`)}`

const cellStyle = (name: string, numbers: string | null, looks = '') =>
  `<style:style style:name="${escaped(name)}" style:family="table-cell"${
    numbers === null ? '' : ` style:data-style-name="${escaped(numbers)}"`
  }>${looks}</style:style>`

function table({ name, columns, rows }: Sheet): string {
  const headings = columns.map(({ header }) => textCell(header, 'heading')).join('')
  const lines = rows.map(
    ({ cells, isTotal }) =>
      `<table:table-row>${cells.map((cell, i) => xmlCell(cell, { column: i, isTotal: isTotal ?? false })).join('')}</table:table-row>`,
  )
  return `<table:table table:name="${escaped(name)}" table:style-name="sheet">${columns
    .map(({ width }) => `<table:table-column table:style-name="w${width}"/>`)
    .join(
      '',
    )}<table:table-header-rows><table:table-row>${headings}</table:table-row></table:table-header-rows>${lines.join('')}</table:table>`
}

function xmlCell(
  cell: SheetCell,
  { column, isTotal }: { column: number; isTotal: boolean },
): string {
  if (typeof cell === 'string') return textCell(cell, isTotal ? 'total' : null)
  if (cell.kind === 'day')
    return `<table:table-cell table:style-name="day" office:value-type="date" office:date-value="${cell.day}"/>`
  if (cell.kind === 'time') {
    const style = cell.offset === null ? cell.shows : `${cell.shows}-${cell.offset}`
    return `<table:table-cell table:style-name="${escaped(style)}" office:value-type="date" office:date-value="${cell.wall}"/>`
  }
  // rows of the sheet count from 1, and the first holds the headings
  const sum = cell.sumOf?.map(row => `.${cellName(column, row + 2)}`).join(':')
  const formula = sum ? ` table:formula="of:=SUBTOTAL(9;[${sum}])"` : ''
  return `<table:table-cell table:style-name="duration${isTotal ? '-total' : ''}"${formula} office:value-type="time" office:time-value="${isoDuration(cell.ms)}"/>`
}

function textCell(text: string, style: string | null): string {
  const looks = style === null ? '' : ` table:style-name="${style}"`
  if (text === '') return `<table:table-cell${looks}/>`
  const lines = text.split(/\r\n|[\r\n]/).map(line => `<text:p>${escaped(line)}</text:p>`)
  return `<table:table-cell${looks} office:value-type="string">${lines.join('')}</table:table-cell>`
}

/** `PT26H05M12.5S` (XML Schema, part 2, 3.3.6). */
function isoDuration(ms: number): string {
  const seconds = ms / 1000
  const minutes = Math.floor(seconds / 60)
  const rest = Math.round((seconds - minutes * 60) * 1000) / 1000
  return `PT${Math.floor(minutes / 60)}H${minutes % 60}M${rest}S`
}

/** Characters that XML cannot hold become blanks; several blanks stay several. */
const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ' ')
    .replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)

const document = (kind: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><office:${kind} ${spaces} office:version="1.3">${inside}</office:${kind}>`

const pageStyles = document(
  'document-styles',
  `<office:automatic-styles><style:page-layout style:name="layout"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" fo:margin="1.5cm" style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="page" style:page-layout-name="layout"><style:footer><text:p><text:page-number>1</text:page-number> / <text:page-count>1</text:page-count></text:p></style:footer></style:master-page></office:master-styles>`,
)

const settings = (opensOn: string) =>
  document(
    'document-settings',
    `<office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1</config:config-item><config:config-item config:name="ActiveTable" config:type="string">${escaped(opensOn)}</config:config-item></config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings>`,
  ).replace('xmlns:office', 'xmlns:ooo="http://openoffice.org/2004/office" xmlns:office')

const manifest = (names: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest ${spaces} manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/>${names
    .map(
      name => `<manifest:file-entry manifest:full-path="${name}" manifest:media-type="text/xml"/>`,
    )
    .join('')}</manifest:manifest>`
