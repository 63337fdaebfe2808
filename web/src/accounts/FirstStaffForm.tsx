import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { FirstStaff } from '../../../src/setup/contract.ts'
import type { Template } from '../../../src/roster/contract/roster.ts'
import { api, send } from '../api.ts'
import { isAboutForm, problemAt } from '../frame/fields.ts'
import { toFirstFault } from '../frame/firstFault.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useLang, useT } from '../i18n/i18n.ts'
import { emptyPerson, PersonFields } from '../roster/PersonFields.tsx'
import { TemplateChoice } from '../roster/TemplateChoice.tsx'
import { ZoneField } from '../roster/ZoneField.tsx'
import { Button } from '../ui/Button.tsx'
import { TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { AppCodeCard } from './AppCodeCard.tsx'
import { CodeField, isWholeCode } from './CodeField.tsx'
import { NewPasswordField } from './NewPasswordField.tsx'
import { useEnter } from './signingIn.ts'

type Props = { template: Template; onTemplate: (template: Template) => void; onBack: () => void }

/**
 * Asks for the staff and its lead, then sets up the lead's app code. The installation stays
 * untouched until the code is confirmed.
 */
export function FirstStaffForm({ template, onTemplate, onBack }: Props) {
  const t = useT('accounts')
  const r = useT('roster')
  const common = useT('common')
  const { lang } = useLang()
  const [staffName, setStaffName] = useState('')
  const [organisation, setOrganisation] = useState('')
  const [zone, setZone] = useState('Europe/Berlin')
  const [lead, setLead] = useState(emptyPerson(lang))
  const [password, setPassword] = useState('')
  const make = useMutation({
    mutationFn: () =>
      send(
        api.api['first-start'].staff.$post({
          json: {
            staffName,
            organisation,
            template,
            zone,
            lead: {
              title: lead.title,
              name: lead.name,
              email: lead.email,
              mobile: lead.mobile,
              language: lead.language,
            },
            password,
          },
        }),
      ),
  })
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (make.error) toFirstFault(form.current)
  }, [make.error])
  if (make.data)
    return <ConfirmFactor made={make.data} password={password} onBack={() => make.reset()} />
  // the server looks at the password only once the other fields are right
  const passwordFault =
    problemAt(make.error, 'password')?.problem ??
    (make.error && password === '' ? 'tooShort' : undefined)
  const faults = [
    ...(problemAt(make.error, 'staffName') ? [t('first.staffName')] : []),
    ...(problemAt(make.error, 'organisation') ? [t('first.organisation')] : []),
    ...(problemAt(make.error, 'zone') ? [r('settingsForm.zone')] : []),
    ...(['title', 'name', 'email', 'mobile', 'language'] as const).flatMap(field =>
      problemAt(make.error, `lead.${field}`) ? [r(`person.${field}`)] : [],
    ),
    ...(passwordFault ? [t('password')] : []),
  ]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!make.isPending) make.mutate()
  }
  return (
    <form ref={form} onSubmit={submit} noValidate className="first-start stack">
      <h1 className="one-subject">{t('first.own')}</h1>
      <Panel title={t('first.staffTitle')} isRoomy>
        <div className="stack">
          <TemplateChoice value={template} onChange={onTemplate} />
          <div className="form-grid">
            <TextInput
              label={t('first.staffName')}
              hint={t('first.staffNameHint')}
              value={staffName}
              onChange={setStaffName}
              error={problemAt(make.error, 'staffName') ? t('missing') : null}
              maxLength={200}
              required
              autoFocus
            />
            <TextInput
              label={t('first.organisation')}
              value={organisation}
              onChange={setOrganisation}
              error={problemAt(make.error, 'organisation') ? r('person.fieldWrong') : null}
              maxLength={200}
              isOptional
            />
            <ZoneField
              value={zone}
              onChange={setZone}
              error={problemAt(make.error, 'zone') !== undefined}
            />
          </div>
        </div>
      </Panel>
      <Panel title={t('first.leadTitle')} isRoomy>
        <div className="stack">
          <p>{t('first.leadText')}</p>
          <PersonFields
            person={lead}
            onChange={setLead}
            hasOrganisation={false}
            problemOf={field => problemAt(make.error, `lead.${field}`)}
          />
          <NewPasswordField
            label={t('password')}
            value={password}
            onChange={setPassword}
            person={lead}
            problem={passwordFault}
          />
        </div>
      </Panel>
      {isAboutForm(make.error) ? (
        <FormProblem error={make.error} />
      ) : make.error ? (
        <p role="alert" className="bad-text">
          <b>{t('first.faults', { count: faults.length, fields: faults.join(', ') })}</b>
        </p>
      ) : null}
      <div className="row wrap">
        <Button size="tall" onClick={onBack}>
          {common('action.back')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          size="tall"
          busy={make.isPending && t('first.making')}
        >
          {t('first.toApp')}
        </Button>
      </div>
    </form>
  )
}

function ConfirmFactor({
  made,
  password,
  onBack,
}: {
  made: FirstStaff
  password: string
  onBack: () => void
}) {
  const t = useT('accounts')
  const common = useT('common')
  const enter = useEnter()
  const [code, setCode] = useState('')
  const [wasTried, setTried] = useState(false)
  const confirm = useMutation({
    mutationFn: () =>
      send(
        api.api.enrolment.confirm.$post({ json: { token: made.enrolmentToken, password, code } }),
      ),
    onSuccess: () => enter(),
    onError: () => setCode(''),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isWholeCode(code) && !confirm.isPending) confirm.mutate()
  }
  const error =
    wasTried && !isWholeCode(code)
      ? t(problemAt(confirm.error, 'code') ? 'code.wrong' : 'code.six')
      : null
  return (
    <div className="centred one">
      <Panel isRoomy>
        <form onSubmit={submit} noValidate className="stack">
          <h1>{t('app.title')}</h1>
          <AppCodeCard totp={made.totp} />
          <CodeField value={code} onChange={setCode} error={error} autoFocus />
          {isAboutForm(confirm.error) ? <FormProblem error={confirm.error} /> : null}
          <Button
            type="submit"
            variant="primary"
            size="tall"
            isBlock
            busy={confirm.isPending && t('checking')}
          >
            {t('first.finish')}
          </Button>
          <p>
            <Button variant="tertiary" onClick={onBack}>
              {common('action.back')}
            </Button>
          </p>
        </form>
      </Panel>
    </div>
  )
}
