import { useMutation, useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import type { EnrolmentPage as Enrolment } from '../../../src/access/contract/account.ts'
import { api, ApiError, send } from '../api.ts'
import { problemAt } from '../frame/fields.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { ErrorState } from '../frame/Loaded.tsx'
import { PublicFrame } from '../frame/PublicFrame.tsx'
import { useT } from '../i18n/i18n.ts'
import { setLang } from '../i18n/texts.ts'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState, LoadingState } from '../ui/states.tsx'
import { AppCodeCard } from './AppCodeCard.tsx'
import { CodeField, isWholeCode } from './CodeField.tsx'
import { NewPasswordField } from './NewPasswordField.tsx'
import { useEnter } from './signingIn.ts'
import { WaitingTurn } from './WaitingTurn.tsx'
import './accounts.css'

/**
 * Sets password and app code, by the link of a mail (its token is in the fragment) or by a code on
 * paper.
 */
export function EnrolPage() {
  const t = useT('accounts')
  const { hash } = useLocation()
  const [typed, setTyped] = useState<string | null>(null)
  const token = typed ?? (hash === '' ? null : decodeURIComponent(hash))
  return (
    <PublicFrame signsIn>
      <title>{`${t('enrol.title')} · Lagerunde`}</title>
      <div className="centred one enrol">
        <Panel isRoomy>
          {token ? (
            <WithToken key={token} token={token} onOther={() => setTyped('')} />
          ) : (
            <TypeCode onToken={setTyped} />
          )}
        </Panel>
      </div>
    </PublicFrame>
  )
}

function TypeCode({ onToken }: { onToken: (token: string) => void }) {
  const t = useT('accounts')
  const [code, setCode] = useState('')
  const [wasTried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (code.trim() !== '') onToken(code.trim())
  }
  return (
    <form onSubmit={submit} noValidate className="stack">
      <h1>{t('enrol.title')}</h1>
      <p>{t('enrol.codeText')}</p>
      <TextInput
        label={t('enrol.codeLabel')}
        hint={t('enrol.codeHint')}
        value={code}
        onChange={setCode}
        error={wasTried && code.trim() === '' ? t('missing') : null}
        isTall
        autoComplete="off"
        placeholder="XXXX-XXXX-XXXX-XXXX-XXXX"
        maxLength={60}
        required
        autoFocus
      />
      <Button type="submit" variant="primary" size="tall" isBlock>
        {t('next')}
      </Button>
    </form>
  )
}

function WithToken({ token, onOther }: { token: string; onOther: () => void }) {
  const t = useT('accounts')
  const enrolment = useQuery({
    queryKey: ['enrolment', token],
    queryFn: () => send(api.api.enrolment.read.$post({ json: { token } })),
    staleTime: Infinity,
    gcTime: 0,
  })
  const language = enrolment.data?.language
  useEffect(() => {
    if (language) void setLang(language)
  }, [language])
  if (enrolment.data)
    return <SetFactors token={token} enrolment={enrolment.data} onOther={onOther} />
  if (!enrolment.isError) return <LoadingState what={t('enrol.whatIs')} />
  if (isExpired(enrolment.error)) return <Expired onOther={onOther} />
  return <ErrorState error={enrolment.error} onRetry={() => void enrolment.refetch()} />
}

function Expired({ onOther }: { onOther: () => void }) {
  const t = useT('accounts')
  return (
    <div role="alert">
      <EmptyState
        title={t('enrol.expired')}
        action={<Button onClick={onOther}>{t('enrol.again')}</Button>}
      >
        {t('enrol.expiredDo')}
      </EmptyState>
    </div>
  )
}

function SetFactors({
  token,
  enrolment,
  onOther,
}: {
  token: string
  enrolment: Enrolment
  onOther: () => void
}) {
  const t = useT('accounts')
  const enter = useEnter()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [wasTried, setTried] = useState(false)
  const confirm = useMutation({
    mutationFn: () => send(api.api.enrolment.confirm.$post({ json: { token, password, code } })),
    onSuccess: () => enter(),
    onError: error => {
      if (problemAt(error, 'code')) setCode('')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isWholeCode(code)) confirm.mutate()
  }
  if (isExpired(confirm.error)) return <Expired onOther={onOther} />
  const isFieldProblem = confirm.error instanceof ApiError && confirm.error.code === 'invalid'
  const codeError =
    wasTried && !isWholeCode(code)
      ? t(problemAt(confirm.error, 'code') ? 'code.wrong' : 'code.six')
      : null
  return (
    <form onSubmit={submit} noValidate className="stack">
      <div>
        <h1>{t('enrol.title')}</h1>
        <p>{t('enrol.forWhom', { name: enrolment.name, email: enrolment.email })}</p>
      </div>
      {enrolment.isReplacement ? <p className="warn-text">{t('enrol.replaces')}</p> : null}
      <h2>{t('enrol.passwordTitle')}</h2>
      {/* both fields are in one form, so that the password manager stores them together */}
      <input
        type="email"
        name="username"
        autoComplete="username"
        value={enrolment.email}
        readOnly
        hidden
      />
      <NewPasswordField
        value={password}
        onChange={setPassword}
        person={enrolment}
        problem={problemAt(confirm.error, 'password')?.problem}
      />
      <h2>{t('app.title')}</h2>
      <AppCodeCard totp={enrolment.totp} />
      <CodeField value={code} onChange={setCode} error={codeError} />
      <WaitingTurn isPending={confirm.isPending} />
      {isFieldProblem ? null : <FormProblem error={confirm.error} />}
      <Button
        type="submit"
        variant="primary"
        size="tall"
        isBlock
        busy={confirm.isPending && t('checking')}
      >
        {t('enrol.done')}
      </Button>
    </form>
  )
}

const isExpired = (error: unknown) => error instanceof ApiError && error.code === 'linkExpired'
