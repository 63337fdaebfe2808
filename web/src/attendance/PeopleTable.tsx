import type { z } from 'zod'
import type { AttendanceRow, AttendanceView } from '../../../src/attendance/contract.ts'
import type { AttendeeView } from '../../../src/replies/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { Button, CallLink } from '../ui/Button.tsx'
import { ModeWord } from '../ui/Mode.tsx'
import { Badge, type Tone } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table, type Column } from '../ui/Table.tsx'
import { useFormat } from '../ui/time.tsx'
import { usePlanWords } from './words.ts'

export type Line = AttendanceRow & { attendee: z.infer<typeof AttendeeView> | undefined }
type Props = {
  view: AttendanceView
  lines: readonly Line[]
  mayAct: boolean
  isOver: boolean
  onReply: (line: Line) => void
  onRemind: (line: Line) => void
}

const tones: Partial<Record<NonNullable<AttendanceRow['status']>, Tone>> = {
  absentAfterAccepting: 'bad',
  absentWithoutReply: 'bad',
  technicallyPrevented: 'warn',
  notRecorded: 'warn',
}

/** Plan against reality with the source of each; before the opening the replies alone. */
export function PeopleTable({ view, lines, mayAct, isOver, onReply, onRemind }: Props) {
  const t = useT('attendance')
  const common = useT('common')
  const format = useFormat()
  const planOf = usePlanWords()
  const hasBegun = view.openedAt !== null
  const plan: Column<Line> = {
    id: 'planned',
    header: t('table.planned'),
    sortBy: line => planOf(line),
    cell: line => <Reply line={line} />,
  }
  const actual: Column<Line>[] = [
    {
      id: 'was',
      header: t(view.closedAt ? 'table.was' : 'table.is'),
      sortBy: line => line.mainMode ?? line.status ?? '',
      searchText: line =>
        [line.mainMode ? common(`mode.${line.mainMode}`) : '', line.status ? common(`status.${line.status}`) : ''].join(' '),
      cell: line => <Actual line={line} isOver={view.closedAt !== null} />,
    },
    {
      id: 'times',
      header: t('table.times'),
      sortBy: line => line.stays[0]?.from ?? null,
      cell: line => (
        <span>
          {line.stays.length === 0
            ? '—'
            : line.stays.map(stay => (stay.isOpen ? `${format.time(stay.from)}–` : format.range(stay.from, stay.until))).join(' · ')}
          {line.hasTechnicalTrouble ? (
            <>
              {' '}
              <Badge tone="warn">{t('table.trouble')}</Badge>
            </>
          ) : null}
        </span>
      ),
    },
    {
      id: 'total',
      header: t('table.total'),
      isRight: true,
      sortBy: line => line.totalS,
      cell: line => <span className="nowrap">{line.totalS > 0 ? format.duration(line.totalS * 1000) : '—'}</span>,
    },
    {
      id: 'source',
      header: t('table.source'),
      sortBy: line => sourcesOf(line).join(' '),
      cell: line => (
        <span className="secondary soft">
          {sourcesOf(line)
            .map(source => common(`source.${source}`))
            .join(', ') || t('table.noSignal')}
        </span>
      ),
    },
  ]
  const here: Column<Line> = {
    id: 'here',
    header: t('table.is'),
    sortBy: line => line.now?.since ?? null,
    cell: line =>
      line.now ? (
        <>
          <ModeWord kind={line.now.mode} />{' '}
          <span className="secondary soft">{t('table.present', { time: format.time(line.now.since) })}</span>
        </>
      ) : (
        '—'
      ),
  }
  const actions: Column<Line> = {
    id: 'actions',
    header: '',
    isRight: true,
    cell: line =>
      line.isVisitor ? null : (
        <span className="row wrap actions-cell no-print">
          {line.attendee?.mobile && !line.now ? (
            <CallLink size="small" variant="tertiary" number={line.attendee.mobile}>
              {t('table.call')}
            </CallLink>
          ) : null}
          {line.now ? null : (
            <Button size="small" variant="tertiary" onClick={() => onRemind(line)}>
              {t('table.remind')}
            </Button>
          )}
          <Button size="small" variant="tertiary" onClick={() => onReply(line)}>
            {t('table.replyFor')}
          </Button>
        </span>
      ),
  }
  return (
    <Table
      caption={t('table.caption')}
      rows={lines}
      rowKey={line => line.attendeeId}
      tone={line => (line.status && tones[line.status] === 'bad' ? 'bad' : undefined)}
      empty={<EmptyState title={t('table.none')}>{t('table.noneText')}</EmptyState>}
      columns={[
        {
          id: 'function',
          header: common('word.function'),
          sortBy: line => line.functions.join(', '),
          cell: line => (line.isVisitor ? <Badge>{t('table.visitor')}</Badge> : line.functions.join(', ') || common('word.guest')),
        },
        {
          id: 'name',
          header: common('word.name'),
          sortBy: line => line.sortName,
          searchText: line => `${line.name} ${line.organisation}`,
          cell: line => (
            <span>
              <b>{line.name}</b>{' '}
              <span className="secondary soft">
                {[line.organisation, line.deputyForNames.length > 0 ? t('table.deputyFor', { names: line.deputyForNames.join(', ') }) : '']
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
          ),
        },
        plan,
        ...(hasBegun ? actual : [here]),
        ...(mayAct && !isOver ? [actions] : []),
      ]}
    />
  )
}

/** What was promised, by which way and when; for the desk also why mail does not reach them. */
function Reply({ line }: { line: Line }) {
  const t = useT('attendance')
  const format = useFormat()
  const planOf = usePlanWords()
  if (line.isVisitor) return '—'
  const { attendee } = line
  const reply = attendee?.reply
  const when = reply ? format.spoken(reply.at) : ''
  const way = !reply
    ? ''
    : reply.source === 'onBehalf'
      ? t('table.replyBy', { name: reply.byName ?? '', when })
      : t(reply.source === 'link' ? 'table.replyLink' : 'table.replySelf', { when })
  const more = [way, !reply && attendee?.remindedAt ? t('table.remindedAt', { when: format.spoken(attendee.remindedAt) }) : ''].filter(
    Boolean,
  )
  return (
    <span>
      {planOf(line)}
      {more.length > 0 ? (
        <>
          <br />
          <span className="secondary soft">{more.join(' · ')}</span>
        </>
      ) : null}
      {attendee?.mailProblem ? (
        <>
          <br />
          <span className="secondary bad-text">{t('table.mailProblem', { why: attendee.mailProblem })}</span>
        </>
      ) : null}
    </span>
  )
}

function Actual({ line, isOver }: { line: Line; isOver: boolean }) {
  const common = useT('common')
  if (!isOver && line.now) return <ModeWord kind={line.now.mode} />
  if (line.status === 'represented' && line.representedByName)
    return <Badge>{common('status.representedBy', { name: line.representedByName })}</Badge>
  // while it runs nobody is absent yet, they are just not there
  if (!isOver) return line.mainMode ? <ModeWord kind={line.mainMode} /> : <span className="soft">{common('ui.nobody')}</span>
  const badge =
    line.status && line.status !== 'present' ? (
      <Badge tone={tones[line.status] ?? 'neutral'}>{common(`status.${line.status}`)}</Badge>
    ) : null
  return (
    <span className="row wrap">
      {line.mainMode ? <ModeWord kind={line.mainMode} /> : null}
      {badge}
    </span>
  )
}

function sourcesOf(line: Line) {
  return [...new Set(line.stays.flatMap(stay => stay.sources))]
}
