import { odsParts, odsRow, workbookParts } from '../../test/support/workbook.ts'
import { zip } from '../../test/support/zip.ts'

const megabyte = 1024 * 1024
const head = 'Name;E-Mail;Funktion\n'
export const longestList = 4_900

/** A list with name, address and function of `count` people. */
export function honestList(length: number): string[][] {
  return Array.from({ length }, (_, i) => [`Name ${i}`, `p${i}@kreis.example`, 'SMS Ordnung'])
}

const wideHead = ['Name', 'E-Mail', 'Titel', 'Organisation', 'Mobil', 'Sprache', 'Rolle']
const filled = ['Dr.', 'Amt für Bevölkerungsschutz', '0171 2345678', 'deutsch', 'Mitglied']

/** Lists to import: long runs of one character, bombs of each kind, and the largest normal ones. */
export function uploads(characters: Record<string, string>): [what: string, content: BlobPart][] {
  const rows = honestList(longestList)
  const csv = rows.map(row => `${row.join(';')}\n`).join('')
  const wide = [wideHead, ...rows.map(([name, email]) => [name, email, ...filled])]
    .map(row => `${row.join(';')}\n`)
    .join('')
  const ofCharacter = Object.entries(characters).flatMap(
    ([name, character]): [string, BlobPart][] => [
      [`1 MB × ${name}`, character.repeat(megabyte)],
      [`a cell of 99,000 × ${name}`, `${head}x${character.repeat(99_000)}x;b@kreis.example;SMS\n`],
      [`a heading of 99,000 × ${name}`, `Name;E-Mail;x${character.repeat(99_000)}x\n${csv}`],
    ],
  )
  const bytes = (parts: Parameters<typeof zip>[0]) => zip(parts) as BlobPart
  return [
    ...ofCharacter,
    ['3 million columns', ';'.repeat(3_000_000)],
    ['a million rows', 'a;b\n'.repeat(1_000_000)],
    ['an honest list of 4,900', head + csv],
    ['an honest list of 4,900, all columns filled', wide],
    ['4,900 rows, each cell wrong', `${head}${'x@;y z;nothing\n'.repeat(4_900)}`],
    [
      '2,000 labels in each cell',
      `${head}${`A;a@kreis.example;${'a|'.repeat(999)}\n`.repeat(900)}`,
    ],
    ['XLSX, honest', bytes(workbookParts({ cells: [['Name', 'E-Mail', 'Funktion'], ...rows] }))],
    [
      'XLSX, 90 MB of texts',
      bytes(workbookParts({ strings: '<si><t>a</t></si>'.repeat(5_500_000) })),
    ],
    ['XLSX, empty elements', bytes(workbookParts({ sheet: '<c/>'.repeat(2_400_000) }))],
    ['ODS, 90 MB of rows', bytes(odsParts(odsRow(['a']).repeat(700_000)))],
    [
      'ODS, rows repeated a billion times',
      bytes(odsParts(odsRow(['Name', 'E-Mail'], 'table:number-rows-repeated="1000000000"'))),
    ],
  ]
}
