/**
 * Loaded when the first workbook is written, because most processes never write one. `workbook/`
 * reads those from outside.
 */
const library = () => import('hucre/xlsx')
type Workbook = Parameters<Awaited<ReturnType<typeof library>>['writeXlsx']>[0]
type Cells = NonNullable<Workbook['sheets'][number]['cells']>
/** A cell that differs from the others of its sheet, under `row,column`, both from 0. */
export type OwnCell = Cells extends Map<infer Key, infer Cell> ? [Key, Cell] : never

export async function writeXlsx(workbook: Workbook): Promise<Uint8Array> {
  return (await library()).writeXlsx(workbook)
}

/** `B7` for column index 1 and row 7. */
export function cellName(columnIndex: number, line: number): string {
  let letters = ''
  for (let n = columnIndex + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters
  return `${letters}${line}`
}
