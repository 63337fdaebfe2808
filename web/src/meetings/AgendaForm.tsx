import { useId, useRef, useState, type FormEvent } from 'react'
import type { AgendaItem } from '../../../src/meetings/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useDraft } from '../ui/draft.ts'
import { TextInput } from '../ui/Field.tsx'
import type { AgendaWish } from './agendaWish.ts'
import { wholeNumber } from './numbers.ts'

/** One item: changed in its place, or added at the end. Enter saves, Escape leaves it as it was. */
export function AgendaForm({
  first,
  draftKey,
  suggestions,
  onSave,
  onCancel,
}: {
  /** the item to change; none: a new one */
  first?: AgendaItem
  /** keeps what was typed for a new item */
  draftKey?: string
  suggestions: readonly string[]
  onSave: (wish: AgendaWish) => Promise<boolean>
  onCancel?: () => void
}) {
  const t = useT('meetings')
  const common = useT('common')
  const listId = useId()
  const [draft, setDraft] = useDraft(draftKey ?? `agenda ${first?.itemId ?? ''}`)
  const [title, setTitle] = useState(first?.title ?? draft)
  const [responsible, setResponsible] = useState(first?.responsible ?? '')
  const [minutes, setMinutes] = useState(first?.minutes ? String(first.minutes) : '')
  const [wasTried, setTried] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const minuteCount = wholeNumber(minutes, { from: 1, to: 600 })
  const isMinutesWrong = minutes.trim() !== '' && minuteCount === null
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (title.trim() === '' || isMinutesWrong || isSaving) return
    setSaving(true)
    const isSaved = await onSave({
      title: title.trim(),
      responsible: responsible.trim(),
      minutes: minuteCount,
    })
    setSaving(false)
    if (!isSaved || first) return
    setTitle('')
    setDraft('')
    setResponsible('')
    setMinutes('')
    setTried(false)
    input.current?.focus()
  }
  return (
    <form
      className="agenda-form no-print"
      onSubmit={submit}
      noValidate
      onKeyDown={event => {
        if (event.key === 'Escape') onCancel?.()
      }}
    >
      <TextInput
        ref={input}
        label={first ? t('agenda.item') : t('agenda.addTitle')}
        placeholder={t('agenda.itemHint')}
        value={title}
        onChange={text => {
          setTitle(text)
          if (!first) setDraft(text)
        }}
        maxLength={200}
        autoFocus={first !== undefined}
        error={wasTried && title.trim() === '' ? t('agenda.titleMissing') : null}
      />
      <TextInput
        label={t('agenda.responsible')}
        placeholder={t('agenda.responsibleHint')}
        value={responsible}
        onChange={setResponsible}
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
        value={minutes}
        onChange={setMinutes}
        error={isMinutesWrong ? t('agenda.minutesWrong') : null}
      />
      <span className="row wrap">
        <Button
          type="submit"
          busy={isSaving && common('ui.saving')}
          {...(first ? { variant: 'primary' as const } : {})}
        >
          {first ? common('action.save') : t('agenda.add')}
        </Button>
        {onCancel ? (
          <Button variant="tertiary" onClick={onCancel}>
            {common('action.cancel')}
          </Button>
        ) : null}
      </span>
    </form>
  )
}
