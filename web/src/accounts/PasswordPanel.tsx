import { useState } from 'react'
import { api, send } from '../api.ts'
import { InlineForm } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useTyped } from '../ui/typed.ts'
import { NewPasswordField } from './NewPasswordField.tsx'
import { BeginChange, CurrentCode, CurrentPassword } from './Proof.tsx'
import { mySessionsQuery } from './queries.ts'
import { WaitingTurn } from './WaitingTurn.tsx'

export function PasswordPanel() {
  const t = useT('accounts')
  const [isOpen, setOpen] = useState(false)
  return (
    <Panel title={t('account.passwordTitle')} isPadded>
      {isOpen ? (
        <NewPassword onClose={() => setOpen(false)} />
      ) : (
        <BeginChange label={t('account.change')} onClick={() => setOpen(true)} />
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
    // the server accepts a code only once, even if another field was wrong
    onRefused: () => change({ code: '' }),
  })
  return (
    <InlineForm
      save={save}
      value={typed}
      main={{ label: t('account.change'), busy: t('checking') }}
      onCancel={onClose}
    >
      <CurrentPassword {...field('current')} problem={save.problem('current')} />
      <NewPasswordField {...field('next')} person={me} problem={save.problem('next')?.problem} />
      <CurrentCode {...field('code')} problem={save.problem('code')} />
      <WaitingTurn isPending={save.isBusy} />
    </InlineForm>
  )
}
