import type { KeyboardEvent } from 'react'
import type { AgendaItem } from '../../../src/meetings/contract/meeting.ts'
import { useT } from '../i18n/i18n.ts'
import { classes } from '../ui/classes.ts'
import { agendaState, usedMinutes } from './agenda.ts'
import { RowButton } from './RowButton.tsx'

type Props = {
  item: AgendaItem
  index: number
  count: number
  nowMs: number
  mayEdit: boolean
  isRunning: boolean
  onRun: (act: 'start' | 'end') => void
  onEdit: () => void
  onMove: (by: -1 | 1, from: 'up' | 'down' | 'row') => void
  onRemove: () => void
}

export function AgendaRow({
  item,
  index,
  count,
  nowMs,
  mayEdit,
  isRunning,
  onRun,
  onEdit,
  onMove,
  onRemove,
}: Props) {
  const t = useT('agenda')
  const { itemId, title, responsible } = item
  const state = agendaState(item)
  const pressed = (event: KeyboardEvent) => {
    if (!mayEdit || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onMove(event.key === 'ArrowUp' ? -1 : 1, 'row')
  }
  return (
    <div
      className={classes('agenda-row', state)}
      onKeyDown={pressed}
      aria-current={state === 'running' ? 'step' : undefined}
    >
      <span className="mark">
        <span aria-hidden="true">
          {state === 'done' ? '✓' : state === 'running' ? '▸' : `${index + 1}.`}
        </span>
        <span className="sr-only">
          {state === 'open' ? `${index + 1}.` : `${index + 1}. ${t(`agenda.${state}`)}:`}
        </span>
      </span>
      <span className="what">{title}</span>
      <span className="who soft">{responsible}</span>
      <Minutes item={item} nowMs={nowMs} />
      {mayEdit ? (
        <span className="hands no-print">
          {isRunning ? <Run title={title} state={state} onRun={onRun} /> : null}
          <RowButton
            label={t('agenda.editFor', { title })}
            focusKey={`${itemId} edit`}
            onClick={onEdit}
          >
            {t('agenda.edit')}
          </RowButton>
          <RowButton
            label={t('agenda.upFor', { title })}
            focusKey={`${itemId} up`}
            isOff={index === 0}
            onClick={() => onMove(-1, 'up')}
          >
            {t('agenda.up')}
          </RowButton>
          <RowButton
            label={t('agenda.downFor', { title })}
            focusKey={`${itemId} down`}
            isOff={index === count - 1}
            onClick={() => onMove(1, 'down')}
          >
            {t('agenda.down')}
          </RowButton>
          <RowButton
            label={t('agenda.removeFor', { title })}
            title={state === 'open' ? undefined : t('agenda.begun', { title })}
            isOff={state !== 'open'}
            onClick={onRemove}
          >
            {t('agenda.remove')}
          </RowButton>
        </span>
      ) : null}
    </div>
  )
}

function Run({
  title,
  state,
  onRun,
}: {
  title: string
  state: ReturnType<typeof agendaState>
  onRun: (act: 'start' | 'end') => void
}) {
  const t = useT('agenda')
  const word = { open: 'start', running: 'end', done: 'again' } as const
  return (
    <RowButton
      isStrong={state !== 'done'}
      label={t(`agenda.${word[state]}For`, { title })}
      onClick={() => onRun(state === 'running' ? 'end' : 'start')}
    >
      {t(`agenda.${word[state]}`)}
    </RowButton>
  )
}

/** Elapsed and planned time; orange once the running item takes longer than planned. */
function Minutes({ item, nowMs }: { item: AgendaItem; nowMs: number }) {
  const t = useT('agenda')
  const state = agendaState(item)
  const used = usedMinutes(item, nowMs)
  const { minutes } = item
  const text =
    state === 'open'
      ? minutes === null
        ? ''
        : t('agenda.plannedOnly', { planned: minutes })
      : minutes === null
        ? t('agenda.usedOnly', { used })
        : t('agenda.used', { used, planned: minutes })
  return (
    <span
      className={classes(
        'min',
        minutes !== null && used > minutes && state === 'running' && 'warn-text',
      )}
    >
      {text}
    </span>
  )
}
