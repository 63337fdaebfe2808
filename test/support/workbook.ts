import { zip, type ZipPart } from './zip.ts'

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** The parts of an XLSX workbook whose sheet has this XML or these cells, and these texts. */
export function workbookParts({
  sheet = '',
  cells,
  strings,
}: {
  sheet?: string
  cells?: readonly (readonly string[])[]
  strings?: string
}): ZipPart[] {
  const sheetData = cells ? cells.map(rowXml).join('') : sheet
  const relations = [
    ['r1', 'worksheet', 'worksheets/sheet1.xml'],
    ...(strings === undefined ? [] : [['r2', 'sharedStrings', 'sharedStrings.xml']]),
  ]
  return [
    {
      name: '[Content_Types].xml',
      text: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    { name: '_rels/.rels', text: relationsXml([['r1', 'officeDocument', 'xl/workbook.xml']]) },
    {
      name: 'xl/workbook.xml',
      text: `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Stab" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', text: relationsXml(relations) },
    ...(strings === undefined
      ? []
      : [{ name: 'xl/sharedStrings.xml', text: `<sst xmlns="${main}">${strings}</sst>` }]),
    {
      name: 'xl/worksheets/sheet1.xml',
      text: `<worksheet xmlns="${main}"><sheetData>${sheetData}</sheetData></worksheet>`,
    },
  ]
}

/** An XLSX of several sheets: rows as XML or as cells, and XML after them. */
export function book(
  sheets: readonly {
    name: string
    state?: string
    cells?: readonly (readonly string[])[]
    rows?: string
    behind?: string
  }[],
): Uint8Array {
  const parts = workbookParts({ cells: [] }).filter(part => !part.name.includes('worksheets'))
  const made = sheets.map(({ cells, rows = '', behind = '' }, i): ZipPart => {
    const one = workbookParts(cells ? { cells } : { sheet: rows }).at(-1)!
    const text = String(one.text).replace('</sheetData>', `</sheetData>${behind}`)
    return { name: `xl/worksheets/s${i}.xml`, text }
  })
  const listed = sheets.map(
    ({ name, state = 'visible' }, i) =>
      `<sheet name="${name}" sheetId="${i + 1}" state="${state}" r:id="s${i}"/>`,
  )
  const relations = sheets.map(
    (_, i) => `<Relationship Id="s${i}" Type="x/worksheet" Target="worksheets/s${i}.xml"/>`,
  )
  return zip([
    ...parts.map(part => ({
      ...part,
      text: String(part.text)
        .replace(/<sheet .*\/>/, listed.join(''))
        .replace(/<Relationship Id="r1"[^>]*sheet1[^>]*>/, relations.join('')),
    })),
    ...made,
  ])
}
/** One row of a sheet, whose cells name their column and line. */
export const rowOf = (line: number, cells: readonly string[], attributes = '') =>
  `<row r="${line}" ${attributes}>${cells
    .map((cell, i) => `<c r="${'ABCDEF'[i]}${line}" t="inlineStr"><is><t>${cell}</t></is></c>`)
    .join('')}</row>`

/** The parts of an ODS workbook whose first table has this XML. */
export function odsParts(rows: string): ZipPart[] {
  const spaces = ['office', 'table', 'text', 'calcext']
    .map(name => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
    .join(' ')
  return [
    { name: 'mimetype', text: 'application/vnd.oasis.opendocument.spreadsheet', isStored: true },
    {
      name: 'content.xml',
      text: `<office:document-content ${spaces}><office:body><office:spreadsheet><table:table>${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
    },
  ]
}

export const odsRow = (cells: readonly string[], attributes = '') =>
  `<table:table-row ${attributes}>${cells
    .map(
      cell =>
        `<table:table-cell office:value-type="string"><text:p>${cell}</text:p></table:table-cell>`,
    )
    .join('')}</table:table-row>`

function rowXml(cells: readonly string[]): string {
  return `<row>${cells.map(cell => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`
}

function relationsXml(relations: string[][]): string {
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations
    .map(
      ([id, type, target]) =>
        `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`
}
