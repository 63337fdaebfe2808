import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { api, ApiError, send } from '../api.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { signOut } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { sessionQuery } from '../visitor.ts'
import { CodeField, isWholeCode } from './CodeField.tsx'
import { useEnter } from './signingIn.ts'

/** Second step of signing in: the code of the app. */
export function CodeStep({ target }: { target: string | undefined }) {
  const t = useT('accounts')
  const queries = useQueryClient()
  const enter = useEnter()
  const [code, setCode] = useState('')
  const [isShort, setShort] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const check = useMutation({
    mutationFn: (code: string) => send(api.api['sign-in'].code.$post({ json: { code } })),
    onSuccess: () => enter(target),
    onError: () => {
      setCode('')
      field.current?.focus()
      // the first step is valid for ten minutes; when they are over, the session query leads back
      // to it
      void queries.invalidateQueries(sessionQuery)
    },
  })
  const back = useMutation({
    mutationFn: signOut,
    onSettled: () => queries.invalidateQueries(sessionQuery),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setShort(!isWholeCode(code))
    if (isWholeCode(code)) check.mutate(code)
    else field.current?.focus()
  }
  const isWrong =
    check.error instanceof ApiError &&
    (check.error.code === 'unauthenticated' || check.error.code === 'invalid')
  return (
    <form onSubmit={submit} noValidate className="stack">
      <div>
        <p className="overline">{t('step', { n: 2 })}</p>
        <h1>{t('code.title')}</h1>
        <p>{t('code.open')}</p>
      </div>
      <CodeField
        ref={field}
        value={code}
        onChange={setCode}
        error={isShort && !isWholeCode(code) ? t('code.six') : null}
        autoFocus
      />
      <FormProblem error={check.error} text={isWrong ? t('code.wrong') : undefined} />
      <Button
        type="submit"
        variant="primary"
        size="tall"
        isBlock
        busy={check.isPending && t('checking')}
      >
        {t('signInDo')}
      </Button>
      <p>
        <Button variant="tertiary" onClick={() => back.mutate()}>
          {t('other')}
        </Button>
      </p>
    </form>
  )
}
