import { getDocumentProxy, getResolvedPDFJS } from 'unpdf'

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>
type Pdfjs = Awaited<ReturnType<typeof getResolvedPDFJS>>
/** [a b c d e f] of ISO 32000-1, 8.3.4 */
type Matrix = readonly [number, number, number, number, number, number]

/** In points from the left and the lower edge of the page. */
export type Box = { left: number; bottom: number; right: number; top: number }
/**
 * A run of glyphs in one font. Its height is that of the letters it uses, without leading; its
 * width is its advance.
 */
export type Run = Box & {
  text: string
  baseline: number
  isUpright: boolean
  /** the visible area */
  clip: Box
  cell: Cell | null
}
/** The position of a run in a table of the page; a row has `of` cells. */
export type Cell = { table: number; row: number; column: number; of: number; isHead: boolean }
/** A straight line or a filled area. */
export type Mark = Box & { width: number; kind: 'vertical' | 'horizontal' | 'other' }
export type Page = { number: number; box: Box; runs: Run[]; marks: Mark[] }

/** Files attached to the PDF. */
export async function pdfAttachments(pdf: Uint8Array): Promise<string[]> {
  const document = await opened(pdf)
  const files: Record<string, { content: Uint8Array }> = (await document.getAttachments()) ?? {}
  await document.destroy()
  return Object.values(files).map(({ content }) => new TextDecoder().decode(content))
}

/** The runs and marks on each page. */
export async function pdfPages(pdf: Uint8Array): Promise<Page[]> {
  const pdfjs = await getResolvedPDFJS()
  const document = await opened(pdf)
  const pages = []
  for (let number = 1; number <= document.numPages; number++)
    pages.push(await pageOf(await document.getPage(number), pdfjs))
  await document.destroy()
  return pages
}

/** pdf.js takes over the memory it is given, so it gets a copy. */
function opened(pdf: Uint8Array) {
  return getDocumentProxy(new Uint8Array(pdf))
}

async function pageOf(page: PdfPage, { OPS }: Pdfjs): Promise<Page> {
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view
  const box = { left, bottom, right, top }
  const cells = cellsOf(await page.getStructTree())
  const { fnArray, argsArray } = await page.getOperatorList()
  const runs: Run[] = []
  const marks: Mark[] = []
  const content: (number | null)[] = []
  const saved: State[] = []
  let now: State = { ctm: [1, 0, 0, 1, 0, 0], clip: box, lineWidth: 1, font: '', size: 0 }
  let textMatrix: Matrix = [1, 0, 0, 1, 0, 0]
  let isClip = false
  for (const [i, operator] of fnArray.entries()) {
    const args = argsArray[i]
    if (operator === OPS.save) saved.push(now)
    else if (operator === OPS.restore) now = saved.pop() ?? now
    else if (operator === OPS.transform) now = { ...now, ctm: times(now.ctm, args) }
    else if (operator === OPS.setLineWidth) now = { ...now, lineWidth: args[0] }
    else if (operator === OPS.setFont) now = { ...now, font: args[0], size: args[1] }
    else if (operator === OPS.beginText) textMatrix = [1, 0, 0, 1, 0, 0]
    else if (operator === OPS.setTextMatrix) textMatrix = args[0]
    else if (operator === OPS.beginMarkedContent) content.push(null)
    else if (operator === OPS.beginMarkedContentProps) content.push(args[1])
    else if (operator === OPS.endMarkedContent) content.pop()
    else if (operator === OPS.clip || operator === OPS.eoClip) isClip = true
    else if (operator === OPS.constructPath) {
      const points = pathOf(args[1][0], now.ctm)
      if (isClip) now = { ...now, clip: common(now.clip, around(points.flat())) }
      else if (args[0] !== OPS.endPath) marks.push(...marksOf(points, now))
      isClip = false
    } else if (operator === OPS.showText) {
      const { ascent, descent } = heightOf(page, now.font)
      const matrix = times(now.ctm, textMatrix)
      const glyphs: (number | { width: number; unicode: string })[] = args[0]
      // a space at the end of a line is invisible
      const seen = glyphs.findLastIndex(glyph => typeof glyph !== 'number' && glyph.unicode.trim())
      const advance = glyphs
        .slice(0, seen + 1)
        .reduce<number>((sum, glyph) => sum + (typeof glyph === 'number' ? -glyph : glyph.width), 0)
      const width = (advance / 1000) * now.size
      const corners = [
        [0, descent * now.size],
        [width, ascent * now.size],
      ] as const
      // where the page counts downwards, the text matrix turns the letters upright again
      runs.push({
        ...around(corners.map(([x, y]) => at(matrix, x, y))),
        text: glyphs.map(glyph => (typeof glyph === 'number' ? '' : glyph.unicode)).join(''),
        baseline: matrix[5],
        isUpright: Math.abs(matrix[1]) < 1e-6,
        clip: now.clip,
        cell: cells.get(content.findLast(id => id !== null) ?? -1) ?? null,
      })
    }
  }
  return { number: page.pageNumber, box, runs, marks }
}

