export type BandWindow = { fromMs: number; untilMs: number }
export type BandKind = 'onSite' | 'video' | 'phone' | 'unfilled'
export type BandBar = { fromMs: number; untilMs: number; kind: BandKind }
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

/** A whole block in one row: when any of its functions was unfilled, else when anybody was there. */
export function unfilledIn(rows: readonly BandRow[]): BandBar[] {
  const bars = rows
    .flatMap(row => row.bars.filter(bar => bar.kind === 'unfilled'))
    .sort((a, b) => a.fromMs - b.fromMs)
  const merged: BandBar[] = []
  for (const bar of bars) {
    const last = merged.at(-1)
    if (last && bar.fromMs <= last.untilMs) last.untilMs = Math.max(last.untilMs, bar.untilMs)
    else merged.push({ ...bar })
  }
  return merged
}

/** From this many rows on the band groups by block. */
export const groupFrom = 40

export function blocksOf(rows: readonly BandRow[]): { block: string; rows: BandRow[] }[] {
  const blocks = new Map<string, BandRow[]>()
  for (const row of rows) blocks.set(row.block ?? '', [...(blocks.get(row.block ?? '') ?? []), row])
  return [...blocks].map(([block, of]) => ({ block, rows: of }))
}
