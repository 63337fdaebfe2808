import { useState } from 'react'
import { api, send } from '../api.ts'
import { InlineForm } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useTyped } from '../ui/typed.ts'
import { CodeField } from './CodeField.tsx'
import { NewPasswordField } from './NewPasswordField.tsx'
import { mySessionsQuery } from './queries.ts'
import { WaitingTurn } from './WaitingTurn.tsx'

export function PasswordPanel() {
  const t = useT('accounts')
  const { me } = useSession()
  const [isOpen, setOpen] = useState(false)
  return (
    <Panel title={t('account.passwordTitle')} isPadded>
      {isOpen ? (
        <NewPassword onClose={() => setOpen(false)} />
      ) : (
        <Button
          onClick={() => setOpen(true)}
          disabledReason={me.isSampleSession ? t('account.sampleNo') : null}
        >
          {t('account.change')} …
        </Button>
      )}
    </Panel>
  )
}

function NewPassword({ onClose }: { onClose: () => void }) {
  const t = useT('accounts')
  const { me } = useSession()
  const { typed, change, field } = useTyped({ current: '', next: '', code: '' })
  const save = useSave({
    send: (json: typeof typed) => send(api.api.me.password.$post({ json })),
    done: () => t('account.changed'),
    stale: [mySessionsQuery.queryKey],
    onSaved: onClose,
    // a code works once, whatever else was wrong
    onRefused: () => change({ code: '' }),
  })
  return (
    <InlineForm
      save={save}
      value={typed}
      main={{ label: t('account.change'), busy: t('checking') }}
      onCancel={onClose}
    >
      <TextInput
        label={t('account.current')}
        type="password"
        autoComplete="current-password"
        {...field('current')}
        error={save.problem('current') ? t('account.currentWrong') : null}
        required
        autoFocus
      />
      <NewPasswordField {...field('next')} person={me} problem={save.problem('next')?.problem} />
      <CodeField
        label={t('account.codeNow')}
        {...field('code')}
        error={save.problem('code') ? t('code.wrong') : null}
      />
      <WaitingTurn isPending={save.isBusy} />
    </InlineForm>
  )
}
