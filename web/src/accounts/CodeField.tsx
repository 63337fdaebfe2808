import type { Ref } from 'react'
import { useT } from '../i18n/i18n.ts'
import { TextInput } from '../ui/Field.tsx'

/** The six digits that the app shows. Spaces between them are ignored. */
export function CodeField({
  label,
  value,
  onChange,
  error,
  autoFocus = false,
  ref,
}: {
  label?: string
  value: string
  onChange: (code: string) => void
  error?: string | null | undefined
  autoFocus?: boolean
  ref?: Ref<HTMLInputElement>
}) {
  const t = useT('accounts')
  return (
    <TextInput
      {...(ref ? { ref } : {})}
      label={label ?? t('code.label')}
      value={value}
      onChange={typed => onChange(typed.replaceAll(/\D/g, '').slice(0, 6))}
      error={error}
      className="code-input"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus={autoFocus}
      required
    />
  )
}

export const isWholeCode = (code: string) => /^\d{6}$/.test(code)
