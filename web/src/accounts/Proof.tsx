import type { FieldProblem } from '../../../src/lib/errors.ts'
import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { CodeField } from './CodeField.tsx'

/**
 * The button that begins a change of password or app. It is off in the sample, whose people have
 * neither.
 */
export function BeginChange({ label, onClick }: { label: string; onClick: () => void }) {
  const t = useT('accounts')
  const { me } = useSession()
  return (
    <Button onClick={onClick} disabledReason={me.isSampleSession ? t('account.sampleNo') : null}>
      {label} …
    </Button>
  )
}

type Proof = {
  value: string
  onChange: (value: string) => void
  problem: FieldProblem | undefined
}

export function CurrentPassword({ problem, ...field }: Proof) {
  const t = useT('accounts')
  return (
    <TextInput
      label={t('account.current')}
      type="password"
      autoComplete="current-password"
      {...field}
      error={problem ? t('account.currentWrong') : null}
      required
      autoFocus
    />
  )
}

/** The code of the app that is valid until now. */
export function CurrentCode({ problem, ...field }: Proof) {
  const t = useT('accounts')
  return (
    <CodeField label={t('account.codeNow')} {...field} error={problem ? t('code.wrong') : null} />
  )
}
