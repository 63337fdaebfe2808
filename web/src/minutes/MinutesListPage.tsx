import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { seesContent } from '../../../src/lib/actor.ts'
import type { MinutesListItem } from '../../../src/minutes/contract.ts'
import { maySeeMinutes } from '../../../src/minutes/rules/permissions.ts'
import { ButtonLink } from '../frame/links.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useActor, useStaff } from '../session.tsx'
import { ExerciseMark } from '../words/ExerciseBand.tsx'
import { Badge, PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table } from '../ui/Table.tsx'
import { Time, useFormat } from '../ui/time.tsx'
import { minutesListQuery, pdfAddress } from './queries.ts'
import './minutes.css'

/** Protokolle: all closed meetings of the staff, the newest first. */
export function MinutesListPage() {
  const t = useT('minutes')
  const listed = useT('minutesList')
  const { staffId } = useStaff()
  const actor = useActor()
  const seesDrafts = seesContent(actor, staffId)
  const maySee = maySeeMinutes(actor, { staffId, state: 'released' })
  const list = useQuery({ ...minutesListQuery(staffId), enabled: maySee })
  useLive([`staff:${staffId}`])
  return (
    <div className="page roomy">
      <PageTitle title={t('title')}>
        {maySee && !seesDrafts ? (
          <span className="secondary soft">{listed('list.onlyReleased')}</span>
        ) : null}
      </PageTitle>
      <Panel>
        {maySee ? (
          <Loaded query={list} what={t('title')}>
            {rows => <List rows={rows} seesDrafts={seesDrafts} />}
          </Loaded>
        ) : (
          <EmptyState title={listed('list.refused')}>{listed('list.refusedText')}</EmptyState>
        )}
      </Panel>
    </div>
  )
}

function List({ rows, seesDrafts }: { rows: readonly MinutesListItem[]; seesDrafts: boolean }) {
  const t = useT('minutes')
  const listed = useT('minutesList')
  const common = useT('common')
  const format = useFormat()
  return (
    <Table
      caption={t('title')}
      rows={rows}
      rowKey={row => row.meetingId}
      empty={
        <EmptyState
          title={listed(seesDrafts ? 'list.none' : 'list.noneRecords')}
          action={
            seesDrafts ? <ButtonLink to="/meetings">{listed('list.toMeetings')}</ButtonLink> : null
          }
        >
          {listed('list.noneText')}
        </EmptyState>
      }
      columns={[
        {
          id: 'number',
          header: listed('list.number'),
          cell: row => row.number,
          sortBy: row => row.number,
        },
        {
          id: 'meeting',
          header: listed('list.meeting'),
          cell: row => (
            <span>
              <Link to="/meetings/$meetingId/minutes" params={{ meetingId: row.meetingId }}>
                {row.meetingTitle}
              </Link>{' '}
              <ExerciseMark kind={row.kind} />
            </span>
          ),
          sortBy: row => row.meetingTitle,
          searchText: row => `${row.meetingTitle} ${common(`kind.${row.kind}`)}`,
        },
        {
          id: 'incident',
          header: listed('list.incident'),
          cell: row => row.incidentTitle,
          sortBy: row => row.incidentTitle,
        },
        {
          id: 'closed',
          header: listed('list.closed'),
          cell: row => (row.closedAt ? <Time at={row.closedAt} as="spoken" /> : '–'),
          sortBy: row => (row.closedAt ? Date.parse(row.closedAt) : null),
          searchText: row => (row.closedAt ? format.dateTime(row.closedAt) : ''),
        },
        {
          id: 'state',
          header: listed('list.state'),
          cell: row => (
            <Badge tone={row.state === 'released' ? 'ok' : 'warn'}>{t(`state.${row.state}`)}</Badge>
          ),
          sortBy: row => t(`state.${row.state}`),
        },
        {
          id: 'released',
          header: listed('list.released'),
          cell: row =>
            row.releasedAt ? (
              <span>
                {row.releasedByName}
                <br />
                <span className="secondary soft">
                  <Time at={row.releasedAt} as="spoken" />
                </span>
              </span>
            ) : (
              '–'
            ),
          sortBy: row => (row.releasedAt ? Date.parse(row.releasedAt) : null),
          searchText: row => row.releasedByName ?? '',
        },
        {
          id: 'hash',
          header: listed('list.hash'),
          cell: row => (row.sha256 ? <code title={row.sha256}>{shortHash(row.sha256)}</code> : '–'),
          searchText: row => row.sha256 ?? '',
        },
        {
          id: 'file',
          header: listed('list.file'),
          cell: row => (
            <a
              href={pdfAddress(row.meetingId)}
              download
              aria-label={listed('list.pdfOf', { title: row.meetingTitle })}
            >
              {listed('list.pdf')}
            </a>
          ),
        },
      ]}
    />
  )
}

/** The checksum as the minutes print it: the first eight digits and the last four. */
function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`
}
