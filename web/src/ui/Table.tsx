import { useDeferredValue, useEffect, useState, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { useLang, useT } from '../i18n/i18n.ts'
import { Button } from './Button.tsx'
import { classes } from './classes.ts'
import { EmptyState } from './states.tsx'

export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** makes the column sortable */
  sortBy?: (row: Row) => string | number | null
  /** the text that search looks through; default: `sortBy` when it is text */
  searchText?: (row: Row) => string
  isRight?: boolean
  /** on a phone shown only in a row that was opened */
  isDetail?: boolean
  /** its cells are buttons, which paper has no use for */
  isOnlyForScreen?: boolean
  /** hides the header from sight, but not from screen readers, e.g. above buttons */
  isHeaderHidden?: boolean
}

type TableProps<Row> = {
  /** read out; also part of the search field's label */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** the heading of a row; rows keep their order, and headings disappear while sorted */
  block?: (row: Row) => string
  tone?: (row: Row) => 'bad' | 'muted' | undefined
  empty?: ReactNode
  hasTools?: boolean
  /** the page searches itself: what is typed, and how many rows were found in all */
  search?: { typed: string; onType: (typed: string) => void; found: number } | undefined
  tools?: ReactNode
  /** rows of a long list shown at first; the others on request and when printing */
  firstRows?: number
}

type Sorting = { id: string; isDescending: boolean } | null

/** A list that can be searched, sorted and printed; on a phone each row becomes a card. */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
  block,
  tone,
  empty,
  hasTools = true,
  search,
  tools,
  firstRows,
}: TableProps<Row>) {
  const common = useT('common')
  const { lang } = useLang()
  const [ownTyped, setOwnTyped] = useState('')
  const typed = search?.typed ?? ownTyped
  const [sorting, setSorting] = useState<Sorting>(null)
  const [limit, setLimit] = useState(firstRows ?? Infinity)
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const hasDetails = columns.some(column => column.isDetail)
  useEffect(() => {
    const showAll = () => flushSync(() => setLimit(Infinity))
    window.addEventListener('beforeprint', showAll)
    return () => window.removeEventListener('beforeprint', showAll)
  }, [])
  const words = useDeferredValue(search ? '' : typed)
    .toLocaleLowerCase(lang)
    .split(/\s+/)
    .filter(Boolean)
  const found =
    words.length === 0
      ? rows
      : rows.filter(row => {
          const text = columns
            .map(column => textOf(column, row))
            .join(' ')
            .toLocaleLowerCase(lang)
          return words.every(word => text.includes(word))
        })
  const all = sorted(
    found,
    columns.find(column => column.id === sorting?.id),
    sorting?.isDescending ?? false,
    lang,
  )
  const shown = all.slice(0, limit)
  const hiddenCount = all.length - shown.length
  // what needs a hand is open at once
  const isFolded = (row: Row) => hasDetails && tone?.(row) !== 'bad' && !unfolded.has(rowKey(row))
  const headOf = (row: Row) => String(columns[0]?.sortBy?.(row) ?? '')
  if (rows.length === 0 && empty && !search)
    return (
      <>
        {empty}
        {tools ? <div className="table-tools">{tools}</div> : null}
      </>
    )
  return (
    <>
      {hasTools ? (
        <div className="table-tools">
          <input
            type="search"
            className="kern-form-input__input"
            aria-label={`${common('ui.search')}: ${caption}`}
            placeholder={common('ui.searchIn')}
            value={typed}
            onChange={event => (search?.onType ?? setOwnTyped)(event.target.value)}
          />
          <span className="secondary soft" role="status">
            {search?.typed
              ? common('ui.found', { count: search.found })
              : words.length > 0
                ? common('ui.shown', { shown: all.length, all: rows.length })
                : ''}
          </span>
          <span className="end row wrap">
            {tools}
            <Button size="small" variant="tertiary" onClick={() => window.print()}>
              {common('action.print')}
            </Button>
          </span>
        </div>
      ) : null}
      <div className="table-scroll">
        <table className="kern-table stacks">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map(column => (
                <HeadCell key={column.id} column={column} sorting={sorting} onSort={setSorting} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, i) => {
              const heading = sorting ? undefined : block?.(row)
              const before = shown[i - 1]
              const isNewBlock =
                heading !== undefined && (before === undefined || block?.(before) !== heading)
              return [
                isNewBlock ? (
                  <tr key={`block-${rowKey(row)}`} className="block">
                    <th colSpan={columns.length} scope="colgroup">
                      {heading}
                    </th>
                  </tr>
                ) : null,
                <tr key={rowKey(row)} className={classes(tone?.(row), isFolded(row) && 'folded')}>
                  {columns.map(column => (
                    <td
                      key={column.id}
                      data-label={column.isHeaderHidden ? '' : column.header}
                      className={classOf(column)}
                    >
                      {column.cell(row)}
                    </td>
                  ))}
                  {hasDetails && tone?.(row) !== 'bad' ? (
                    <td className="unfold no-print">
                      <Button
                        size="small"
                        variant="tertiary"
                        isExpanded={!isFolded(row)}
                        label={common('ui.details', { name: headOf(row) })}
                        onClick={() => setUnfolded(toggled(unfolded, rowKey(row)))}
                      >
                        {isFolded(row) ? '▾' : '▴'}
                      </Button>
                    </td>
                  ) : null}
                </tr>,
              ]
            })}
          </tbody>
        </table>
      </div>
      {hiddenCount > 0 ? (
        <div className="table-tools no-print">
          <Button size="small" onClick={() => setLimit(limit + (firstRows ?? 0))}>
            {common('ui.showMore', { count: Math.min(hiddenCount, firstRows ?? 0) })}
          </Button>
          <Button size="small" variant="tertiary" onClick={() => setLimit(Infinity)}>
            {common('ui.showAll', { count: all.length })}
          </Button>
        </div>
      ) : null}
      {search && rows.length === 0 ? empty : null}
      {all.length === 0 && words.length > 0 ? (
        <EmptyState title={common('ui.nothingFound', { text: typed })} />
      ) : null}
    </>
  )
}

