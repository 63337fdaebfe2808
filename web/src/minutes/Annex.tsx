import { shortSpan } from '../../../src/lib/timeWords.ts'
import type { Minutes } from '../../../src/minutes/contract.ts'
import { besideHead } from '../../../src/minutes/rules/document.ts'
import { AttendanceBand } from '../attendance/Band.tsx'
import type { BandKind } from '../attendance/bandScale.ts'
import { useLang, useT } from '../i18n/i18n.ts'

/** The Anwesenheitsband of the minutes, with a table of the same content. */
export function Annex({ record }: { record: Minutes }) {
  const common = useT('common')
  const wordOf = (kind: BandKind) => common(`modeLong.${kind}`)
  const blockOf = new Map(
    record.blocks.flatMap(block => block.rows.map(row => [row.functionLabel, block.label])),
  )
  const known = besideHead(record, useLang().lang)
  const ms = (at: string) => Date.parse(at)
  const ends = record.band.flatMap(row => row.bars.map(bar => ms(bar.until)))
  const starts = record.band.flatMap(row => row.bars.map(bar => ms(bar.from)))
  return (
    <AttendanceBand
      nowMs={null}
      window={{
        fromMs: Math.min(ms(record.begin), ...starts),
        untilMs: Math.max(ms(record.end), ...ends),
      }}
      rows={record.band.map((row, i) => ({
        id: `${i} ${row.label}`,
        label: row.label,
        block: blockOf.get(row.functionLabel) ?? '',
        text:
          row.bars
            .map(bar => `${wordOf(bar.kind)} ${shortSpan(bar.from, bar.until, known)}`)
            .join(', ') || common('ui.nobody'),
        bars: row.bars.map(bar => ({
          fromMs: ms(bar.from),
          untilMs: ms(bar.until),
          kind: bar.kind,
        })),
      }))}
    />
  )
}
