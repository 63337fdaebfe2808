import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { api, send } from '../api.ts'
import { isAboutForm } from '../frame/fields.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { LoadingState } from '../ui/states.tsx'
import { sessionQuery } from '../visitor.ts'

/**
 * Takes the start code from the printed address (from the fragment) or by hand. `file`: the path of
 * the file that contains it.
 */
export function StartCodePanel({ file, isHere }: { file: string; isHere: boolean }) {
  const t = useT('accounts')
  const queries = useQueryClient()
  const { hash } = useLocation()
  const [code, setCode] = useState('')
  const [wasTyped, setTyped] = useState(false)
  const show = useMutation({
    mutationFn: (shown: string) =>
      send(api.api['first-start'].code.$post({ json: { code: shown } })),
    onSettled: () => queries.invalidateQueries(sessionQuery),
  })
  const { mutate } = show
  useEffect(() => {
    if (hash === '') return
    setTyped(false)
    mutate(hash)
  }, [hash, mutate])
  if (hash !== '' || (show.isPending && !wasTyped)) {
    return (
      <>
        <CodeLeavesAddress />
        <LoadingState what={t('first.code.whatIs')} />
      </>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTyped(true)
    if (code.trim() !== '' && !show.isPending) mutate(code.trim())
  }
  const isMissing = wasTyped && code.trim() === ''
  const isWrong = show.error !== null && !isAboutForm(show.error)
  return (
    <div className="centred one">
      <Panel isRoomy>
        <form onSubmit={submit} noValidate className="stack">
          <h1>{t(isHere ? 'first.code.title' : 'first.code.titleByFile')}</h1>
          <p>{t(isHere ? 'first.code.text' : 'first.code.textByFile')}</p>
          <p>
            {t(isHere ? 'first.code.orType' : 'first.code.inFile')}{' '}
            <code className="file-name">{file}</code>
          </p>
          <TextInput
            label={t('first.code.label')}
            hint={t('first.code.hint')}
            value={code}
            onChange={setCode}
            error={isMissing ? t('missing') : isWrong ? t('first.code.wrong') : null}
            isTall
            autoComplete="off"
            placeholder="XXXX-XXXX-XXXX-XXXX-XXXX"
            maxLength={60}
            required
            autoFocus
          />
          {isAboutForm(show.error) ? <FormProblem error={show.error} /> : null}
          <Button
            type="submit"
            variant="primary"
            size="tall"
            isBlock
            busy={show.isPending && t('checking')}
          >
            {t('first.code.do')}
          </Button>
        </form>
      </Panel>
    </div>
  )
}

/**
 * Removes the code from the address, so that nobody sees it in the address bar or by going back.
 */
export function CodeLeavesAddress() {
  const navigate = useNavigate()
  const { hash } = useLocation()
  useEffect(() => {
    if (hash !== '') void navigate({ to: '/first-start', replace: true })
  }, [hash, navigate])
  return null
}
