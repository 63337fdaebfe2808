import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import type { FieldName } from './editing.ts'
import type { Editing } from './useEditing.ts'

/** A free text of the minutes: a field for people who write them, paragraphs for others. */
export function FreeText({
  field,
  label,
  hint,
  editing,
  editorName,
  isEditable,
}: {
  field: FieldName
  label: string
  hint: string
  editing: Editing
  /** who changed the minutes last; null: this person */
  editorName: string | null
  isEditable: boolean
}) {
  const text = editing.textOf(field)
  if (!isEditable) return text.trim() === '' ? null : <p className="typed">{text}</p>
  return (
    <>
      <textarea
        className="kern-form-input__input free-text"
        aria-label={label}
        placeholder={hint}
        rows={2}
        maxLength={50_000}
        value={text}
        onChange={event => editing.type(field, event.target.value)}
      />
      {/* for printing, because a textarea prints only what fits its height */}
      <p className="typed only-print">{text}</p>
      {editing.isInConflict(field) ? (
        <Conflict field={field} editing={editing} editorName={editorName} />
      ) : null}
    </>
  )
}

function Conflict({
  field,
  editing,
  editorName,
}: {
  field: FieldName
  editing: Editing
  editorName: string | null
}) {
  const t = useT('minutes')
  const theirs = editing.storedOf(field)
  const mine = editing.textOf(field)
  return (
    <div className="conflict" role="alert">
      <p>
        <b>{t('conflict.title', { name: editorName ?? t('conflict.somebody') })}</b>
      </p>
      <p className="overline">{t('conflict.theirs')}</p>
      <p className="typed">{theirs || t('conflict.empty')}</p>
      <p className="row wrap">
        <Button size="small" onClick={() => editing.decide(field, `${theirs}\n\n${mine}`)}>
          {t('conflict.keepBoth')}
        </Button>
        <Button size="small" onClick={() => editing.decide(field, mine)}>
          {t('conflict.keepMine')}
        </Button>
        <Button size="small" onClick={() => editing.decide(field, theirs)}>
          {t('conflict.takeTheirs')}
        </Button>
      </p>
    </div>
  )
}
