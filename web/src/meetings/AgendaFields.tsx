import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef } from 'react'
import type { StaffId } from '../../../src/lib/ids.ts'
import { rosterQuery } from '../roster/queries.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { moved } from './agendaWish.ts'
import { wholeNumber } from '../ui/numbers.ts'
import {
  isItemMinutesWrong,
  itemDraft,
  writtenItems,
  type ItemDraft,
  type PlanDraft,
} from './planDraft.ts'
import type { PlanProblem } from './planProblem.ts'
import { RowButton } from './RowButton.tsx'

type Props = {
  draft: Pick<PlanDraft, 'agenda' | 'duration'>
  onChange: (part: Pick<PlanDraft, 'agenda'>) => void
  problem: PlanProblem
  staffId: StaffId
}

export function AgendaFields({ draft, onChange, problem, staffId }: Props) {
  const t = useT('agenda')
  const planning = useT('planning')
  const listId = useId()
  const roster = useQuery(rosterQuery(staffId)).data
  const { agenda } = draft
  const rows = useRef<HTMLDivElement>(null)
  const focusKey = useRef<string | null>(null)
  useEffect(() => {
    if (focusKey.current)
      rows.current?.querySelector<HTMLElement>(`[data-focus="${focusKey.current}"]`)?.focus()
    focusKey.current = null
  })
  const set = (next: ItemDraft[], focus?: string) => {
    focusKey.current = focus ?? null
    onChange({ agenda: next })
  }
  const add = () => {
    const item = itemDraft({ title: '', responsible: '', minutes: null })
    set([...agenda, item], `${item.key} title`)
  }
  const planned = agenda.reduce(
    (sum, item) => sum + (wholeNumber(item.minutes, { from: 1, to: 600 }) ?? 0),
    0,
  )
  const meeting = wholeNumber(draft.duration, { from: 1, to: 1440 })
  const refused = agenda.flatMap((_, i) => [`agenda.${i}.title`, `agenda.${i}.responsible`])
  const error =
    problem('agendaTitle', ...refused) ??
    problem('agendaMinutes', ...agenda.map((_, i) => `agenda.${i}.minutes`))
  return (
    <Panel
      title={planning('plan.agendaTitle')}
      aside={
        meeting === null ? null : (
          <span className={planned > meeting ? 'secondary warn-text' : 'secondary'}>
            {planning('plan.agendaSum', { planned, meeting })}
            {planned > meeting ? ` · ${t('agenda.tooLong', { count: planned - meeting })}` : ''}
          </span>
        )
      }
      isPadded
    >
      <div className="plan-agenda" ref={rows}>
        {agenda.map((item, index) => (
          <Row
            key={item.key}
            item={item}
            index={index}
            count={agenda.length}
            listId={listId}
            hasProblem={error !== null}
            onChange={part =>
              set(agenda.map(each => (each === item ? { ...each, ...part } : each)))
            }
            onMove={by =>
              set(moved(agenda, { index, by }), `${item.key} ${by < 0 ? 'up' : 'down'}`)
            }
            onRemove={() =>
              set(
                agenda.filter(each => each !== item),
                `${(agenda[index + 1] ?? agenda[index - 1])?.key} title`,
              )
            }
          />
        ))}
        <datalist id={listId}>
          {[
            ...(roster?.functions.map(each => each.label) ?? []),
            ...(roster?.members.map(each => each.displayName) ?? []),
          ].map(each => (
            <option key={each} value={each} />
          ))}
        </datalist>
        {error ? (
          <p className="secondary bad-text" role="alert">
            <b>{error}</b>
          </p>
        ) : null}
        <p>
          <Button size="small" onClick={add}>
            {t('agenda.add')}
          </Button>
        </p>
      </div>
    </Panel>
  )
}

function Row({
  item,
  index,
  count,
  listId,
  hasProblem,
  onChange,
  onMove,
  onRemove,
}: {
  item: ItemDraft
  index: number
  count: number
  listId: string
  hasProblem: boolean
  onChange: (part: Partial<ItemDraft>) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}) {
  const t = useT('agenda')
  const planning = useT('planning')
  const position = planning('plan.agendaRow', { position: index + 1 })
  const title = item.title || position
  const isUntitled = hasProblem && item.title.trim() === '' && writtenItems([item]).length > 0
  const input = (
    field: 'title' | 'responsible' | 'minutes',
    more: { hint: string; isWrong?: boolean; list?: string },
  ) => (
    <input
      className={`kern-form-input__input ${field}`}
      aria-label={`${position}: ${t(field === 'title' ? 'agenda.item' : `agenda.${field}`)}`}
      aria-invalid={more.isWrong || undefined}
      placeholder={more.hint}
      value={item[field]}
      list={more.list}
      data-focus={`${item.key} ${field}`}
      inputMode={field === 'minutes' ? 'numeric' : undefined}
      autoComplete="off"
      maxLength={200}
      onChange={event => onChange({ [field]: event.target.value })}
    />
  )
  return (
    <div
      className="plan-item"
      onKeyDown={event => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
        event.preventDefault()
        onMove(event.key === 'ArrowUp' ? -1 : 1)
      }}
    >
      {input('title', { hint: t('agenda.itemHint'), isWrong: isUntitled })}
      {input('responsible', { hint: t('agenda.responsibleHint'), list: listId })}
      {input('minutes', { hint: t('agenda.minutes'), isWrong: isItemMinutesWrong(item) })}
      <span className="hands">
        <RowButton
          label={t('agenda.upFor', { title })}
          focusKey={`${item.key} up`}
          isOff={index === 0}
          onClick={() => onMove(-1)}
        >
          {t('agenda.up')}
        </RowButton>
        <RowButton
          label={t('agenda.downFor', { title })}
          focusKey={`${item.key} down`}
          isOff={index === count - 1}
          onClick={() => onMove(1)}
        >
          {t('agenda.down')}
        </RowButton>
        <RowButton label={t('agenda.removeFor', { title })} onClick={onRemove}>
          {t('agenda.remove')}
        </RowButton>
      </span>
    </div>
  )
}
