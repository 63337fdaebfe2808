import { useQuery } from '@tanstack/react-query'
import { useId, useState, type ReactNode } from 'react'
import { usualWords } from '../../../src/roster/rules/functionNames.ts'
import { useT } from '../i18n/i18n.ts'
import { useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Badge, Count, Panel, type Tone } from '../ui/Panel.tsx'
import { Checkbox, Segments } from '../ui/Field.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table } from '../ui/Table.tsx'
import { CellFaults } from './CellFaults.tsx'
import { ColumnsPanel } from './ColumnsPanel.tsx'
import type { CellHelp } from './CellFix.tsx'
import { EditableCell } from './EditableCell.tsx'
import { FunctionDialog } from './FunctionDialog.tsx'
import { seen, type ListPart } from './importList.ts'
import { ListProblem } from './ListProblem.tsx'
import { ListSource } from './ListSource.tsx'
import { rosterQuery } from './queries.ts'
import type {
  ColumnKey,
  ImportEdits,
  ImportPreview,
  ImportRow,
} from '../../../src/roster/contract/import.ts'

const tones: Record<ImportRow['action'], Tone> = {
  add: 'ok',
  change: 'neutral',
  same: 'neutral',
  bad: 'bad',
}
const order: Record<ImportRow['action'], number> = { bad: 0, change: 1, add: 2, same: 3 }

const editable: readonly ColumnKey[] = [
  'name',
  'email',
  'organisation',
  'mobile',
  'functions',
  'deputyFor',
]

type Filter = 'all' | 'check' | ImportRow['action']

const told = new Set<string>(['completed', 'restored', 'first', 'understood'])

/** Rows with a value that is not taken, or was understood or completed: somebody should look at them first. */
const isToCheck = ({ problems, mended }: ImportRow) =>
  problems.length > 0 || mended.some(({ how }) => told.has(how))

/** Lines in the order of the table: what is to check first. */
export const linesInOrder = (rows: readonly ImportRow[]): number[] =>
  rows
    .toSorted(
      (a, b) =>
        Number(isToCheck(b)) - Number(isToCheck(a)) ||
        order[a.action] - order[b.action] ||
        a.line - b.line,
    )
    .map(row => row.line)

/** What an import would change; each cell can be corrected, and the server checks it anew. */
export function PreviewPanel({
  fileName,
  preview,
  lines,
  edits,
  reading,
  isTaking,
  error,
  onTake,
  onPart,
  onEdits,
  onOther,
}: {
  fileName: string
  preview: ImportPreview
  /** the order of the rows, which a correction does not change */
  lines: readonly number[]
  edits: ImportEdits
  /** the part that is being read, which will be shown in place of this one */
  reading: ListPart | null
  isTaking: boolean
  error: unknown
  onTake: () => void
  onPart: (part: ListPart) => void
  onEdits: (edits: ImportEdits) => void
  onOther: () => void
}) {
  const t = useT('roster')
  const { source, rows, counts, ignoredColumns } = preview
  const goodCount = counts.add + counts.change
  const lost = rows
    .filter(row => row.action !== 'bad')
    .reduce((sum, row) => sum + row.problems.length, 0)
  const isProposing = edits.takesProposedRoles
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
          {lost > 0 ? <p className="warn-text">{t('importing.lost', { count: lost })}</p> : null}
          {counts.add > 0 ? <p className="soft">{t('importing.newcomers')}</p> : null}
          {ignoredColumns.length > 0 ? (
            <p className="warn-text">
              {t('importing.ignored', { columns: ignoredColumns.join(', ') })}
            </p>
          ) : null}
          <Checkbox
            isChecked={isProposing}
            onChange={takesProposedRoles => onEdits({ ...edits, takesProposedRoles })}
          >
            {t('importing.proposesRoles')}
          </Checkbox>
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
      <ColumnsPanel preview={preview} edits={edits} onEdits={onEdits} />
      <Rows preview={preview} lines={lines} edits={edits} onEdits={onEdits} />
    </>
  )
}

