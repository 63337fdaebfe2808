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

/** What all my staffs know of me by its name; number and organisation only those I let see them. */
export function ReachPanel() {
  const t = useT('accounts')
  const c = useT('common')
  const say = useToast()
  const queries = useQueryClient()
  const { me } = useSession()
  const [mine, setMine] = useState({ ...me.details, mobile: me.mobile })
  const set = (field: keyof typeof mine) => (value: string) => setMine({ ...mine, [field]: value })
  const save = useMutation({
    mutationFn: () => changeMe({ ...mine, mobile: mine.mobile.trim() }),
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
          label={t('account.name')}
          hint={t('account.nameHint')}
          autoComplete="name"
          value={mine.name}
          onChange={set('name')}
          error={problemAt(save.error, 'name') ? t('missing') : null}
          maxLength={200}
          required
        />
        <TextInput
          label={t('account.personTitle')}
          hint="Dr., Prof."
          autoComplete="honorific-prefix"
          value={mine.title}
          onChange={set('title')}
          maxLength={100}
          isOptional
        />
        <TextInput
          label={t('account.organisation')}
          autoComplete="organization"
          value={mine.organisation}
          onChange={set('organisation')}
          maxLength={200}
          isOptional
        />
        <TextInput
          label={t('account.mobile')}
          hint={t('account.mobileHint')}
          type="tel"
          autoComplete="tel"
          value={mine.mobile}
          onChange={set('mobile')}
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
