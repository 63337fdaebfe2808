import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { StaffId } from '../../../src/lib/ids.ts'
import { modes } from '../../../src/lib/modes.ts'
import type { MyAttendance } from '../../../src/records/contract.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { ExerciseMark } from '../words/ExerciseBand.tsx'
import { Count, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table } from '../ui/Table.tsx'
import { useFormat } from '../ui/time.tsx'
import { ModeWord } from '../words/Mode.tsx'
import { myAttendanceQuery } from './queries.ts'

type Row = MyAttendance[number]

/** The person's own attendance; others cannot see it here. */
export function MyAttendancePanel({ staffId }: { staffId: StaffId }) {
  const t = useT('accounts')
  const common = useT('common')
  const format = useFormat()
  const query = useQuery(myAttendanceQuery(staffId))
  const planned = (row: Row) =>
    row.planned === 'none'
      ? common('plan.none')
      : row.planned === 'declined'
        ? common('plan.unable')
        : common(`mode.${row.planned}`)
  const status = (row: Row) =>
    row.representedByName
      ? common('status.representedBy', { name: row.representedByName })
      : common(`status.${row.status}`)
  return (
    <Panel title={t('account.mine')}>
      <Loaded query={query} what={t('account.mine')}>
        {rows => {
          const counted = rows.filter(row => row.kind === 'operation')
          return (
            <>
              <div className="body counts">
                <Count value={counted.length}>
                  {t('account.mineCount', { count: counted.length })}
                </Count>
                <Count value={counted.filter(row => row.totalS > 0).length}>
                  {t('account.mineThere')}
                </Count>
                <p className="secondary soft">{t('account.mineNote')}</p>
              </div>
              <Table
                caption={t('account.mine')}
                rows={rows}
                rowKey={row => row.meetingId}
                empty={
                  <EmptyState title={t('account.mineNone')}>{t('account.mineNoneText')}</EmptyState>
                }
                columns={[
                  {
                    id: 'date',
                    header: t('account.mineDate'),
                    cell: row => format.dateTime(row.startsAt),
                    sortBy: row => Date.parse(row.startsAt),
                    searchText: row => format.dateTime(row.startsAt),
                  },
                  {
                    id: 'meeting',
                    header: t('account.mineMeeting'),
                    cell: row => (
                      <>
                        <Link to="/meetings/$meetingId" params={{ meetingId: row.meetingId }}>
                          {row.title}
                        </Link>{' '}
                        <span className="secondary soft">{row.incidentTitle}</span>{' '}
                        <ExerciseMark kind={row.kind} />
                      </>
                    ),
                    sortBy: row => `${row.title} ${row.incidentTitle}`,
                  },
                  {
                    id: 'planned',
                    header: t('account.minePlanned'),
                    cell: planned,
                    sortBy: planned,
                  },
                  { id: 'status', header: t('account.mineStatus'), cell: status, sortBy: status },
                  {
                    id: 'time',
                    header: t('account.mineTime'),
                    cell: row =>
                      modes
                        .filter(mode => row.seconds[mode] > 0)
                        .map(mode => (
                          <span key={mode} className="nowrap">
                            <ModeWord kind={mode} />{' '}
                            {format.duration(row.seconds[mode] * 1000)}{' '}
                          </span>
                        )),
                    sortBy: row => row.totalS,
                  },
                ]}
              />
            </>
          )
        }}
      </Loaded>
    </Panel>
  )
}
