import type { AgendaItem, Meeting } from '../../../src/meetings/contract/meeting.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { agendaState, usedMinutes } from '../meetings/agenda.ts'
import { classes } from '../ui/classes.ts'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useFormat, useNow } from '../ui/time.tsx'
import { NextItem } from './NextItem.tsx'

/** The agenda beside the board: items done, the running one with its time, and those to come. */
export function AgendaPanel({
  meeting,
  mayRun,
  isRunning,
}: {
  meeting: Meeting
  mayRun: boolean
  isRunning: boolean
}) {
  const t = useT('board')
  const format = useFormat()
  const nowMs = useNow(isRunning ? 10_000 : null)
  const { meetingId, agenda } = meeting
  const planned = agenda.reduce((sum, item) => sum + (item.minutes ?? 0), 0)
  const used = agenda.reduce((sum, item) => sum + usedMinutes(item, nowMs), 0)
  return (
    <Panel
      title={t('agenda.title')}
      aside={
        planned > 0 ? (
          <span className="secondary">{t('agenda.usedOf', { used, planned })}</span>
        ) : null
      }
    >
      {agenda.length === 0 ? (
        <EmptyState
          title={t('agenda.none')}
          action={
            mayRun ? (
              <ButtonLink to="/meetings/$meetingId/agenda" params={{ meetingId }}>
                {t('agenda.edit')}
              </ButtonLink>
            ) : null
          }
        />
      ) : (
        <ol className="agenda plain-list">
          {agenda.map(item => (
            <Item key={item.itemId} item={item} nowMs={nowMs} />
          ))}
        </ol>
      )}
      {mayRun && isRunning && agenda.length > 0 ? <NextItem meeting={meeting} /> : null}
      {meeting.next ? (
        <p className="agenda-next secondary soft">
          {t('agenda.nextMeeting', { when: format.spoken(meeting.next.startsAt) })}
        </p>
      ) : null}
    </Panel>
  )
}

function Item({ item, nowMs }: { item: AgendaItem; nowMs: number }) {
  const t = useT('board')
  const state = agendaState(item)
  const used = usedMinutes(item, nowMs)
  const isLate = state === 'running' && item.minutes !== null && used > item.minutes
  const minutes = item.startedAt
    ? item.minutes === null
      ? t('agenda.minutes', { count: used })
      : t('agenda.minutesOf', { used, planned: item.minutes })
    : item.minutes === null
      ? ''
      : t('agenda.minutes', { count: item.minutes })
  return (
    <li
      className={classes('agenda-item', state)}
      aria-current={state === 'running' ? 'step' : undefined}
    >
      <span className="mark">
        <span aria-hidden="true">{state === 'done' ? '✓' : state === 'running' ? '▸' : ''}</span>
        {state === 'open' ? null : <span className="sr-only">{t(`agenda.${state}`)}: </span>}
      </span>
      <span className="grow">
        {item.title}
        {item.responsible ? ` (${item.responsible})` : ''}
      </span>
      <span
        className={classes(
          'nowrap',
          state === 'running' ? isLate && 'warn-text' : 'secondary soft',
        )}
      >
        {minutes}
      </span>
    </li>
  )
}
