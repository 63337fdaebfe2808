import type { Mode } from '../../../src/lib/modes.ts'
import { joinSpans, type Span } from '../../../src/lib/spans.ts'

export type BandWindow = Span
export type BandKind = Mode | 'unfilled'
export type BandBar = Span & { kind: BandKind }
export type BandRow = {
  id: string
  label: string
  block?: string
  bars: readonly BandBar[]
  text: string
}

/** Where a moment lies in the window, 0–100; what lies outside is drawn at the edge. */
export function percentOf(atMs: number, { fromMs, untilMs }: BandWindow): number {
  if (untilMs <= fromMs) return 0
  return Math.min(100, Math.max(0, ((atMs - fromMs) / (untilMs - fromMs)) * 100))
}

/** A whole block in one row: when any of its functions was unfilled. */
export function unfilledIn(rows: readonly BandRow[]): BandBar[] {
  const unfilled = rows.flatMap(row => row.bars.filter(bar => bar.kind === 'unfilled'))
  return joinSpans(unfilled).map(span => ({ ...span, kind: 'unfilled' }))
}

/** From this many rows on the band groups by block. */
export const groupFrom = 40

export function blocksOf(rows: readonly BandRow[]): { block: string; rows: BandRow[] }[] {
  const blocks = new Map<string, BandRow[]>()
  for (const row of rows) blocks.set(row.block ?? '', [...(blocks.get(row.block ?? '') ?? []), row])
  return [...blocks].map(([block, of]) => ({ block, rows: of }))
}