const toggled = (keys: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}

const classOf = <Row,>({ isRight, isOnlyForScreen, isDetail }: Column<Row>) =>
  classes(isRight && 'right', isOnlyForScreen && 'no-print', isDetail && 'detail')

function HeadCell<Row>({
  column,
  sorting,
  onSort,
}: {
  column: Column<Row>
  sorting: Sorting
  onSort: (next: Sorting) => void
}) {
  const common = useT('common')
  const isSorted = sorting?.id === column.id
  const direction = isSorted ? (sorting.isDescending ? 'descending' : 'ascending') : undefined
  // the third press returns to the original order
  const next: Sorting = !isSorted
    ? { id: column.id, isDescending: false }
    : sorting.isDescending
      ? null
      : { id: column.id, isDescending: true }
  return (
    <th scope="col" aria-sort={direction} className={classOf(column)}>
      {column.sortBy ? (
        <button
          type="button"
          title={common('ui.sortBy', { column: column.header })}
          onClick={() => onSort(next)}
        >
          {column.header}
          <span aria-hidden="true">
            {direction === 'ascending' ? ' ▴' : direction === 'descending' ? ' ▾' : ''}
          </span>
        </button>
      ) : column.isHeaderHidden ? (
        <span className="sr-only">{column.header}</span>
      ) : (
        column.header
      )}
    </th>
  )
}

function textOf<Row>(column: Column<Row>, row: Row): string {
  return column.searchText?.(row) ?? String(column.sortBy?.(row) ?? '')
}

/** Sorts rows; empty values come last in both directions, and equal ones keep their order. */
function sorted<Row>(
  rows: readonly Row[],
  column: Column<Row> | undefined,
  isDescending: boolean,
  lang: string,
): readonly Row[] {
  const by = column?.sortBy
  if (!by) return rows
  const collator = new Intl.Collator(lang, { numeric: true, sensitivity: 'base' })
  return [...rows].sort((rowA, rowB) => {
    const a = by(rowA)
    const b = by(rowB)
    if (a === null || a === '') return b === null || b === '' ? 0 : 1
    if (b === null || b === '') return -1
    const order =
      typeof a === 'number' && typeof b === 'number'
        ? a - b
        : collator.compare(String(a), String(b))
    return isDescending ? -order : order
  })
}
