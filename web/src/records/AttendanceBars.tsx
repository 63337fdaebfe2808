import { useState } from 'react'
import { modes } from '../../../src/lib/modes.ts'
import type { RecordsSummary } from '../../../src/records/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Table } from '../ui/Table.tsx'
import { useFormat } from '../ui/time.tsx'
import { ModeLegend } from '../words/Mode.tsx'
import { axisOf } from './scale.ts'

type Meetings = RecordsSummary['perMeeting']
type MeetingCount = Meetings[number]
const wideFrom = 50

/** One column per meeting with its people by mode, and a table with the same content. */
export function AttendanceBars({ meetings }: { meetings: Meetings }) {
  const t = useT('records')
  const common = useT('common')
  const [isTable, setTable] = useState(false)
  return (
    <Panel
      title={t('bars.title')}
      aside={
        meetings.length > 0 ? (
          <Button size="small" variant="tertiary" onClick={() => setTable(!isTable)}>
            {common(isTable ? 'ui.asDrawing' : 'ui.asTable')}
          </Button>
        ) : null
      }
    >
      {meetings.length === 0 ? (
        <EmptyState title={t('bars.none')}>{t('bars.noneText')}</EmptyState>
      ) : (
        <>
          {isTable ? <BarsTable meetings={meetings} /> : <Drawing meetings={meetings} />}
          <p className="secondary soft note">
            {t('bars.note')}{' '}
            {meetings.some(meeting => meeting.byMode === null) ? t('bars.small') : ''}
          </p>
        </>
      )}
    </Panel>
  )
}

function Drawing({ meetings }: { meetings: Meetings }) {
  const t = useT('records')
  const readOut = useReadOut()
  const axis = axisOf(Math.max(...meetings.map(meeting => meeting.present)))
  const top = axis.at(-1) ?? 1
  // limits the numbers below the columns to those that fit
  const everyNth = Math.ceil(meetings.length / 24)
  return (
    <div className={classes('bars', meetings.length > wideFrom && 'wide')}>
      <ModeLegend kinds={modes} />
      <div
        className="bars-box"
        role="img"
        aria-label={t('bars.drawing', { list: meetings.map(readOut).join('; ') })}
      >
        <div className="bars-axis">
          {axis.map(count => (
            <span key={count} style={{ bottom: `${(count / top) * 100}%` }}>
              {count}
            </span>
          ))}
        </div>
        <div className="bars-plot">
          {axis.map(count => (
            <i key={count} className="grid-line" style={{ bottom: `${(count / top) * 100}%` }} />
          ))}
          {meetings.map((meeting, i) => (
            <div key={meeting.meetingId} className="column" title={readOut(meeting)}>
              <div className="stacked">
                {meeting.byMode ? (
                  modes.toReversed().map(mode => {
                    const count = meeting.byMode?.[mode] ?? 0
                    return count > 0 ? (
                      <i
                        key={mode}
                        className={mode}
                        style={{ height: `${(count / top) * 100}%` }}
                      />
                    ) : null
                  })
                ) : (
                  <i className="planned" style={{ height: `${(meeting.present / top) * 100}%` }} />
                )}
              </div>
              <span className="number">{i % everyNth === 0 ? meeting.number : ''}</span>
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

function BarsTable({ meetings }: { meetings: Meetings }) {
  const t = useT('records')
  const common = useT('common')
  const format = useFormat()
  return (
    <Table
      caption={t('bars.title')}
      rows={meetings}
      rowKey={meeting => meeting.meetingId}
      columns={[
        {
          id: 'meeting',
          header: t('bars.meeting'),
          cell: meeting => meeting.title,
          sortBy: meeting => meeting.title,
        },
        {
          id: 'date',
          header: t('bars.date'),
          cell: meeting => format.date(meeting.startsAt, 'short'),
          sortBy: meeting => Date.parse(meeting.startsAt),
          searchText: meeting => format.date(meeting.startsAt),
        },
        {
          id: 'present',
          header: t('bars.present'),
          cell: meeting => meeting.present,
          sortBy: meeting => meeting.present,
          isRight: true,
        },
        ...modes.map(mode => ({
          id: mode,
          header: common(`mode.${mode}`),
          cell: (meeting: MeetingCount) => meeting.byMode?.[mode] ?? t('bars.notSplit'),
          sortBy: (meeting: MeetingCount) => meeting.byMode?.[mode] ?? null,
          isRight: true,
        })),
      ]}
    />
  )
}

function useReadOut(): (meeting: MeetingCount) => string {
  const t = useT('records')
  const common = useT('common')
  const format = useFormat()
  return ({ title, startsAt, present, byMode }) =>
    t('bars.read', {
      title,
      date: format.date(startsAt, 'short'),
      present,
      modes: byMode
        ? modes.map(mode => `${byMode[mode]} ${common(`mode.${mode}`)}`).join(', ')
        : t('bars.notSplit'),
    })
}
