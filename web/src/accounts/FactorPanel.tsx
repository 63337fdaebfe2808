import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { FactorChange } from '../../../src/accounts/contract.ts'
import { api, ApiError, send } from '../api.ts'
import { isAboutForm, problemAt } from '../frame/fields.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useToast } from '../ui/Toast.tsx'
import { AppCodeCard } from './AppCodeCard.tsx'
import { CodeField } from './CodeField.tsx'
import { mySessionsQuery } from './queries.ts'
import { WaitingTurn } from './WaitingTurn.tsx'

/** Taking another app: prove oneself, take the new key, confirm with its code. Until then the old app holds. */
export function FactorPanel() {
  const t = useT('accounts')
  const { me } = useSession()
  const [step, setStep] = useState<'closed' | 'prove' | FactorChange>('closed')
  const close = () => setStep('closed')
  return (
    <Panel title={t('account.factorTitle')} isPadded>
      <div className="stack">
        <p>{t('account.factorText')}</p>
        {step === 'closed' ? (
          <div>
            <Button
              onClick={() => setStep('prove')}
              disabledReason={me.isSampleSession ? t('account.sampleNo') : null}
            >
              {t('account.factorBegin')} …
            </Button>
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
  const c = useT('common')
  const [current, setCurrent] = useState('')
  const [code, setCode] = useState('')
  const begin = useMutation({
    mutationFn: () => send(api.api.me.factor.$post({ json: { current, code } })),
    onSuccess: onProven,
    onError: () => setCode(''),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!begin.isPending) begin.mutate()
  }
  return (
    <form onSubmit={submit} noValidate className="stack">
      <TextInput
        label={t('account.current')}
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
        error={problemAt(begin.error, 'current') ? t('account.currentWrong') : null}
        required
        autoFocus
      />
      <CodeField
        label={t('account.codeNow')}
        value={code}
        onChange={setCode}
        error={problemAt(begin.error, 'code') ? t('code.wrong') : null}
      />
      <WaitingTurn isPending={begin.isPending} />
      {isAboutForm(begin.error) ? <FormProblem error={begin.error} /> : null}
      <div className="row wrap">
        <Button onClick={onCancel}>{c('action.cancel')}</Button>
        <Button type="submit" variant="primary" busy={begin.isPending && t('checking')}>
          {t('next')}
        </Button>
      </div>
    </form>
  )
}

function Confirm({ change, onDone }: { change: FactorChange; onDone: () => void }) {
  const t = useT('accounts')
  const c = useT('common')
  const say = useToast()
  const queries = useQueryClient()
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: () =>
      send(api.api.me.factor.confirm.$post({ json: { changeToken: change.changeToken, code } })),
    onSuccess: () => {
      say(t('account.factorDone'))
      onDone()
      return queries.invalidateQueries(mySessionsQuery)
    },
    onError: () => setCode(''),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!confirm.isPending) confirm.mutate()
  }
  const isLate = confirm.error instanceof ApiError && confirm.error.code === 'linkExpired'
  return (
    <form onSubmit={submit} noValidate className="stack">
      <AppCodeCard totp={change.totp} />
      <CodeField
        label={t('account.factorCode')}
        value={code}
        onChange={setCode}
        error={problemAt(confirm.error, 'code') ? t('code.wrong') : null}
        autoFocus
      />
      {isAboutForm(confirm.error) ? (
        <FormProblem error={confirm.error} text={isLate ? t('account.factorLate') : undefined} />
      ) : null}
      <div className="row wrap">
        <Button onClick={onDone}>{c('action.cancel')}</Button>
        <Button type="submit" variant="primary" busy={confirm.isPending && t('checking')}>
          {t('account.factorConfirm')}
        </Button>
      </div>
    </form>
  )
}
