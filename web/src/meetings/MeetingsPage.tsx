import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { mayPlan, maySeeMeetings } from '../../../src/meetings/rules/states.ts'
import { ButtonLink } from '../frame/links.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useActor, useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { ZoneNotice } from '../ui/time.tsx'
import { MeetingsCalendar } from './MeetingsCalendar.tsx'
import { Refused } from './Refused.tsx'
import { MeetingsTable } from './MeetingsTable.tsx'
import { incidentsQuery, listedMeetingsQuery, listedSpans } from './queries.ts'
import { serverNow } from '../ui/clock.ts'
import './meetings.css'

/** All meetings of the staff as a list or a month. View, month and incident are in the address. */
export function MeetingsPage() {
  const { staffId } = useStaff()
  return maySeeMeetings(useActor(), { staffId }) ? <Meetings /> : <Refused />
}

function Meetings() {
  const t = useT('meetings')
  const { staffId } = useStaff()
  const actor = useActor()
  const search = useSearch({ from: '/framed/meetings' })
  const navigate = useNavigate()
  const [now] = useState(() => serverNow())
  const [moreYears, setMoreYears] = useState(0)
  useLive([`staff:${staffId}`])
  const incidents = useQuery(incidentsQuery(staffId)).data ?? []
  const isCalendar = search.view === 'calendar'
  const spans = listedSpans(now, moreYears)
  const listed = useQuery(listedMeetingsQuery(staffId, spans))
  const all = listed.data ?? []
  const isLoading = listed.data === undefined
  const meetings = search.incident ? all.filter(each => each.incidentId === search.incident) : all
  const may = mayPlan(actor, { staffId })
  const filter =
    incidents.length > 1 || search.incident ? (
      <select
        className="kern-form-input__select incident-filter"
        aria-label={t('list.incident')}
        value={search.incident ?? ''}
        onChange={event => {
          const { incident: _before, ...rest } = search
          const incident = event.target.value
          void navigate({
            to: '/meetings',
            search: incident ? { ...rest, incident } : rest,
            replace: true,
          })
        }}
      >
        <option value="">{t('list.allIncidents')}</option>
        {incidents.map(each => (
          <option key={each.incidentId} value={each.incidentId}>
            {each.title}
          </option>
        ))}
      </select>
    ) : null
  const { view: _view, month: _month, ...kept } = search
  return (
    <div className="page roomy stack meetings">
      <PageTitle
        title={t('title')}
        actions={<PlanButtons meetings={meetings} now={now} mayPlan={may} isLoading={isLoading} />}
      />
      <nav className="tabs" aria-label={t('list.view')}>
        <Link
          to="/meetings"
          search={kept}
          className={isCalendar ? undefined : 'on'}
          aria-current={isCalendar ? undefined : 'page'}
        >
          {t('list.asList')}
        </Link>
        <Link
          to="/meetings"
          search={{ ...kept, view: 'calendar' }}
          className={isCalendar ? 'on' : undefined}
          aria-current={isCalendar ? 'page' : undefined}
        >
          {t('list.asCalendar')}
        </Link>
      </nav>
      <ZoneNotice />
      {isCalendar ? (
        <MeetingsCalendar
          staffId={staffId}
          {...(search.month ? { month: search.month } : {})}
          {...(search.incident ? { incident: search.incident } : {})}
          filter={filter}
        />
      ) : (
        <Loaded query={listed} what={t('title')}>
          {() => (
            <Panel>
              <MeetingsTable
                meetings={meetings}
                now={now}
                mayPlan={may}
                isFiltered={search.incident !== undefined}
                filter={filter}
                earlier={{
                  from: spans.at(-1)?.from ?? '',
                  onShow: () => setMoreYears(years => years + 1),
                }}
              />
            </Panel>
          )}
        </Loaded>
      )}
    </div>
  )
}

function PlanButtons({
  meetings,
  now,
  mayPlan: may,
  isLoading,
}: {
  meetings: readonly MeetingSummary[]
  now: number
  mayPlan: boolean
  isLoading: boolean
}) {
  const t = useT('meetings')
  const last = lastOf(meetings, now)
  if (!may) {
    return (
      <Button variant="primary" disabledReason={t('list.onlyPlan')}>
        {t('list.plan')}
      </Button>
    )
  }
  return (
    <>
      <ButtonLink to="/incidents" variant="tertiary">
        {t('list.incidents')}
      </ButtonLink>
      {last ? (
        <ButtonLink to="/meetings/new" search={{ like: last.meetingId }}>
          {t('list.like')}
        </ButtonLink>
      ) : isLoading ? null : (
        <Button disabledReason={t('list.likeNone')}>{t('list.like')}</Button>
      )}
      <ButtonLink variant="primary" to="/meetings/new">
        {t('list.plan')}
      </ButtonLink>
    </>
  )
}

/** The latest meeting that has begun, else the latest planned one; cancelled ones do not count. */
function lastOf(meetings: readonly MeetingSummary[], now: number): MeetingSummary | undefined {
  const held = meetings.filter(each => each.state !== 'cancelled')
  return held.findLast(each => Date.parse(each.startsAt) <= now) ?? held.at(-1)
}
