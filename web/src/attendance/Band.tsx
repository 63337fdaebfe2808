import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { axisTicks } from '../../../src/attendance/rules/axis.ts'
import { modes } from '../../../src/lib/modes.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Table } from '../ui/Table.tsx'
import { useFormat } from '../ui/time.tsx'
import { ModeLegend, ModeWord } from '../words/Mode.tsx'
import {
  blocksOf,
  groupFrom,
  percentOf,
  unfilledIn,
  type BandBar,
  type BandRow,
  type BandWindow,
} from './bandScale.ts'
import './band.css'

type BandProps = {
  rows: readonly BandRow[]
  window: BandWindow
  /** moment of the line for now; null when the meeting is over */
  nowMs: number | null
}

/** The Anwesenheitsband in its panel: legend, drawing, and a table with the same content. */
export function AttendanceBand({ rows, window, nowMs, aside }: BandProps & { aside?: ReactNode }) {
  const common = useT('common')
  const [isTable, setTable] = useState(false)
  return (
    <Panel
      title={common('ui.band')}
      badge={<ModeLegend kinds={[...modes, 'unfilled']} />}
      aside={
        <>
          {aside}
          <Button size="small" variant="tertiary" onClick={() => setTable(!isTable)}>
            {common(isTable ? 'ui.asDrawing' : 'ui.asTable')}
          </Button>
        </>
      }
    >
      {isTable ? (
        <BandTable rows={rows} beginMs={window.fromMs} />
      ) : (
        <Drawing rows={rows} window={window} nowMs={nowMs} />
      )}
    </Panel>
  )
}

function Drawing({ rows, window, nowMs }: BandProps) {
  const common = useT('common')
  const format = useFormat()
  const [openBlocks, setOpenBlocks] = useState<ReadonlySet<string>>(new Set())
  const [currentId, setCurrentId] = useState(rows[0]?.id)
  const box = useRef<HTMLDivElement>(null)
  // drops ticks close to the now-line, because its label would cover them
  const nowPercent = nowMs === null ? null : percentOf(nowMs, window)
  const isGrouped = rows.length >= groupFrom
  const focusable = rows.some(row => row.id === currentId) ? currentId : rows[0]?.id

  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const lines = [...(box.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const at = lines.indexOf(document.activeElement as HTMLElement)
    if (step === 0 || at < 0) return
    event.preventDefault()
    const next = lines[at + step]
    next?.focus()
    if (next?.dataset.row) setCurrentId(next.dataset.row)
  }
  const line = (row: BandRow) => (
    <div
      key={row.id}
      className="line"
      role="listitem"
      data-row={row.id}
      tabIndex={row.id === focusable ? 0 : -1}
      aria-label={`${row.label}: ${row.text}`}
      onFocus={() => setCurrentId(row.id)}
    >
      <span className="name" title={row.label} aria-hidden="true">
        {row.functionLabel && row.name ? (
          <>
            <span className="function">{row.functionLabel}</span>
            <span className="person-name"> · {row.name}</span>
          </>
        ) : (
          row.label
        )}
      </span>
      <Track bars={row.bars} window={window} />
    </div>
  )
  return (
    <div className="band" ref={box} onKeyDown={move}>
      <div className="axis" aria-hidden="true">
        <span />
        <div className="ticks">
          {axisTicks(window, format)
            .map(({ atMs, text }) => ({ percent: percentOf(atMs, window), text }))
            .filter(tick => nowPercent === null || Math.abs(tick.percent - nowPercent) > 4)
            .map(({ percent, text }) => {
              // keeps the text of the first and last tick inside the axis instead of centring it on
              // its moment
              const half = `${text.length / 2}ch`
              return (
                <span
                  key={percent}
                  style={{ left: `clamp(${half}, ${percent}%, calc(100% - ${half}))` }}
                >
                  {text}
                </span>
              )
            })}
        </div>
      </div>
      <div className="rows">
        <div role="list" aria-label={`${common('ui.band')}. ${common('ui.bandHelp')}`}>
          {!isGrouped
            ? rows.map(line)
            : blocksOf(rows).map(group => {
                const isOpen = openBlocks.has(group.block)
                const toggled = new Set(openBlocks)
                if (!toggled.delete(group.block)) toggled.add(group.block)
                return [
                  <div key={`block ${group.block}`} className="line head" role="listitem">
                    <button
                      type="button"
                      className="group"
                      aria-expanded={isOpen}
                      onClick={() => setOpenBlocks(toggled)}
                    >
                      {isOpen ? '▾' : '▸'} {group.block} ·{' '}
                      {common('ui.blockRows', { count: group.rows.length })}
                    </button>
                    {isOpen ? null : <Track bars={unfilledIn(group.rows)} window={window} />}
                  </div>,
                  isOpen ? group.rows.map(line) : null,
                ]
              })}
        </div>
        {nowMs === null || nowPercent === null ? null : (
          <div className="overlay" aria-hidden="true">
            <div className="now" style={{ left: `${nowPercent}%` }}>
              <b>{format.time(nowMs, nowMs)}</b>
            </div>
          </div>
        )}
      </div>
    </div>
  )
}

function Track({ bars, window }: { bars: readonly BandBar[]; window: BandWindow }) {
  return (
    <div className="track" aria-hidden="true">
      {bars.map(bar => {
        const left = percentOf(bar.fromMs, window)
        return (
          <i
            key={`${bar.fromMs} ${bar.kind}`}
            className={`bar ${bar.kind}`}
            style={{ left: `${left}%`, width: `${percentOf(bar.untilMs, window) - left}%` }}
          />
        )
      })}
    </div>
  )
}

/**
 * The same content as a table. Times name their day where it is not the one on which the band
 * begins, because rows are read out one by one.
 */
function BandTable({ rows, beginMs }: { rows: readonly BandRow[]; beginMs: number }) {
  const common = useT('common')
  const format = useFormat()
  const lines = rows.flatMap((row): { id: string; label: string; bar: BandBar | null }[] =>
    row.bars.length === 0
      ? [{ id: row.id, label: row.label, bar: null }]
      : row.bars.map(bar => ({ id: `${row.id} ${bar.fromMs} ${bar.kind}`, label: row.label, bar })),
  )
  return (
    <Table
      caption={common('ui.band')}
      rows={lines}
      rowKey={line => line.id}
      tone={line => (line.bar?.kind === 'unfilled' ? 'bad' : undefined)}
      columns={[
        {
          id: 'label',
          header: common('word.function'),
          cell: line => line.label,
          sortBy: line => line.label,
        },
        {
          id: 'mode',
          header: common('word.mode'),
          cell: line => (line.bar ? <ModeWord kind={line.bar.kind} /> : common('ui.nobody')),
          sortBy: line => (line.bar ? common(`mode.${line.bar.kind}`) : ''),
        },
        {
          id: 'from',
          header: common('word.from'),
          cell: line => (line.bar ? format.time(line.bar.fromMs, beginMs) : '—'),
          sortBy: line => line.bar?.fromMs ?? null,
        },
        {
          id: 'until',
          header: common('word.until'),
          cell: line => (line.bar ? format.time(line.bar.untilMs, beginMs) : '—'),
          sortBy: line => line.bar?.untilMs ?? null,
        },
      ]}
    />
  )
}
