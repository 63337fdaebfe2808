import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { ApiError } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useDraft } from '../ui/draft.ts'
import { useLetterKeys } from '../ui/letterKeys.ts'
import { Chips, type Chip } from './Chips.tsx'
import { Choice, type Option } from './Choice.tsx'
import './quickEntry.css'

export type QuickKind<K extends string> = {
  id: K
  label: string
  /** one letter */ shortcut: string
  placeholder: string
}
export type QuickText<K extends string> = {
  kind: K
  typed: string
  /** ids of chips that were taken back */
  kept: readonly string[]
  /** id of the entry whose wording this corrects */
  correcting: string | null
}
/** What the line understands of the typed text. */
export type QuickReading = {
  /** nothing is left to store */
  isEmpty: boolean
  chips: readonly Chip[]
  asks: { from: number; to: number; isMarked: boolean; options: readonly Option[] } | null
}
/** An entry that ↑ brings back for correction. */
export type Former<K extends string> = Omit<QuickText<K>, 'correcting'> & {
  id: string
  label: string
}

/**
 * One line for quick entries. A letter (B, A, E) picks the kind and begins to write; inside the
 * field Alt and the letter do, or the small letter and a space at the beginning. A capital does
 * not, because "A 45 gesperrt" begins so. Enter saves and keeps the kind, Esc leaves the field, ↑ in
 * the empty field corrects `former`. `onSave` gets an idempotency key that stays the same until the
 * text is stored, so a retry after a lost answer makes no second entry.
 */
