import type { Mode } from '../../../src/lib/modes.ts'
import { joinSpans, type Span } from '../../../src/lib/spans.ts'

export type BandWindow = Span
export type BandKind = Mode | 'unfilled'
export type BandBar = Span & { kind: BandKind }
export type BandRow = {
  id: string
  label: string
  functionLabel?: string | null
  name?: string | null
  block?: string
  bars: readonly BandBar[]
  text: string
}

/** Position of a moment in the window in percent; a moment outside is moved to the edge. */
export function percentOf(atMs: number, { fromMs, untilMs }: BandWindow): number {
  if (untilMs <= fromMs) return 0
  return Math.min(100, Math.max(0, ((atMs - fromMs) / (untilMs - fromMs)) * 100))
}

/** One row for a whole block: the spans in which any of its functions was unfilled. */
export function unfilledIn(rows: readonly BandRow[]): BandBar[] {
  const unfilled = rows.flatMap(row => row.bars.filter(bar => bar.kind === 'unfilled'))
  return joinSpans(unfilled).map(span => ({ ...span, kind: 'unfilled' }))
}

/** Number of rows from which the band groups them by block. */
export const groupFrom = 40

export function blocksOf(rows: readonly BandRow[]): { block: string; rows: BandRow[] }[] {
  const blocks = new Map<string, BandRow[]>()
  for (const row of rows) blocks.set(row.block ?? '', [...(blocks.get(row.block ?? '') ?? []), row])
  return [...blocks].map(([block, of]) => ({ block, rows: of }))
}
