import { useState } from 'react'
import { passwordProblem, type PasswordProblem } from '../../../src/access/rules.ts'
import { useT } from '../i18n/i18n.ts'
import { Checkbox, TextInput } from '../ui/Field.tsx'

/**
 * A field for a new password. Leaving it shows why the password would be refused, by the same rule
 * as on the server.
 */
export function NewPasswordField({
  label,
  value,
  onChange,
  person,
  problem,
}: {
  label?: string
  value: string
  onChange: (password: string) => void
  person: { name: string; email: string }
  /** the server's refusal as a code of the rule, or nothing */
  problem?: string | undefined
}) {
  const t = useT('accounts')
  const [wasLeft, setLeft] = useState(false)
  const [isShown, setShown] = useState(false)
  const found =
    (wasLeft && value !== '' ? passwordProblem(value, person) : null) ??
    (problem === undefined || isProblem(problem) ? problem : passwordProblem(value, person))
  return (
    <div className="stack">
      <TextInput
        label={label ?? t('newPassword.label')}
        hint={t('newPassword.hint')}
        type={isShown ? 'text' : 'password'}
        autoComplete="new-password"
        value={value}
        onChange={onChange}
        onBlur={() => setLeft(true)}
        error={found ? t(`newPassword.${found}`) : null}
        required
      />
      <Checkbox isChecked={isShown} onChange={setShown}>
        {t('showPassword')}
      </Checkbox>
    </div>
  )
}

function isProblem(text: string | undefined): text is PasswordProblem {
  return ['tooShort', 'tooLong', 'common', 'personal', 'guessable'].includes(text ?? '')
}