export function QuickEntry<K extends string>({
  kinds,
  draftKey,
  read,
  onSave,
  former = null,
  extra,
  last,
}: {
  kinds: readonly [QuickKind<K>, ...QuickKind<K>[]]
  draftKey: string
  read: (text: QuickText<K>) => QuickReading
  onSave: (text: QuickText<K>, idempotencyKey: string) => Promise<unknown>
  former?: Former<K> | null
  /** further fields of the chosen kind, e.g. responsible person and due time */
  extra?: (text: QuickText<K>) => ReactNode
  last?: ReactNode
}) {
  const common = useT('common')
  const t = useT('board')
  const hasSingleKeys = useLetterKeys()
  const errorText = useErrorText()
  const [kind, setKind] = useState<K>(kinds[0].id)
  const [draft, setDraft] = useDraft(draftKey)
  const [kept, setKept] = useState<readonly string[]>([])
  const [correcting, setCorrecting] = useState<Former<K> | null>(null)
  const [correction, setCorrection] = useState('')
  const [isSaving, setSaving] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [active, setActive] = useState<number | null>(null)
  const [passedOver, setPassedOver] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const key = useRef(crypto.randomUUID())
  const listId = useId()
  const chosen = kinds.find(each => each.id === kind) ?? kinds[0]
  // a correction that is left must not come back as a new entry
  const [typed, setTyped] = correcting ? [correction, setCorrection] : [draft, setDraft]
  const text: QuickText<K> = { kind, typed, kept, correcting: correcting?.id ?? null }
  const { isEmpty, chips, asks: asked } = read(text)
  const asks = asked && typed !== passedOver ? asked : null
  // a name after an @ is meant, so that Enter takes the first; words after a dash may be no name
  const pointed = asks ? Math.min(active ?? (asks.isMarked ? 0 : -1), asks.options.length - 1) : -1

  const begin = (next: K) => {
    setKind(next)
    input.current?.focus({ preventScroll: true })
  }
  useKindKeys(kinds, { begin, hasSingleKeys })

  const change = (next: string) => {
    const typedKind = kinds.find(each => next === `${each.shortcut.toLowerCase()} `)
    if (typedKind && typed === typedKind.shortcut.toLowerCase()) setKind(typedKind.id)
    setTyped(typedKind && typed === typedKind.shortcut.toLowerCase() ? '' : next)
    setActive(null)
    if (next === '' && !correcting) setKept([])
    // a changed text is another entry and needs a new key
    if (problem) key.current = crypto.randomUUID()
  }
  const begunAnew = () => {
    key.current = crypto.randomUUID()
    setTyped('')
    setKept([])
    setCorrecting(null)
    setProblem(null)
  }
  const correct = (entry: Former<K>) => {
    setKind(entry.kind)
    setCorrection(entry.typed)
    setKept(entry.kept)
    setCorrecting(entry)
    key.current = crypto.randomUUID()
  }
  const takeBack = (id: string) => {
    setKept([...kept, id])
    input.current?.focus({ preventScroll: true })
  }
  const pick = ({ name }: Option) => {
    if (!asks) return
    change(`${typed.slice(0, asks.from)}@${name} `)
    input.current?.focus({ preventScroll: true })
  }
  const pressed = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const act = actOf(event)
    if (!act) return
    event.preventDefault()
    act()
  }
  const actOf = (event: React.KeyboardEvent): (() => void) | null => {
    const lastChip = chips.at(-1)
    if (event.altKey && event.code === 'KeyZ') return lastChip ? () => takeBack(lastChip.id) : null
    if (event.altKey || event.ctrlKey || event.metaKey) return null
    if (asks) {
      const option = asks.options[pointed]
      if (event.key === 'ArrowDown') return () => setActive((pointed + 1) % asks.options.length)
      if (event.key === 'ArrowUp')
        return () => setActive(pointed <= 0 ? asks.options.length - 1 : pointed - 1)
      if (event.key === 'Enter' && option) return () => pick(option)
      if (event.key === 'Escape') return () => setPassedOver(typed)
    }
    if (event.key === 'ArrowUp' && typed === '' && former) return () => correct(former)
    // keeps the letters working that begin the next entry
    if (event.key === 'Escape')
      return correcting ? begunAnew : () => form.current?.focus({ preventScroll: true })
    return null
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (isEmpty || isSaving) return
    setSaving(true)
    setProblem(null)
    try {
      await onSave(text, key.current)
      begunAnew()
    } catch (error) {
      // nothing was saved, and the answer to the question makes it another request
      if (error instanceof ApiError && error.status === 422) key.current = crypto.randomUUID()
      setProblem(common('ui.notSaved', { why: errorText(error) }))
    } finally {
      setSaving(false)
      input.current?.focus({ preventScroll: true })
    }
  }
  const placeholder = `${chosen.label}: ${chosen.placeholder}`
  return (
    <form
      ref={form}
      className="quick-entry"
      onSubmit={save}
      tabIndex={-1}
      aria-label={t('entry.line')}
    >
      <div className="above secondary">
        {problem ? (
          <span className="bad-text" role="alert">
            {problem}
          </span>
        ) : correcting ? (
          <span className="warn-text" role="status">
            {t(kind === correcting.kind ? 'entry.correcting' : 'entry.replacing', {
              label: correcting.label,
            })}
          </span>
        ) : (
          <span className="last soft">{last}</span>
        )}
        <span className="keys soft">{t('entry.keys')}</span>
      </div>
      <Chips chips={chips} onTakeBack={takeBack} />
      <div className="kinds" role="group" aria-label={common('action.add')}>
        {kinds.map(each => (
          <Button
            key={each.id}
            size="small"
            isPressed={each.id === kind}
            shortcut={each.shortcut}
            onClick={() => begin(each.id)}
          >
            {each.label}
          </Button>
        ))}
      </div>
      <div className="text">
        <input
          ref={input}
          className="kern-form-input__input"
          role="combobox"
          aria-label={placeholder}
          aria-autocomplete="list"
          aria-expanded={asks !== null}
          aria-controls={asks ? listId : undefined}
          aria-activedescendant={pointed >= 0 ? `${listId}-${pointed}` : undefined}
          autoComplete="off"
          placeholder={placeholder}
          value={typed}
          onChange={event => change(event.target.value)}
          onKeyDown={pressed}
          maxLength={4000}
        />
        {asks ? <Choice id={listId} options={asks.options} active={pointed} onPick={pick} /> : null}
      </div>
      <Button type="submit" size="small" busy={isSaving && common('ui.saving')}>
        {common('action.save')}
      </Button>
      {extra?.(text)}
    </form>
  )
}

/** Alt and a letter choose the kind anywhere on the page; the letter alone outside of fields. */
function useKindKeys<K extends string>(
  kinds: readonly QuickKind<K>[],
  { begin, hasSingleKeys }: { begin: (kind: K) => void; hasSingleKeys: boolean },
): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.isComposing) return
      if (!event.altKey && (!hasSingleKeys || isTyping(event.target))) return
      if (event.altKey && isInDialog(event.target)) return
      // with Alt a Mac types another letter, so that only the place of the key tells it
      const letter = event.altKey ? event.code.replace(/^Key/, '') : event.key.toUpperCase()
      const kind = kinds.find(each => each.shortcut === letter)
      if (!kind) return
      event.preventDefault()
      begin(kind.id)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  })
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select') || isInDialog(target))
  )
}

const isInDialog = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('dialog[open]') !== null
