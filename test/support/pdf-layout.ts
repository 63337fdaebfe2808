import { pdfPages, type Box, type Mark, type Page, type Run } from './pdf-pages.ts'

const mm = 72 / 25.4
/** margins of the minutes in points; the foot is in the lower one */
const margin = { side: 19 * mm, top: 17 * mm, bottom: 22 * mm, foot: 8 * mm }
/** smallest distances: between two columns of a table, and between a letter and a line */
const gapPt = 4
const awayPt = 1
/** numbers in the file are rounded */
const roundingPt = 0.1

/**
 * What is wrong with the layout of the minutes, in words; empty when nothing is: every letter in
 * its place, no page left empty before the last, no table torn after its first row, no band before
 * its last, pages counted, tables of one kind in the same columns.
 */
export async function layoutFaults(pdf: Uint8Array): Promise<string[]> {
  const pages = await pdfPages(pdf)
  return [
    ...lettersOutOfPlace(pages),
    ...pages
      .slice(0, -1)
      .flatMap((page, i) => [
        ...emptyPage(page, pages[i + 1]!),
        ...tornTable(page, pages[i + 1]!),
        ...tornBand(pages[i + 1]!),
      ]),
    ...pages.flatMap(page => wrongPageNumber(page, pages.length)),
    ...unlikeColumns(pages),
  ]
}

/**
 * Only faults of letters: each must be inside its cell, its clip and the margins, away from lines
 * and from other letters.
 */
export async function letterFaults(pdf: Uint8Array): Promise<string[]> {
  return lettersOutOfPlace(await pdfPages(pdf))
}

const lettersOutOfPlace = (pages: readonly Page[]) =>
  pages.flatMap(page =>
    [marginFaults, clipFaults, lineFaults, overlaps, columnFaults].flatMap(faultsOf =>
      faultsOf(page).map(fault => `page ${page.number}: ${fault}`),
    ),
  )

/**
 * Runs that are read. The word across a draft is turned, lies below everything and may touch all.
 */
const read = (page: Page) => page.runs.filter(run => run.isUpright && run.text.trim() !== '')

/** The band of an exercise, alone in the upper margin of each page. */
const isHead = (page: Page, run: Run) =>
  /^(ÜBUNG|EXERCISE) – /.test(run.text) && run.baseline > page.box.top - margin.top

function marginFaults(page: Page): string[] {
  const [left, right] = [page.box.left + margin.side, page.box.right - margin.side]
  const isIn = (run: Run) =>
    run.left >= left - roundingPt &&
    run.right <= right + roundingPt &&
    run.baseline >= margin.foot &&
    run.baseline < page.box.top - margin.top
  return [
    ...read(page)
      .filter(run => !isIn(run) && !isHead(page, run))
      .map(run => `"${run.text}" stands in the margin`),
    ...page.marks
      .filter(mark => mark.left < left - awayPt || mark.right > right + awayPt)
      .map(mark => `a line or area from ${spot(mark)} stands in the margin`),
  ]
}

function clipFaults(page: Page): string[] {
  return read(page)
    .filter(run => !contains(run.clip, run))
    .map(run => `"${run.text}" is cut by its clip`)
}

function lineFaults(page: Page): string[] {
  return read(page).flatMap(run =>
    page.marks
      .filter(mark => touches(run, mark))
      .map(mark => `"${run.text}" touches a ${mark.kind} line or area at ${spot(mark)}`),
  )
}

/** Whether a run is too close to a mark. A run may lie wholly inside an area or a frame. */
function touches(run: Run, mark: Mark): boolean {
  const away = awayPt + mark.width / 2 - roundingPt
  if (mark.kind === 'other' && contains(grown(mark, -away), run)) return false
  return overlap(run, grown(mark, away))
}

function overlaps(page: Page): string[] {
  const runs = read(page).toSorted((a, b) => b.top - a.top)
  return runs.flatMap((run, i) => {
    const faults = []
    for (const other of runs.slice(i + 1)) {
      if (other.top < run.bottom) break
      if (overlap(grown(run, -0.3), grown(other, -0.3)))
        faults.push(`"${run.text}" and "${other.text}" stand in one place`)
    }
    return faults
  })
}

/**
 * Each cell must end before the next column begins; the last of a row may reach the edge of the
 * table.
 */
