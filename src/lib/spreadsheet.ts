/** Loaded when the first workbook is written; most processes never write one. Those from outside are read in `workbook/`. */
const library = () => import('hucre/xlsx')
type Workbook = Parameters<Awaited<ReturnType<typeof library>>['writeXlsx']>[0]

export async function writeXlsx(workbook: Workbook): Promise<Uint8Array> {
  return (await library()).writeXlsx(workbook)
}
