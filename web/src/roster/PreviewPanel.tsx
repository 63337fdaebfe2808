import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Badge, Count, Panel, type Tone } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table } from '../ui/Table.tsx'
import { CellFaults } from './CellFaults.tsx'
import type { ListPart } from './importList.ts'
import { ListProblem } from './ListProblem.tsx'
import { ListSource } from './ListSource.tsx'
import type { ImportPreview, ImportRow } from '../../../src/roster/contract/import.ts'

const tones: Record<ImportRow['action'], Tone> = {
  add: 'ok',
  change: 'neutral',
  same: 'neutral',
  bad: 'bad',
}
const order: Record<ImportRow['action'], number> = { bad: 0, change: 1, add: 2, same: 3 }

/**
 * What an import would change: faults first, then changes, new people, and rows without a change.
 */
export function PreviewPanel({
  fileName,
  preview: { source, rows, counts, ignoredColumns },
  reading,
  isTaking,
  error,
  onTake,
  onPart,
  onOther,
}: {
  fileName: string
  preview: ImportPreview
  /** the part that is being read, which will be shown in place of this one */
  reading: ListPart | null
  isTaking: boolean
  error: unknown
  onTake: () => void
  onPart: (part: ListPart) => void
  onOther: () => void
}) {
  const t = useT('roster')
  const functionsOf = (row: ImportRow) =>
    row.functions.map(({ label, rank }) =>
      rank === 0 ? label : t('importing.deputises', { label, rank }),
    )
  const goodCount = counts.add + counts.change
  const sorted = rows.toSorted((a, b) => order[a.action] - order[b.action] || a.line - b.line)
  return (
    <>
      <Panel title={t('importing.previewOf', { name: fileName })} isPadded>
        <div className="stack" role="status" aria-busy={reading !== null}>
          <div className="counts">
            {(['add', 'change', 'same', 'bad'] as const).map(action => (
              <Count key={action} value={counts[action]} isBad={action === 'bad' && counts.bad > 0}>
                {t(`importing.${action}`)}
              </Count>
            ))}
          </div>
          <ListSource source={source} rows={rows} reading={reading} onPart={onPart} />
          {counts.bad > 0 ? (
            <p className="bad-text">{t('importing.badNote', { count: counts.bad })}</p>
          ) : null}
          {counts.add > 0 ? <p className="soft">{t('importing.newcomers')}</p> : null}
          {ignoredColumns.length > 0 ? (
            <p className="warn-text">
              {t('importing.ignored', { columns: ignoredColumns.join(', ') })}
            </p>
          ) : null}
          <div className="row wrap">
            <Button
              variant="primary"
              disabledReason={goodCount > 0 ? null : t('importing.nothing')}
              busy={reading ? t('importing.readingAnew') : isTaking && t('importing.taking')}
              onClick={onTake}
            >
              {t('importing.take', { count: goodCount })}
            </Button>
            <Button onClick={onOther}>{t('importing.other')}</Button>
            <span className="soft">{isTaking ? t('importing.stay') : t('importing.notYet')}</span>
          </div>
          <ListProblem error={error} />
        </div>
      </Panel>
      <Panel>
        <Table
          caption={t('importing.preview')}
          rows={sorted}
          rowKey={row => String(row.line)}
          tone={row => (row.action === 'bad' ? 'bad' : row.action === 'same' ? 'muted' : undefined)}
          firstRows={100}
          empty={<EmptyState title={t('importing.noRows')} />}
          columns={[
            {
              id: 'line',
              header: t('importing.line'),
              sortBy: row => row.line,
              cell: row => row.line,
            },
            {
              id: 'action',
              header: t('importing.action'),
              sortBy: row => t(`importing.${row.action}`),
              cell: row => <Badge tone={tones[row.action]}>{t(`importing.${row.action}`)}</Badge>,
            },
            {
              id: 'name',
              header: t('importing.name'),
              sortBy: row => row.name,
              cell: row => (
                <span>
                  <b>{[row.title, row.name].filter(Boolean).join(' ')}</b>
                  {row.keepsPerson ? (
                    <span className="secondary soft following">{t('importing.keepsPerson')}</span>
                  ) : null}
                  {row.mended.map(({ cell, how, value, taken }) => (
                    <span key={cell} className="secondary soft following">
                      {t(`importing.mended.${how}`, { cell, value: seen(value), taken })}
                    </span>
                  ))}
                </span>
              ),
            },
            {
              id: 'email',
              header: t('importing.email'),
              sortBy: row => row.email,
              cell: row => <span className="address">{row.email}</span>,
            },
            ...(['organisation', 'mobile'] as const).flatMap(id =>
              rows.some(row => row[id] !== '')
                ? [
                    {
                      id,
                      header: t(`importing.${id}`),
                      sortBy: (row: ImportRow) => row[id],
                      cell: (row: ImportRow) => row[id],
                    },
                  ]
                : [],
            ),
            ...(rows.some(row => row.functions.length > 0)
              ? [
                  {
                    id: 'functions',
                    header: t('importing.functions'),
                    searchText: (row: ImportRow) => functionsOf(row).join(' '),
                    cell: (row: ImportRow) => functionsOf(row).join(', '),
                  },
                ]
              : []),
            ...(counts.bad > 0
              ? [
                  {
                    id: 'problems',
                    header: t('importing.problems'),
                    searchText: (row: ImportRow) =>
                      row.problems
                        .map(problem => `${problem.cell} ${problem.column} ${problem.value}`)
                        .join(' '),
                    cell: (row: ImportRow) =>
                      row.problems.length > 0 ? <CellFaults problems={row.problems} /> : null,
                  },
                ]
              : []),
          ]}
        />
      </Panel>
    </>
  )
}

/** A character that is invisible, or looks like a plain blank, is shown as its code number. */
const seen = (text: string) =>
  text.replace(
    /[\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu,
    character => `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
  )