type Font = { ascent: number; descent: number; bbox: [number, number, number, number] }

/** In em: from the descender to the ascender, or less where no letter reaches so far. */
function heightOf(page: PdfPage, name: string): { ascent: number; descent: number } {
  const { ascent, descent, bbox } = page.commonObjs.get(name) as Font // pdf.js has no type for it
  return { ascent: Math.min(ascent, bbox[3] / 1000), descent: Math.max(descent, bbox[1] / 1000) }
}

type State = { ctm: Matrix; clip: Box; lineWidth: number; font: string; size: number }

function times([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix {
  return [
    a * A + c * B,
    b * A + d * B,
    a * C + c * D,
    b * C + d * D,
    a * E + c * F + e,
    b * E + d * F + f,
  ]
}

type Point = readonly [x: number, y: number]

function at([a, b, c, d, e, f]: Matrix, x: number, y: number): Point {
  return [a * x + c * y + e, b * x + d * y + f]
}

/** Subpaths as lists of points; for a curve its handles and its end. */
function pathOf(path: ArrayLike<number>, ctm: Matrix): Point[][] {
  const subpaths: Point[][] = []
  const coordinates = [2, 2, 6, 4, 0]
  for (let i = 0; i < path.length;) {
    const kind = path[i]!
    const [count, current] = [coordinates[kind]!, subpaths.at(-1)]
    if (kind === 0) subpaths.push([])
    if (kind === 4 && current?.[0]) current.push(current[0])
    for (let c = i + 1; c <= i + count; c += 2)
      subpaths.at(-1)!.push(at(ctm, path[c]!, path[c + 1]!))
    i += 1 + count
  }
  return subpaths
}

function marksOf(subpaths: Point[][], { lineWidth }: State): Mark[] {
  return subpaths.map(points => {
    const box = around(points)
    const [wide, high] = [box.right - box.left, box.top - box.bottom]
    const kind = wide < 2 && high > 2 ? 'vertical' : high < 2 && wide > 2 ? 'horizontal' : 'other'
    return { ...box, width: lineWidth, kind }
  })
}

function around(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return {
    left: Math.min(...xs),
    bottom: Math.min(...ys),
    right: Math.max(...xs),
    top: Math.max(...ys),
  }
}

function common(a: Box, b: Box): Box {
  return {
    left: Math.max(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.min(a.right, b.right),
    top: Math.min(a.top, b.top),
  }
}

type TreeNode = { role?: string; type?: string; id?: string; children?: TreeNode[] }

/** The cell of each piece of marked content, by its number on the page. */
function cellsOf(tree: unknown): Map<number, Cell> {
  const cells = new Map<number, Cell>()
  let tables = -1
  const walk = (node: TreeNode) => {
    if (node.role === 'Table') {
      tables += 1
      rowsOf(node).forEach(({ cells: inRow, isHead }, row) =>
        inRow.forEach((cell, column) => {
          for (const id of contentOf(cell))
            cells.set(id, { table: tables, row, column, of: inRow.length, isHead })
        }),
      )
    } else node.children?.forEach(walk)
  }
  if (tree) walk(tree as TreeNode) // the types of pdf.js leave children open
  return cells
}

function rowsOf(node: TreeNode, isHead = false): { cells: TreeNode[]; isHead: boolean }[] {
  if (node.role === 'TR') return [{ cells: node.children ?? [], isHead }]
  return (node.children ?? []).flatMap(child => rowsOf(child, isHead || node.role === 'THead'))
}

function contentOf(node: TreeNode): number[] {
  const own = /_mc(\d+)$/.exec(node.id ?? '')
  return [...(own ? [Number(own[1])] : []), ...(node.children ?? []).flatMap(contentOf)]
}