function Rows({
  preview: { rows, counts, columns },
  lines,
  edits,
  onEdits,
}: {
  preview: ImportPreview
  lines: readonly number[]
  edits: ImportEdits
  onEdits: (edits: ImportEdits) => void
}) {
  const t = useT('roster')
  const common = useT('common')
  const { staffId } = useStaff()
  const roster = useQuery(rosterQuery(staffId)).data
  const labels = roster?.functions ?? []
  const [adding, setAdding] = useState<{ cell: string; label: string } | null>(null)
  const help: CellHelp = {
    functions: labels,
    onAddFunction: (cell, label) => setAdding({ cell, label }),
  }
  const options = useId()
  const [filter, setFilter] = useState<Filter>('all')
  const placeOf = new Map(lines.map((line, i) => [line, i]))
  const sorted = rows
    .filter(
      row => filter === 'all' || (filter === 'check' ? isToCheck(row) : row.action === filter),
    )
    .toSorted((a, b) => (placeOf.get(a.line) ?? 0) - (placeOf.get(b.line) ?? 0))
  const cellOf = (row: ImportRow, key: ColumnKey) => {
    const column = row.namedIn === null && columns.find(each => each.key === key)
    return column ? `${column.letter}${row.line}` : null
  }
  const correct = (cell: string, text: string) =>
    onEdits({ ...edits, cells: { ...edits.cells, [cell]: text } })
  const edited = (row: ImportRow, key: ColumnKey, taken: string, shown?: ReactNode) => (
    <EditableCell
      cell={cellOf(row, key)}
      label={t('importing.cellOf', {
        column: t(`importing.column.${key}`),
        name: row.name || row.email,
      })}
      taken={taken}
      {...(shown === undefined ? {} : { shown })}
      told={row}
      {...(key === 'functions' || key === 'deputyFor' ? { options } : {})}
      onCorrect={correct}
      help={help}
    />
  )
  const deputyColumns = columns.filter(each => each.key === 'deputies')
  const hasColumn = (key: ColumnKey) => columns.some(column => column.key === key)
  const heldBy = (row: ImportRow) => row.functions.filter(({ rank }) => rank === 0)
  const deputisedBy = (row: ImportRow) => row.functions.filter(({ rank }) => rank > 0)
  const labelsOf = (list: ImportRow['functions']) => list.map(({ label }) => label).join(' | ')
  // read again, the mark keeps a deputy one
  const markedOf = (list: ImportRow['functions']) =>
    list
      .map(({ label, rank }) => (rank === 0 ? label : `${label} (${rank}. Vertretung)`))
      .join(' | ')
  const wordsOf = (list: ImportRow['functions']) =>
    list
      .map(({ label, rank }) => (rank === 0 ? label : t('importing.deputises', { label, rank })))
      .join(', ')
  const deputiesIn = (row: ImportRow, letter: string) =>
    row.deputies.find(({ cell }) => cell === `${letter}${row.line}`)
  const namesIn = (row: ImportRow, letter: string) =>
    deputiesIn(row, letter)?.names.join(', ') ?? ''
  const inFunctions = (row: ImportRow) => (hasColumn('deputyFor') ? heldBy(row) : row.functions)
  /** faults of cells that have no column here */
  const elsewhere = (row: ImportRow) => {
    const shown = new Set([
      ...editable.map(key => cellOf(row, key)),
      ...deputyColumns.map(({ letter }) => `${letter}${row.line}`),
    ])
    return row.problems.filter(problem => !shown.has(problem.cell))
  }
  const checks = rows.filter(isToCheck).length
  const offered = [
    { value: 'all' as const, count: rows.length },
    ...(checks > 0 ? [{ value: 'check' as const, count: checks }] : []),
    ...(['add', 'change', 'same', 'bad'] as const).map(value => ({ value, count: counts[value] })),
  ].filter(({ count }) => count > 0)
  return (
    <Panel>
      <datalist id={options}>
        {labels.map(fn => (
          <option key={fn.functionId} value={fn.label} />
        ))}
      </datalist>
      <div className="preview-filter">
        <Segments
          label={t('importing.show')}
          value={offered.some(({ value }) => value === filter) ? filter : 'all'}
          onChange={setFilter}
          options={offered.map(({ value, count }) => ({
            value,
            label: t('importing.counted', {
              word:
                value === 'all' || value === 'check'
                  ? t(`importing.filter.${value}`)
                  : t(`importing.${value}`),
              count,
            }),
          }))}
        />
        <p className="secondary soft">{t('importing.howToCorrect')}</p>
      </div>
      <Table
        caption={t('importing.preview')}
        rows={sorted}
        rowKey={row => `${row.line} ${row.namedIn ?? ''} ${row.email}`}
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
                {edited(
                  row,
                  'name',
                  row.name,
                  <b>{[row.title, row.name].filter(Boolean).join(' ') || '–'}</b>,
                )}
                {row.namedIn ? (
                  <span className="secondary soft following">
                    {t('importing.namedIn', { cell: row.namedIn })}
                  </span>
                ) : null}
                {row.keepsPerson ? (
                  <span className="secondary soft following">{t('importing.keepsPerson')}</span>
                ) : null}
                {row.mended
                  .filter(({ how }) => how !== 'completed')
                  .map(({ cell, how, value, taken }) => (
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
            cell: row => <span className="address">{edited(row, 'email', row.email)}</span>,
          },
          ...(['organisation', 'mobile'] as const).flatMap(id =>
            hasColumn(id)
              ? [
                  {
                    id,
                    header: t(`importing.${id}`),
                    sortBy: (row: ImportRow) => row[id],
                    cell: (row: ImportRow) => edited(row, id, row[id]),
                  },
                ]
              : [],
          ),
          ...(hasColumn('functions')
            ? [
                {
                  id: 'functions',
                  header: t('importing.functions'),
                  searchText: (row: ImportRow) => wordsOf(row.functions),
                  cell: (row: ImportRow) =>
                    edited(
                      row,
                      'functions',
                      markedOf(inFunctions(row)),
                      wordsOf(inFunctions(row)) || '–',
                    ),
                },
              ]
            : []),
          ...(hasColumn('deputyFor')
            ? [
                {
                  id: 'deputyFor',
                  header: t('importing.column.deputyFor'),
                  searchText: (row: ImportRow) => wordsOf(deputisedBy(row)),
                  cell: (row: ImportRow) =>
                    edited(
                      row,
                      'deputyFor',
                      labelsOf(deputisedBy(row)),
                      wordsOf(deputisedBy(row)) || '–',
                    ),
                },
              ]
            : []),
          ...deputyColumns.map(({ index, letter, header }) => ({
            id: `deputies${index}`,
            header: header || t('importing.column.deputies'),
            searchText: (row: ImportRow) => namesIn(row, letter),
            cell: (row: ImportRow) => (
              <EditableCell
                cell={row.namedIn === null ? `${letter}${row.line}` : null}
                label={t('importing.cellOf', {
                  column: header || t('importing.column.deputies'),
                  name: row.name || row.email,
                })}
                taken={namesIn(row, letter)}
                text={deputiesIn(row, letter)?.text ?? ''}
                told={row}
                onCorrect={correct}
                help={help}
              />
            ),
          })),
          {
            id: 'roles',
            header: t('importing.roles'),
            searchText: (row: ImportRow) => row.roles.map(role => common(`role.${role}`)).join(' '),
            cell: (row: ImportRow) => (
              <span>
                {row.roles
                  .map(role =>
                    row.proposedRoles.includes(role)
                      ? t('importing.proposed', { role: common(`role.${role}`) })
                      : common(`role.${role}`),
                  )
                  .join(', ')}
              </span>
            ),
          },
          ...(rows.some(row => elsewhere(row).length > 0)
            ? [
                {
                  id: 'problems',
                  header: t('importing.problems'),
                  searchText: (row: ImportRow) =>
                    elsewhere(row)
                      .map(problem => `${problem.cell} ${problem.column} ${problem.value}`)
                      .join(' '),
                  cell: (row: ImportRow) =>
                    elsewhere(row).length > 0 ? <CellFaults problems={elsewhere(row)} /> : null,
                },
              ]
            : []),
        ]}
      />
      {adding && roster ? (
        <FunctionDialog
          staff={{ staffId }}
          roster={roster}
          fn={null}
          begun={{ label: adding.label, block: blockOf(adding.label, labels) }}
          onSaved={label => correct(adding.cell, label)}
          onClose={() => setAdding(null)}
        />
      ) : null}
    </Panel>
  )
}

/** The block of the functions that begin with the same word. */
const blockOf = (label: string, functions: readonly { label: string; block: string }[]) =>
  functions.find(fn => usualWords(fn.label)[0] === usualWords(label)[0])?.block ?? ''
