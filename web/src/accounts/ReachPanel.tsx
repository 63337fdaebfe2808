import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { problemAt, isAboutForm } from '../frame/fields.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { changeMe, sessionQuery, useSession } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useToast } from '../ui/Toast.tsx'

export function ReachPanel() {
  const t = useT('accounts')
  const c = useT('common')
  const say = useToast()
  const queries = useQueryClient()
  const { me } = useSession()
  const [mobile, setMobile] = useState(me.mobile)
  const save = useMutation({
    mutationFn: () => changeMe({ mobile: mobile.trim() }),
    onSuccess: () => {
      say(t('account.saved'))
      return queries.invalidateQueries(sessionQuery)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Panel title={t('account.reach')} isPadded>
      <form onSubmit={submit} noValidate className="stack">
        <div>
          <h3>{t('email')}</h3>
          <p>{me.email}</p>
          <p className="secondary soft">{t('account.emailFixed')}</p>
        </div>
        <TextInput
          label={t('account.mobile')}
          hint={t('account.mobileHint')}
          type="tel"
          autoComplete="tel"
          value={mobile}
          onChange={setMobile}
          error={problemAt(save.error, 'mobile') ? t('account.mobileWrong') : null}
          maxLength={30}
          isOptional
        />
        {isAboutForm(save.error) ? <FormProblem error={save.error} /> : null}
        <div>
          <Button type="submit" busy={save.isPending && c('ui.saving')}>
            {c('action.save')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
