import { useState } from 'react'
import type { FactorChange } from '../../../src/access/contract/account.ts'
import { api, send } from '../api.ts'
import { InlineForm } from '../frame/InlineForm.tsx'
import { useSave } from '../frame/useSave.ts'
import { useT } from '../i18n/i18n.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTyped } from '../ui/typed.ts'
import { AppCodeCard } from './AppCodeCard.tsx'
import { CodeField } from './CodeField.tsx'
import { BeginChange, CurrentCode, CurrentPassword } from './Proof.tsx'
import { mySessionsQuery } from './queries.ts'
import { WaitingTurn } from './WaitingTurn.tsx'

/**
 * Changes the authenticator app: ask for both factors, show the new secret, confirm it with a code.
 * The old app counts until then.
 */
export function FactorPanel() {
  const t = useT('accounts')
  const [step, setStep] = useState<'closed' | 'prove' | FactorChange>('closed')
  const close = () => setStep('closed')
  return (
    <Panel title={t('account.factorTitle')} isPadded>
      <div className="stack">
        <p>{t('account.factorText')}</p>
        {step === 'closed' ? (
          <div>
            <BeginChange label={t('account.factorBegin')} onClick={() => setStep('prove')} />
          </div>
        ) : step === 'prove' ? (
          <Prove onProven={setStep} onCancel={close} />
        ) : (
          <Confirm change={step} onDone={close} />
        )}
      </div>
    </Panel>
  )
}

function Prove({
  onProven,
  onCancel,
}: {
  onProven: (change: FactorChange) => void
  onCancel: () => void
}) {
  const t = useT('accounts')
  const { typed, change, field } = useTyped({ current: '', code: '' })
  const save = useSave({
    send: (json: typeof typed) => send(api.api.me.factor.$post({ json })),
    done: null,
    onSaved: onProven,
    onRefused: () => change({ code: '' }),
  })
  return (
    <InlineForm
      save={save}
      value={typed}
      main={{ label: t('next'), busy: t('checking') }}
      onCancel={onCancel}
    >
      <CurrentPassword {...field('current')} problem={save.problem('current')} />
      <CurrentCode {...field('code')} problem={save.problem('code')} />
      <WaitingTurn isPending={save.isBusy} />
    </InlineForm>
  )
}

function Confirm({ change, onDone }: { change: FactorChange; onDone: () => void }) {
  const t = useT('accounts')
  const [code, setCode] = useState('')
  const save = useSave({
    send: (json: { changeToken: string; code: string }) =>
      send(api.api.me.factor.confirm.$post({ json })),
    done: () => t('account.factorDone'),
    stale: [mySessionsQuery.queryKey],
    onSaved: onDone,
    onRefused: () => setCode(''),
    says: { linkExpired: t('account.factorLate') },
  })
  return (
    <InlineForm
      save={save}
      value={{ changeToken: change.changeToken, code }}
      main={{ label: t('account.factorConfirm'), busy: t('checking') }}
      onCancel={onDone}
    >
      <AppCodeCard totp={change.totp} />
      <CodeField
        label={t('account.factorCode')}
        value={code}
        onChange={setCode}
        error={save.problem('code') ? t('code.wrong') : null}
        autoFocus
      />
    </InlineForm>
  )
}
