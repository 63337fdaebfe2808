import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { startsOn } from '../../../src/lib/time.ts'
import { isRunning } from '../../../src/meetings/rules/states.ts'
import type {
  RecordsFormat,
  RecordsSubject,
  RecordsSummary,
} from '../../../src/records/contract.ts'
import { mayExport, mayExportRunning } from '../../../src/records/rules.ts'
import { useT } from '../i18n/i18n.ts'
import { useConnection } from '../live.ts'
import { useActor, useSession, type MyStaff } from '../session.tsx'
import { Button, ButtonAnchor } from '../ui/Button.tsx'
import { Checkbox, Segments, Select, TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'
import { useToast } from '../ui/Toast.tsx'
import { isSamePeriod, monthOf, periodProblem, type Period } from './period.ts'
import { exportAddress, meetingsQuery, type Extent } from './queries.ts'
import { serverNow } from '../ui/clock.ts'

/** Chooses the content of an export and downloads it. */
export function ExportPanel({
  staff,
  period,
  onPeriod,
  summary,
}: {
  staff: MyStaff
  period: Period
  onPeriod: (period: Period) => void
  summary: RecordsSummary | undefined
}) {
  const t = useT('records')
  const common = useT('common')
  const format = useFormat()
  const say = useToast()
  const actor = useActor()
  const { me, chooseStaff } = useSession()
  const { connection } = useConnection()
  const [meetingId, setMeetingId] = useState('')
  const [subject, setSubject] = useState<RecordsSubject>('persons')
  const [fileFormat, setFileFormat] = useState<RecordsFormat>('xlsx')
  const [withExercises, setWithExercises] = useState(false)
  const { staffId, zone } = staff
  const problem = periodProblem(period)
  const around =
    useQuery({ ...meetingsQuery(staffId, period), enabled: problem === null }).data ?? []
  const meetings = around.filter(({ openedAt, state }) => {
    const day = openedAt ? startsOn(openedAt, zone) : ''
    return (state === 'closed' || isRunning(state)) && day >= period.from && day <= period.until
  })
  const chosen = meetings.find(meeting => meeting.meetingId === meetingId)
  const closed = meetings.filter(meeting => meeting.state === 'closed')
  const exercises = closed.filter(meeting => meeting.kind === 'exercise')
  const inFile = withExercises ? closed : closed.filter(meeting => meeting.kind === 'operation')
  const refusal =
    connection === 'lost'
      ? common('error.offline')
      : problem
        ? t(`export.${problem}`)
        : chosen
          ? isRunning(chosen.state) && !mayExportRunning(actor, staff)
            ? t('export.onlyLeadRuns')
            : null
          : inFile.length === 0
            ? t(closed.length > 0 ? 'export.onlyExercises' : 'export.nothing')
            : null
  const extent: Extent = chosen
    ? { meetingId: chosen.meetingId }
    : { staffId, ...period, exercises: withExercises ? 'include' : 'exclude' }
  const today = startsOn(serverNow(), zone)
  const months = { lastMonth: monthOf(today, 1), thisMonth: monthOf(today) }
  const month = isSamePeriod(period, months.lastMonth)
    ? 'lastMonth'
    : isSamePeriod(period, months.thisMonth)
      ? 'thisMonth'
      : null
  return (
    <Panel isPadded>
      <h2 className="sr-only">{t('export.title')}</h2>
      <div className="export">
        <Select
          label={t('export.staff')}
          value={staffId}
          onChange={chooseStaff}
          options={me.staffs
            .filter(each => mayExport(actor, each))
            .map(each => ({ value: each.staffId, label: each.name }))}
        />
        <Segments
          label={t('export.period')}
          value={month}
          onChange={next => onPeriod(months[next])}
          options={(['lastMonth', 'thisMonth'] as const).map(value => ({
            value,
            label: t(`export.${value}`),
          }))}
        />
        <TextInput
          type="date"
          label={t('export.from')}
          value={period.from}
          onChange={from => onPeriod({ ...period, from })}
        />
        <TextInput
          type="date"
          label={t('export.until')}
          value={period.until}
          onChange={until => onPeriod({ ...period, until })}
        />
        <Select
          label={t('export.meetings')}
          value={chosen ? meetingId : ''}
          onChange={setMeetingId}
          options={[
            { value: '', label: t('export.all') },
            ...meetings.map(meeting => ({
              value: meeting.meetingId as string,
              label: [
                meeting.title,
                format.date(meeting.openedAt ?? meeting.startsAt, 'short'),
                ...(meeting.kind === 'exercise' ? [common('kind.exercise')] : []),
                ...(isRunning(meeting.state) ? [t('export.running')] : []),
              ].join(' · '),
            })),
          ]}
        />
      </div>
      <div className="export">
        <Select
          label={t('export.subject')}
          value={subject}
          onChange={setSubject}
          options={(['persons', 'meetings', 'functions', 'attendance'] as const).map(value => ({
            value,
            label: t(`export.${value === 'meetings' ? 'byMeeting' : value}`),
          }))}
        />
        <Segments
          label={t('export.format')}
          value={fileFormat}
          onChange={setFileFormat}
          options={(['xlsx', 'ods', 'excel.csv', 'pdf', 'csv', 'json'] as const).map(value => ({
            value,
            label: t(`export.${value === 'excel.csv' ? 'excelCsv' : value}`),
          }))}
        />
        {chosen ? null : (
          <Checkbox isChecked={withExercises} onChange={setWithExercises}>
            {t('export.exercises')}
          </Checkbox>
        )}
        <div className="export-act">
          {refusal ? (
            <Button variant="primary" size="tall" disabledReason={refusal}>
              {t('export.act')}
            </Button>
          ) : (
            <ButtonAnchor
              variant="primary"
              size="tall"
              download
              href={exportAddress(
                { subject, format: fileFormat },
                { ...extent, language: format.lang },
              )}
              onClick={() => say(t('export.started'))}
            >
              {t('export.act')}
            </ButtonAnchor>
          )}
        </div>
      </div>
      <p className="secondary soft" role="status">
        {summary
          ? `${t('export.counted', { count: summary.meetings })} ${t('export.attendances', { count: summary.attendances })} ${t('export.noExercises')} `
          : ''}
        {!chosen && withExercises && exercises.length > 0
          ? `${t('export.withExercises', { count: exercises.length })} `
          : ''}
        {t('export.logged')} {t('export.csvNote')}
      </p>
    </Panel>
  )
}
