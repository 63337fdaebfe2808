import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, send } from '../api.ts'
import { isAboutForm, problemAt } from '../frame/fields.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { useSession } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useToast } from '../ui/Toast.tsx'
import { CodeField } from './CodeField.tsx'
import { NewPasswordField } from './NewPasswordField.tsx'
import { mySessionsQuery } from './queries.ts'
import { WaitingTurn } from './WaitingTurn.tsx'

export function PasswordPanel() {
  const t = useT('accounts')
  const c = useT('common')
  const say = useToast()
  const queries = useQueryClient()
  const { me } = useSession()
  const [isOpen, setOpen] = useState(false)
  const [current, setCurrent] = useState('')
  const [code, setCode] = useState('')
  const [next, setNext] = useState('')
  const close = () => {
    setOpen(false)
    setCurrent('')
    setCode('')
    setNext('')
    change.reset()
  }
  const change = useMutation({
    mutationFn: () => send(api.api.me.password.$post({ json: { current, code, next } })),
    onSuccess: () => {
      close()
      say(t('account.changed'))
      return queries.invalidateQueries(mySessionsQuery)
    },
    // a code works once, whatever else was wrong
    onError: () => setCode(''),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!change.isPending) change.mutate()
  }
  return (
    <Panel title={t('account.passwordTitle')} isPadded>
      {!isOpen ? (
        <Button
          onClick={() => setOpen(true)}
          disabledReason={me.isSampleSession ? t('account.sampleNo') : null}
        >
          {t('account.change')} …
        </Button>
      ) : (
        <form onSubmit={submit} noValidate className="stack">
          <TextInput
            label={t('account.current')}
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={setCurrent}
            error={problemAt(change.error, 'current') ? t('account.currentWrong') : null}
            required
            autoFocus
          />
          <NewPasswordField
            value={next}
            onChange={setNext}
            person={me}
            problem={problemAt(change.error, 'next')?.problem}
          />
          <CodeField
            label={t('account.codeNow')}
            value={code}
            onChange={setCode}
            error={problemAt(change.error, 'code') ? t('code.wrong') : null}
          />
          <WaitingTurn isPending={change.isPending} />
          {isAboutForm(change.error) ? <FormProblem error={change.error} /> : null}
          <div className="row wrap">
            <Button onClick={close}>{c('action.cancel')}</Button>
            <Button type="submit" variant="primary" busy={change.isPending && t('checking')}>
              {t('account.change')}
            </Button>
          </div>
        </form>
      )}
    </Panel>
  )
}
