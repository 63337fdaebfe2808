import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { ApiError } from '../api.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useDraft } from '../ui/draft.ts'
import { useLetterKeys } from '../ui/letterKeys.ts'

export type QuickKind<K extends string> = {
  id: K
  label: string
  /** one letter */ shortcut: string
  placeholder: string
}
export type QuickText = { text: string; /** after the dash; empty without one */ reason: string }

/** Splits at the first dash between spaces: *Text – Begründung*. */
export function splitAtDash(typed: string): QuickText {
  const match = /\s(?:—|–|-{1,2})\s/.exec(typed)
  if (!match) return { text: typed.trim(), reason: '' }
  return {
    text: typed.slice(0, match.index).trim(),
    reason: typed.slice(match.index + match[0].length).trim(),
  }
}

/**
 * One line for quick entries: a key picks the kind (B, A, E), Enter saves. `onSave` gets an
 * idempotency key that stays the same until the text is stored, so a retry after a lost answer
 * makes no second entry.
 */
export function QuickEntry<K extends string>({
  kinds,
  draftKey,
  onSave,
  extra,
  last,
}: {
  kinds: readonly [QuickKind<K>, ...QuickKind<K>[]]
  draftKey: string
  onSave: (kind: K, entry: QuickText, idempotencyKey: string) => Promise<unknown>
  /** further fields of the chosen kind, e.g. responsible person and due time */
  extra?: (kind: K) => ReactNode
  last?: ReactNode
}) {
  const common = useT('common')
  const errorText = useErrorText()
  const [kind, setKind] = useState<K>(kinds[0].id)
  const [typed, setTyped] = useDraft(draftKey)
  const [isSaving, setSaving] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const key = useRef(crypto.randomUUID())
  const chosen = kinds.find(each => each.id === kind) ?? kinds[0]

  const shortcuts = kinds.map(each => `${each.shortcut.toLowerCase()} ${each.id}`).join(',')
  const hasKeys = useLetterKeys()
  useEffect(() => {
    if (!hasKeys) return
    const pressed = (event: globalThis.KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const match = shortcuts
        .split(',')
        .find(each => each.startsWith(`${event.key.toLowerCase()} `))
      if (!match) return
      event.preventDefault()
      // the ids come from the same list as the keys
      setKind(match.slice(2) as K)
      input.current?.focus()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [shortcuts, hasKeys])

  const save = async (event: FormEvent) => {
    event.preventDefault()
    const entry = splitAtDash(typed)
    if (entry.text === '' || isSaving) return
    setSaving(true)
    setProblem(null)
    try {
      await onSave(kind, entry, key.current)
      key.current = crypto.randomUUID()
      setTyped('')
    } catch (error) {
      // nothing was saved, and the answer to the question makes it another request
      if (error instanceof ApiError && error.status === 422) key.current = crypto.randomUUID()
      setProblem(common('ui.notSaved', { why: errorText(error) }))
    } finally {
      setSaving(false)
      input.current?.focus()
    }
  }
  const change = (text: string) => {
    setTyped(text)
    // a changed text is another entry and needs a new key
    if (problem) key.current = crypto.randomUUID()
  }
  return (
    <form className="quick-entry" onSubmit={save}>
      <div className="kinds" role="group" aria-label={common('action.add')}>
        {kinds.map(each => (
          <Button
            key={each.id}
            size="small"
            isPressed={each.id === kind}
            shortcut={each.shortcut}
            onClick={() => {
              setKind(each.id)
              input.current?.focus()
            }}
          >
            {each.label}
          </Button>
        ))}
      </div>
      <input
        ref={input}
        className="kern-form-input__input text"
        aria-label={`${chosen.label}: ${chosen.placeholder}`}
        placeholder={chosen.placeholder}
        value={typed}
        onChange={event => change(event.target.value)}
        maxLength={4000}
      />
      {extra?.(kind)}
      <Button type="submit" size="small" busy={isSaving && common('ui.saving')}>
        {common('action.save')}
      </Button>
      {last && !problem ? <span className="secondary soft">{last}</span> : null}
      {problem ? (
        <span className="secondary bad-text" role="alert">
          {problem}
        </span>
      ) : null}
    </form>
  )
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('input, textarea, select') ||
      target.closest('dialog[open]') !== null)
  )
}