function columnFaults(page: Page): string[] {
  const inTables = read(page).filter(run => run.cell !== null)
  return [...Map.groupBy(inTables, run => run.cell!.table).values()].flatMap(runs => {
    const columns = Math.max(...runs.map(run => run.cell!.of))
    const starts = Array.from({ length: columns }, (_, column) =>
      Math.min(
        ...runs
          .filter(run => run.cell!.of === columns && run.cell!.column === column)
          .map(run => run.left),
      ),
    )
    return runs
      .filter(({ cell, left, right }) => {
        const end = cell!.column + 1 < cell!.of ? starts[cell!.column + 1]! - gapPt : Infinity
        return left < starts[cell!.column]! - roundingPt || right > end + roundingPt
      })
      .map(run => `"${run.text}" stands outside its column`)
  })
}

/** Above the foot, from the top. */
const body = (of: Page) =>
  read(of)
    .filter(run => run.baseline > margin.bottom && !isHead(of, run))
    .toSorted((a, b) => b.baseline - a.baseline || a.left - b.left)

/**
 * An annex that begins a page keeps together, so the record before it may end in the middle of its
 * page.
 */
function emptyPage(page: Page, next: Page): string[] {
  const lowest = Math.min(...body(page).map(run => run.baseline))
  const free = (lowest - margin.bottom) / (page.box.top - margin.top - margin.bottom)
  const most = /^(Anlage|Annex):/.test(body(next)[0]?.text ?? '') ? 1 / 2 : 1 / 3
  return free > most ? [`page ${page.number}: ${Math.round(free * 100)} % of it are empty`] : []
}

/**
 * A band that goes on over the page begins there with its signs, and has more than one or two rows
 * left.
 */
function tornBand(page: Page): string[] {
  const [first] = body(page)
  const table = body(page).find(run => /^(Das Anwesenheitsband|The attendance band)/.test(run.text))
  return first && table && /^(vor Ort|on site)$/.test(first.text) && first.top - table.top < 80
    ? [`page ${page.number}: the band is torn before its last rows`]
    : []
}

function wrongPageNumber(page: Page, of: number): string[] {
  const foot = read(page).filter(run => run.baseline <= margin.bottom)
  const said = foot
    .map(run => run.text)
    .join(' ')
    .match(/(\d+)\s+(?:von|of)\s+(\d+)$/)
  return said?.[1] === String(page.number) && said[2] === String(of)
    ? []
    : [`page ${page.number}: its foot says "${said?.[0]}" of ${of}`]
}

/** Tables that have the same head, on whatever page, have their columns at the same places. */
function unlikeColumns(pages: readonly Page[]): string[] {
  const places = new Map<string, string>()
  return pages.flatMap(page => {
    const heads = read(page).filter(({ cell }) => cell?.isHead && cell.of > 1)
    return [...Map.groupBy(heads, run => run.cell!.table).values()].flatMap(runs => {
      const head = runs.map(run => run.text).join(' ')
      const at = runs.map(run => Math.round(run.left)).join(' ')
      const earlier = places.get(head) ?? at
      places.set(head, earlier)
      return earlier === at ? [] : [`page ${page.number}: "${head}" at ${at}, before at ${earlier}`]
    })
  })
}

/**
 * A table that continues on the next page must show more than its head and one short row before.
 */
function tornTable(page: Page, next: Page): string[] {
  const last = Math.max(...page.runs.map(run => run.cell?.table ?? -1))
  const inLast = page.runs.filter(({ cell }) => cell?.table === last && !cell.isHead)
  const rows = new Set(inLast.map(({ cell }) => cell!.row))
  const lines = new Set(inLast.map(({ baseline }) => Math.round(baseline)))
  const isLastInTable = body(page).at(-1)?.cell?.table === last
  const goesOn =
    next.runs.some(({ cell }) => cell?.table === 0 && !cell.isHead) &&
    !next.runs.some(({ cell }) => cell?.table === 0 && cell.isHead && cell.of > 1)
  return last >= 0 && isLastInTable && goesOn && rows.size < 2 && lines.size < 10
    ? [`page ${page.number}: a table is torn after its first row`]
    : []
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top
}

function contains(outer: Box, inner: Box): boolean {
  return (
    inner.left >= outer.left - roundingPt &&
    inner.right <= outer.right + roundingPt &&
    inner.bottom >= outer.bottom - roundingPt &&
    inner.top <= outer.top + roundingPt
  )
}

function grown(box: Box, by: number): Box {
  return {
    left: box.left - by,
    bottom: box.bottom - by,
    right: box.right + by,
    top: box.top + by,
  }
}

function spot({ left, bottom }: Box): string {
  return `${Math.round(left)}/${Math.round(bottom)}`
}
