import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, send } from '../api.ts'
import type { Template } from '../../../src/roster/contract.ts'
import { isAboutForm, problemAt } from '../frame/fields.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useLang, useT } from '../i18n/i18n.ts'
import { sessionQuery, useSession, useStaff } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Checkbox, TextInput } from '../ui/Field.tsx'
import { useToast } from '../ui/Toast.tsx'
import { useFormDraft } from './formDraft.ts'
import { emptyPerson, PersonFields, type PersonDraft } from './PersonFields.tsx'
import { TemplateChoice } from './TemplateChoice.tsx'
import { ZoneField } from './ZoneField.tsx'

type NewStaff = {
  name: string
  organisation: string
  zone: string
  template: Template
  lead: PersonDraft
  isMine: boolean
}

/** A further staff from a template; whoever makes it belongs to it, and IT names who leads it. */
export function NewStaffDialog({ onClose }: { onClose: () => void }) {
  const t = useT('roster')
  const c = useT('common')
  const say = useToast()
  const queries = useQueryClient()
  const { lang } = useLang()
  const { me, chooseStaff } = useSession()
  const { organisation, zone } = useStaff()
  const leads = me.staffs.some(staff => staff.roles.includes('lead'))
  const [form, setForm, forget] = useFormDraft<NewStaff>('roster:staff', {
    name: '',
    organisation,
    zone,
    template: 'nrw',
    lead: emptyPerson(lang),
    isMine: leads,
  })
  const save = useMutation({
    mutationFn: () => {
      const { lead, isMine, ...staff } = form
      return send(api.api.staffs.$post({ json: isMine ? staff : { ...staff, lead } }))
    },
    onSuccess: async made => {
      forget()
      await queries.invalidateQueries(sessionQuery)
      chooseStaff(made.staffId)
      say(t('staffForm.made', { name: made.name }))
      onClose()
    },
  })
  const name = problemAt(save.error, 'name')
  return (
    <Dialog
      title={t('staffForm.title')}
      onClose={onClose}
      onSubmit={() => (save.isPending ? undefined : save.mutate())}
      isWide
      actions={
        <>
          <Button onClick={onClose}>{c('action.cancel')}</Button>
          <Button type="submit" variant="primary" busy={save.isPending && c('ui.saving')}>
            {t('staffForm.save')}
          </Button>
        </>
      }
    >
      <TemplateChoice
        value={form.template}
        onChange={next => setForm({ ...form, template: next })}
      />
      <div className="form-grid">
        <TextInput
          label={t('settingsForm.name')}
          value={form.name}
          onChange={text => setForm({ ...form, name: text })}
          error={
            name
              ? t(name.problem === 'taken' ? 'settingsForm.nameTaken' : 'functionForm.empty')
              : null
          }
          maxLength={200}
          required
          autoFocus
          autoComplete="off"
        />
        <TextInput
          label={t('settingsForm.organisation')}
          value={form.organisation}
          onChange={text => setForm({ ...form, organisation: text })}
          error={problemAt(save.error, 'organisation') ? t('person.fieldWrong') : null}
          maxLength={200}
          isOptional
          autoComplete="off"
        />
        <ZoneField
          value={form.zone}
          onChange={text => setForm({ ...form, zone: text })}
          error={problemAt(save.error, 'zone') !== undefined}
        />
      </div>
      <h3>{t('staffForm.lead')}</h3>
      {leads ? (
        <Checkbox isChecked={form.isMine} onChange={isMine => setForm({ ...form, isMine })}>
          {t('staffForm.iLead')}
        </Checkbox>
      ) : null}
      {form.isMine && leads ? null : (
        <>
          <p className="soft">{t(leads ? 'staffForm.leadElse' : 'staffForm.leadNamed')}</p>
          <PersonFields
            person={form.lead}
            onChange={lead => setForm({ ...form, lead })}
            problemOf={field => problemAt(save.error, `lead.${field}`)}
          />
        </>
      )}
      {isAboutForm(save.error) ? <FormProblem error={save.error} /> : null}
    </Dialog>
  )
}
