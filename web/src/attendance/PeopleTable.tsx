import type { AttendanceView } from '../../../src/attendance/contract.ts'
import type { AttendeeId } from '../../../src/lib/ids.ts'
import { useT } from '../i18n/i18n.ts'
import { EmptyState } from '../ui/states.tsx'
import { Table, type Column } from '../ui/Table.tsx'
import { useFormat } from '../ui/time.tsx'
import { promisedBy, usePromiseWords } from '../words/promise.ts'
import {
  Actions,
  Actual,
  FunctionOf,
  Here,
  mayBeReminded,
  Person,
  Reply,
  Times,
  tones,
  useSourceWords,
  type Line,
} from './cells.tsx'
import { useIsNarrow } from '../ui/narrow.ts'

type Props = {
  view: AttendanceView
  lines: readonly Line[]
  mayAct: boolean
  isOver: boolean
  /** the reader's own row; null: they are not invited */
  ownId: AttendeeId | null
  onReply: (line: Line) => void
  onRemind: (line: Line) => void
  /** false before convening: nobody has been asked yet */
  mayRemind: boolean
  /** ids of the attendees who are being reminded now */
  remindingIds: readonly AttendeeId[]
}

/** Promise and presence of each person with their sources; before the opening the replies alone. */
export function PeopleTable({
  view,
  lines,
  mayAct,
  isOver,
  ownId,
  onReply,
  onRemind,
  mayRemind,
  remindingIds,
}: Props) {
  const t = useT('attendance')
  const common = useT('common')
  const format = useFormat()
  const promiseOf = usePromiseWords()
  const sourceWords = useSourceWords()
  const isNarrow = useIsNarrow()
  const hasBegun = view.openedAt !== null
  const isClosed = view.closedAt !== null
  const functions: Column<Line> = {
    id: 'function',
    header: common('word.function'),
    sortBy: line => line.functions.join(', '),
    cell: line => <FunctionOf line={line} />,
  }
  const who: Column<Line>[] = [
    {
      id: 'name',
      header: common('word.name'),
      sortBy: line => line.sortName,
      searchText: line => `${line.name} ${line.organisation} ${line.functions.join(' ')}`,
      cell: line => <Person line={line} hasFunction={isNarrow} />,
    },
    {
      id: 'planned',
      header: t('table.planned'),
      sortBy: line => promiseOf(promisedBy(line)),
      cell: line => <Reply line={line} isAsked={mayRemind} />,
    },
  ]
  const actual: Column<Line>[] = [
    {
      id: 'was',
      header: t(isClosed ? 'table.was' : 'table.is'),
      sortBy: line => line.mainMode ?? line.status ?? '',
      searchText: line =>
        [
          line.mainMode ? common(`mode.${line.mainMode}`) : '',
          line.status ? common(`status.${line.status}`) : '',
        ].join(' '),
      cell: line => <Actual line={line} isOver={isClosed} />,
    },
    {
      id: 'times',
      header: t('table.times'),
      sortBy: line => line.stays[0]?.from ?? null,
      cell: line => <Times line={line} hasProof={isNarrow} />,
    },
  ]
  const proof: Column<Line>[] = [
    {
      id: 'total',
      header: t('table.total'),
      isRight: true,
      sortBy: line => line.totalS,
      cell: line => (
        <span className="nowrap">
          {line.totalS > 0 ? format.duration(line.totalS * 1000) : '—'}
        </span>
      ),
    },
    {
      id: 'source',
      header: t('table.source'),
      sortBy: sourceWords,
      cell: line => (
        <span className="secondary soft nowrap">{sourceWords(line) || t('table.noSignal')}</span>
      ),
    },
  ]
  const here: Column<Line> = {
    id: 'here',
    header: t('table.is'),
    sortBy: line => line.now?.since ?? null,
    cell: line => <Here line={line} />,
  }
  const actions: Column<Line> = {
    id: 'actions',
    header: t('table.actions'),
    isRight: true,
    isOnlyForScreen: true,
    cell: line => (
      <Actions
        line={line}
        isOwn={line.attendeeId === ownId}
        onReply={() => onReply(line)}
        onRemind={mayRemind && mayBeReminded(line, hasBegun) ? () => onRemind(line) : null}
        isReminding={remindingIds.includes(line.attendeeId)}
      />
    ),
  }
  return (
    <Table
      caption={t('table.caption')}
      rows={lines}
      rowKey={line => line.attendeeId}
      // nobody counts as absent while the meeting runs
      tone={line => (isClosed && line.status && tones[line.status] === 'bad' ? 'bad' : undefined)}
      empty={<EmptyState title={t('table.none')}>{t('table.noneText')}</EmptyState>}
      columns={[
        ...(isNarrow ? [] : [functions]),
        ...who,
        ...(hasBegun ? actual : [here]),
        ...(hasBegun && !isNarrow ? proof : []),
        ...(mayAct && !isOver ? [actions] : []),
      ]}
    />
  )
}
