import { useQuery } from '@tanstack/react-query'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isOver, isRunning, mayRunAgenda } from '../../../src/meetings/rules/states.ts'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useNow } from '../ui/time.tsx'
import { usedMinutes } from './agenda.ts'
import { AgendaList } from './AgendaList.tsx'
import { plannedMinutes } from './agendaWish.ts'
import { plannedDurationMin } from './duration.ts'
import { useMeeting } from './MeetingFrame.tsx'
import { attendeesQuery } from './queries.ts'

/**
 * Tagesordnung: the items with responsible person and minutes; people who may run the meeting
 * change them in place.
 */
export function AgendaPage() {
  return (
    <div className="page stack">
      <Agenda meeting={useMeeting()} />
    </div>
  )
}

function Agenda({ meeting }: { meeting: Meeting }) {
  const t = useT('agenda')
  const actor = useActor()
  const mayRun = mayRunAgenda(actor, meeting)
  const over = isOver(meeting.state)
  const mayEdit = mayRun && !over
  const people = useQuery({ ...attendeesQuery(meeting.meetingId), enabled: mayEdit }).data ?? []
  const suggestions = [...new Set(people.flatMap(person => [...person.functions, person.name]))]
  return (
    <Panel title={t('agenda.title')} aside={<Total meeting={meeting} />}>
      {meeting.agenda.length === 0 ? (
        <EmptyState title={t('agenda.none')}>
          {t(mayEdit ? 'agenda.noneText' : 'agenda.noneReader')}
        </EmptyState>
      ) : null}
      <AgendaList
        key={meeting.meetingId}
        meeting={meeting}
        mayEdit={mayEdit}
        suggestions={suggestions}
      />
      <p className="agenda-foot secondary soft no-print">
        {over
          ? t('agenda.over')
          : mayRun
            ? [t('agenda.keys'), isRunning(meeting.state) ? '' : t('agenda.notOpen')]
                .filter(Boolean)
                .join(' ')
            : t('agenda.readOnly')}
      </p>
    </Panel>
  )
}

function Total({ meeting }: { meeting: Meeting }) {
  const t = useT('agenda')
  const nowMs = useNow(isRunning(meeting.state) ? 10_000 : null)
  const { agenda, state } = meeting
  const { planned, withoutMinutes } = plannedMinutes(agenda)
  const used = agenda.reduce((sum, item) => sum + usedMinutes(item, nowMs), 0)
  const duration = plannedDurationMin(meeting)
  if (agenda.length === 0) return null
  const whole =
    isRunning(state) || state === 'closed'
      ? t(state === 'closed' ? 'agenda.totalUsed' : 'agenda.totalRunning', { used, planned })
      : t('agenda.total', { planned, meeting: duration })
  return (
    <span className="secondary agenda-total">
      {whole}
      {withoutMinutes > 0 ? (
        <span className="soft"> · {t('agenda.withoutMinutes', { count: withoutMinutes })}</span>
      ) : null}
      {planned > duration && !isOver(state) ? (
        <b className="warn-text"> · {t('agenda.tooLong', { count: planned - duration })}</b>
      ) : null}
    </span>
  )
}
