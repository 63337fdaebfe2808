import { useState } from 'react'
import type { RecordsSummary } from '../../../src/records/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table } from '../ui/Table.tsx'
import { useFormat } from '../ui/time.tsx'
import { ModeSwatch } from '../words/Mode.tsx'
import { percentText, sharesOf } from './scale.ts'

type Coverage = RecordsSummary['coverage']
const parts = [
  { part: 'own', look: 'onSite' },
  { part: 'deputy', look: 'deputy' },
  { part: 'unfilled', look: 'unfilled' },
] as const

/** How long each required function was filled, and a table with the same content. */
export function CoverageBars({
  coverage,
  hasMeetings,
}: {
  coverage: Coverage
  hasMeetings: boolean
}) {
  const t = useT('records')
  const common = useT('common')
  const [isTable, setTable] = useState(false)
  return (
    <Panel
      title={t('coverage.title')}
      aside={
        coverage.length > 0 ? (
          <Button size="small" variant="tertiary" onClick={() => setTable(!isTable)}>
            {common(isTable ? 'ui.asDrawing' : 'ui.asTable')}
          </Button>
        ) : null
      }
    >
      {coverage.length === 0 ? (
        <EmptyState title={t(hasMeetings ? 'coverage.none' : 'bars.none')}>
          {t(hasMeetings ? 'coverage.noneText' : 'bars.noneText')}
        </EmptyState>
      ) : isTable ? (
        <CoverageTable coverage={coverage} />
      ) : (
        <Drawing coverage={coverage} />
      )}
      <p className="secondary soft note">{t('coverage.note')}</p>
    </Panel>
  )
}

function Drawing({ coverage }: { coverage: Coverage }) {
  const t = useT('records')
  return (
    <div className="coverage">
      <p className="secondary">{t('coverage.share')}:</p>
      <ul className="legend">
        {parts.map(({ part, look }) => (
          <li key={part}>
            <ModeSwatch kind={look} />
            {t(`coverage.${part}`)}
          </li>
        ))}
      </ul>
      <ul className="plain-list coverage-rows">
        {coverage.map(row => {
          const shares = sharesOf(row)
          const filled = percentText(1 - shares.unfilled)
          return (
            <li key={row.functionLabel}>
              <span className="sr-only">
                {t('coverage.read', {
                  label: row.functionLabel,
                  share: filled,
                  deputy: percentText(shares.deputy),
                  unfilled: percentText(shares.unfilled),
                })}
              </span>
              <span className="name" aria-hidden="true">
                {row.functionLabel}
              </span>
              <span className="track" aria-hidden="true">
                {parts.map(({ part, look }) =>
                  shares[part] > 0 ? (
                    <i key={part} className={look} style={{ width: `${shares[part] * 100}%` }} />
                  ) : null,
                )}
              </span>
              <span className="share" aria-hidden="true">
                {filled}
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function CoverageTable({ coverage }: { coverage: Coverage }) {
  const t = useT('records')
  const format = useFormat()
  return (
    <Table
      caption={t('coverage.title')}
      rows={coverage}
      rowKey={row => row.functionLabel}
      columns={[
        {
          id: 'label',
          header: t('coverage.function'),
          cell: row => row.functionLabel,
          sortBy: row => row.functionLabel,
        },
        {
          id: 'own',
          header: t('coverage.own'),
          cell: row => format.duration(row.filledMs),
          sortBy: row => row.filledMs,
          isRight: true,
        },
        {
          id: 'deputy',
          header: t('coverage.deputy'),
          cell: row => format.duration(row.byDeputyMs),
          sortBy: row => row.byDeputyMs,
          isRight: true,
        },
        {
          id: 'unfilled',
          header: t('coverage.unfilled'),
          cell: row => format.duration(row.unfilledMs),
          sortBy: row => row.unfilledMs,
          isRight: true,
        },
        {
          id: 'share',
          header: t('coverage.filledShare'),
          cell: row => percentText(1 - sharesOf(row).unfilled),
          sortBy: row => 1 - sharesOf(row).unfilled,
          isRight: true,
        },
      ]}
    />
  )
}
