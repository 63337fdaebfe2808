import { useId, useRef } from 'react'
import type { AgendaItem } from '../../../src/meetings/contract/meeting.ts'
import { InlineForm } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { TextInput } from '../ui/Field.tsx'
import { wholeNumber } from '../ui/numbers.ts'
import { useTyped } from '../ui/typed.ts'
import type { AgendaWish } from './agendaWish.ts'

/** One item: changed in its place, or added at the end. Enter saves, Escape leaves it as it was. */
export function AgendaForm({
  first,
  draftKey = null,
  suggestions,
  onSave,
  onCancel,
}: {
  /** the item to change; none: a new one */
  first?: AgendaItem
  /** keeps what was typed for a new item */
  draftKey?: string | null
  suggestions: readonly string[]
  onSave: (wish: AgendaWish) => Promise<unknown>
  onCancel?: () => void
}) {
  const t = useT('meetings')
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const { typed, field, forget } = useTyped(
    {
      title: first?.title ?? '',
      responsible: first?.responsible ?? '',
      minutes: first?.minutes ? String(first.minutes) : '',
    },
    draftKey,
  )
  const minutes = wholeNumber(typed.minutes, { from: 1, to: 600 })
  const isMinutesWrong = typed.minutes.trim() !== '' && minutes === null
  const title = typed.title.trim()
  const save = useSave({
    send: onSave,
    done: null,
    onSaved: () => {
      if (first) return
      forget()
      input.current?.focus()
    },
  })
  return (
    <div
      onKeyDown={event => {
        if (event.key === 'Escape') onCancel?.()
      }}
    >
      <InlineForm
        className="agenda-form no-print"
        save={save}
        value={
          title === '' || isMinutesWrong
            ? null
            : { title, responsible: typed.responsible.trim(), minutes }
        }
        main={first ? {} : { label: t('agenda.add'), variant: 'secondary' }}
        {...(onCancel ? { onCancel } : {})}
      >
        <TextInput
          ref={input}
          label={first ? t('agenda.item') : t('agenda.addTitle')}
          placeholder={t('agenda.itemHint')}
          {...field('title')}
          maxLength={200}
          autoFocus={first !== undefined}
          error={save.wasTried && title === '' ? t('agenda.titleMissing') : null}
        />
        <TextInput
          label={t('agenda.responsible')}
          placeholder={t('agenda.responsibleHint')}
          {...field('responsible')}
          maxLength={200}
          list={listId}
          autoComplete="off"
        />
        <datalist id={listId}>
          {suggestions.map(each => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <TextInput
          label={t('agenda.minutes')}
          inputMode="numeric"
          {...field('minutes')}
          error={isMinutesWrong ? t('agenda.minutesWrong') : null}
        />
      </InlineForm>
    </div>
  )
}
