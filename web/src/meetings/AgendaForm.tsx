import { useId, useRef, useState } from 'react'
import { newId, type MeetingId } from '../../../src/lib/newId.ts'
import { InlineForm } from '../frame/InlineForm.tsx'
import { useMergingSave } from '../frame/useMergingSave.ts'
import { useT } from '../i18n/i18n.ts'
import { ClashQuestion } from '../ui/ClashQuestion.tsx'
import { TextInput } from '../ui/Field.tsx'
import { useTyped } from '../ui/typed.ts'
import {
  minutesOf,
  typedItem,
  wishFrom,
  withItem,
  type AgendaWish,
  type TypedItem,
} from './agendaWish.ts'
import { meetingQuery } from './queries.ts'
import { writeAgenda } from './useAgenda.ts'

/**
 * The form for one item, in place of the item or at the end of the list. Enter saves, Escape
 * cancels.
 */
export function AgendaForm({
  meetingId,
  edited,
  draftKey = null,
  suggestions,
  isGone = false,
  onSaved,
  onCancel,
}: {
  meetingId: MeetingId
  /** the item to change, and its index; absent: a new item */
  edited?: { item: AgendaWish; index: number }
  /** key of the draft that keeps a new item's values */
  draftKey?: string | null
  suggestions: readonly string[]
  /** others have removed the item */
  isGone?: boolean
  onSaved: (title: string) => void
  onCancel?: () => void
}) {
  const t = useT('agenda')
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [added, setAdded] = useState(nothingYet)
  const { item, index } = edited ?? { item: added, index: Infinity }
  const form = useTyped(() => typedItem(item), draftKey)
  const { typed, field } = form
  const isUntitled = typed.title.trim() === ''
  const { save, value, clash } = useMergingSave({
    query: meetingQuery(meetingId),
    form,
    isFit: ({ title, minutes }) => title.trim() !== '' && !isMinutesWrong(minutes),
    fieldsOf: ({ agenda }): TypedItem | null => {
      const there = agenda.find(each => each.itemId === item.itemId)
      return there ? typedItem(there) : null
    },
    write: ({ fields }, now) =>
      writeAgenda(now, items => withItem(items, { item: wishFrom(item.itemId, fields), index })),
    done: null,
    stale: [meetingQuery(meetingId).queryKey],
    onSaved: () => {
      onSaved(typed.title.trim())
      if (edited) return
      form.forget()
      setAdded(nothingYet)
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
        value={value}
        main={edited ? {} : { label: t('agenda.add'), variant: 'secondary' }}
        {...(onCancel ? { onCancel } : {})}
      >
        <TextInput
          ref={input}
          label={edited ? t('agenda.item') : t('agenda.addTitle')}
          placeholder={t('agenda.itemHint')}
          {...field('title')}
          maxLength={200}
          autoFocus={edited !== undefined}
          error={save.wasTried && isUntitled ? t('agenda.titleMissing') : null}
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
          error={isMinutesWrong(typed.minutes) ? t('agenda.minutesWrong') : null}
        />
        {isGone ? (
          <p className="secondary warn-text" role="status">
            {t('agenda.goneMeanwhile')}
          </p>
        ) : null}
        {clash ? (
          <ClashQuestion
            clash={clash}
            label={name => t(name === 'title' ? 'agenda.item' : `agenda.${name}`)}
            show={(fields, name) => fields[name]}
          />
        ) : null}
      </InlineForm>
    </div>
  )
}

const isMinutesWrong = (typed: string) => typed.trim() !== '' && minutesOf(typed) === null

const nothingYet = (): AgendaWish => ({
  itemId: newId('agendaItem'),
  title: '',
  responsible: '',
  minutes: null,
})
