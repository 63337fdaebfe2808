import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api, ApiError, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { sessionQuery } from '../visitor.ts'
import { WaitingTurn } from './WaitingTurn.tsx'

/** First step of signing in: address and password. */
export function PasswordStep() {
  const t = useT('accounts')
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [wasTried, setTried] = useState(false)
  const signIn = useMutation({
    mutationFn: () => send(api.api['sign-in'].$post({ json: { email, password } })),
    onSuccess: () => queries.invalidateQueries(sessionQuery),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (email.trim() !== '' && password !== '') signIn.mutate()
  }
  const isWrong = signIn.error instanceof ApiError && signIn.error.code === 'unauthenticated'
  const missing = (value: string) => (wasTried && value === '' ? t('missing') : null)
  return (
    <form onSubmit={submit} noValidate className="stack">
      <div>
        <p className="overline">{t('step', { n: 1 })}</p>
        <h1>{t('title')}</h1>
      </div>
      <TextInput
        label={t('email')}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        error={missing(email.trim())}
        required
        autoFocus
      />
      <TextInput
        label={t('password')}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={missing(password)}
        required
      />
      <WaitingTurn isPending={signIn.isPending} />
      <FormProblem error={signIn.error} text={isWrong ? t('wrong') : undefined} />
      <Button
        type="submit"
        variant="primary"
        size="tall"
        isBlock
        busy={signIn.isPending && t('checking')}
      >
        {t('next')}
      </Button>
      <p className="secondary soft">
        {t('noAccess')} <Link to="/enrol">{t('toEnrol')}</Link>
      </p>
    </form>
  )
}
