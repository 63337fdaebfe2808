import { useQueryClient } from '@tanstack/react-query'
import { api, send } from '../api.ts'
import type { Template } from '../../../src/roster/contract/roster.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { useSave } from '../frame/useSave.ts'
import { useLang, useT } from '../i18n/i18n.ts'
import { useSession, useStaff } from '../session.tsx'
import { Checkbox, TextInput } from '../ui/Field.tsx'
import { useTyped } from '../ui/typed.ts'
import { sessionQuery } from '../visitor.ts'
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

/** Makes a further staff from a template. The maker becomes a member; IT names a lead. */
export function NewStaffDialog({ onClose }: { onClose: () => void }) {
  const t = useT('roster')
  const queries = useQueryClient()
  const { lang } = useLang()
  const { me, chooseStaff } = useSession()
  const { organisation, zone } = useStaff()
  const leads = me.staffs.some(staff => staff.roles.includes('lead'))
  const { typed, change, field, forget } = useTyped<NewStaff>(
    { name: '', organisation, zone, template: 'nrw', lead: emptyPerson(lang), isMine: leads },
    'roster:staff',
  )
  const save = useSave({
    send: async ({ lead, isMine, ...staff }: NewStaff) => {
      const made = await send(api.api.staffs.$post({ json: isMine ? staff : { ...staff, lead } }))
      await queries.invalidateQueries(sessionQuery)
      return made
    },
    done: ({ name }) => t('staffForm.made', { name }),
    onSaved: ({ staffId }) => {
      forget()
      chooseStaff(staffId)
      onClose()
    },
  })
  const name = save.problem('name')
  return (
    <FormDialog
      title={t('staffForm.title')}
      save={save}
      value={typed}
      entered={null}
      main={{ label: t('staffForm.save') }}
      onClose={onClose}
      isWide
    >
      <TemplateChoice {...field('template')} />
      <div className="form-grid">
        <TextInput
          label={t('settingsForm.name')}
          {...field('name')}
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
          {...field('organisation')}
          error={save.problem('organisation') ? t('person.fieldWrong') : null}
          maxLength={200}
          isOptional
          autoComplete="off"
        />
        <ZoneField {...field('zone')} error={save.problem('zone') !== undefined} />
      </div>
      <h3>{t('staffForm.lead')}</h3>
      {leads ? (
        <Checkbox isChecked={typed.isMine} onChange={isMine => change({ isMine })}>
          {t('staffForm.iLead')}
        </Checkbox>
      ) : null}
      {typed.isMine && leads ? null : (
        <>
          <p className="soft">{t(leads ? 'staffForm.leadElse' : 'staffForm.leadNamed')}</p>
          <PersonFields
            person={typed.lead}
            onChange={lead => change({ lead })}
            problemOf={each => save.problem(`lead.${each}`)}
          />
        </>
      )}
    </FormDialog>
  )
}
