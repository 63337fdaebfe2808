import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { isDate, startsOn } from '../../../src/lib/time.ts'
import { mayExport } from '../../../src/records/rules.ts'
import { ButtonLink } from '../frame/links.tsx'
import { ErrorState } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useActor, useStaff, type MyStaff } from '../session.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState, LoadingState } from '../ui/states.tsx'
import { useFormat } from '../ui/time.tsx'
import { AttendanceBars } from './AttendanceBars.tsx'
import { CoverageBars } from './CoverageBars.tsx'
import { ExportPanel } from './ExportPanel.tsx'
import { HolderPanel } from './HolderPanel.tsx'
import { monthOf, periodProblem } from './period.ts'
import { summaryQuery } from './queries.ts'
import { serverNow } from '../ui/clock.ts'
import './records.css'

/**
 * Nachweise: attendance as a file, and the summary of a period, which shows nothing about single
 * people.
 */
export function RecordsPage() {
  const t = useT('records')
  const staff = useStaff()
  const isAllowed = mayExport(useActor(), staff)
  return (
    <div className="page roomy">
      <PageTitle title={t('title')} />
      {isAllowed ? (
        <Records key={staff.staffId} staff={staff} />
      ) : (
        <Panel>
          <EmptyState
            title={t('refused')}
            action={<ButtonLink to="/account">{t('toAccount')}</ButtonLink>}
          >
            {t('refusedText')}
          </EmptyState>
        </Panel>
      )}
    </div>
  )
}

function Records({ staff }: { staff: MyStaff }) {
  const t = useT('records')
  const format = useFormat()
  const { staffId, zone } = staff
  const shown = (day: string) => (isDate(day) ? format.date(`${day}T12:00:00Z`, 'short') : '')
  const asked = useSearch({ from: '/framed/records' })
  const [period, setPeriod] = useState(() => monthOf(startsOn(serverNow(), zone)))
  const summary = useQuery({
    ...summaryQuery(staffId, period),
    enabled: periodProblem(period) === null,
  })
  useLive([`staff:${staffId}`])
  return (
    <div className="stack">
      <p className="only-print">
        {t('printed', {
          staff: staff.name,
          from: shown(period.from),
          until: shown(period.until),
        })}
      </p>
      <div className="stack no-print">
        <HolderPanel staff={staff} asked={asked} />
        <ExportPanel staff={staff} period={period} onPeriod={setPeriod} summary={summary.data} />
      </div>
      {summary.data ? (
        <div className="halves records">
          <AttendanceBars meetings={summary.data.perMeeting} />
          <CoverageBars coverage={summary.data.coverage} hasMeetings={summary.data.meetings > 0} />
        </div>
      ) : summary.isError ? (
        <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
      ) : (
        <LoadingState what={t('title')} />
      )}
    </div>
  )
}
