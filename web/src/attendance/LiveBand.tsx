import type { BandView } from '../../../src/attendance/contract.ts'
import { useNow } from '../ui/time.tsx'
import { AttendanceBand } from './Band.tsx'

/** The band as the server drew it; bars of people who are still present grow until now. */
export function LiveBand({ board }: { board: { band: BandView | null; closedAt: string | null } }) {
  const { band, closedAt } = board
  const nowMs = useNow(closedAt === null ? 5_000 : null)
  if (!band) return null
  const untilOf = (bar: BandView['rows'][number]['bars'][number]) =>
    bar.isOpen && closedAt === null ? Math.max(nowMs, Date.parse(bar.until)) : Date.parse(bar.until)
  return (
    <AttendanceBand
      nowMs={closedAt === null ? nowMs : null}
      window={{
        fromMs: Date.parse(band.from),
        untilMs: Math.max(Date.parse(band.until), closedAt === null ? nowMs : 0),
      }}
      rows={band.rows.map(row => ({
        id: row.id,
        label: row.label,
        functionLabel: row.functionLabel,
        name: row.name,
        ...(row.block ? { block: row.block } : {}),
        text: row.text,
        bars: row.bars.map(bar => ({
          fromMs: Date.parse(bar.from),
          untilMs: untilOf(bar),
          kind: bar.kind,
        })),
      }))}
    />
  )
}
