import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Staff, StaffChange } from '../../../src/roster/contract.ts'
import { api, send } from '../api.ts'
import { isAboutForm, problemAt } from '../frame/fields.ts'
import { FormProblem } from '../frame/FormProblem.tsx'
import { useT } from '../i18n/i18n.ts'
import { sessionQuery } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Select, TextInput } from '../ui/Field.tsx'
import { useToast } from '../ui/Toast.tsx'
import { staffQuery } from './queries.ts'
import { settingsFrom, settingsProblem, typedSettings, type TypedSettings } from './settings.ts'
import { ZoneField } from './ZoneField.tsx'

/** What holds for the whole staff. */
export function SettingsDialog({ staff, onClose }: { staff: Staff; onClose: () => void }) {
  const t = useT('roster')
  const c = useT('common')
  const say = useToast()
  const queries = useQueryClient()
  const { staffId } = staff
  const [typed, setTyped] = useState(() => typedSettings(staff))
  const [wasTried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: (change: StaffChange) =>
      send(api.api.staffs[':staffId'].$patch({ param: { staffId }, json: change })),
    onSuccess: changed => {
      queries.setQueryData(staffQuery(staffId).queryKey, changed)
      say(t('settingsForm.saved'))
      onClose()
      // name, zone and hotline stand on every page
      return queries.invalidateQueries(sessionQuery)
    },
  })
  const submit = () => {
    setTried(true)
    if (!save.isPending && settingsProblem(typed) === null) save.mutate(settingsFrom(typed))
  }
  const local = wasTried ? settingsProblem(typed) : null
  const field = (key: keyof TypedSettings) => ({
    value: typed[key],
    onChange: (text: string) => setTyped({ ...typed, [key]: text }),
  })
  const numberField = (key: 'mergeGap' | 'partlyAfter' | 'seats') => ({
    ...field(key),
    inputMode: 'numeric' as const,
    error:
      local?.field === key
        ? t('settingsForm.numberWrong', { min: local.min, max: local.max })
        : null,
  })
  const wrong = (key: string) => (problemAt(save.error, key) ? t('person.fieldWrong') : null)
  const name = problemAt(save.error, 'name')
  return (
    <Dialog
      title={t('settingsForm.title')}
      onClose={onClose}
      onSubmit={submit}
      isWide
      actions={
        <>
          <Button onClick={onClose}>{c('action.cancel')}</Button>
          <Button type="submit" variant="primary" busy={save.isPending && c('ui.saving')}>
            {c('action.save')}
          </Button>
        </>
      }
    >
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
        />
        <TextInput
          label={t('settingsForm.organisation')}
          {...field('organisation')}
          error={wrong('organisation')}
          maxLength={200}
          isOptional
        />
        <ZoneField {...field('zone')} error={problemAt(save.error, 'zone') !== undefined} />
        <Select
          label={t('settingsForm.language')}
          value={typed.language}
          onChange={language => setTyped({ ...typed, language })}
          options={[
            { value: 'de', label: c('lang.de') },
            { value: 'en', label: c('lang.en') },
          ]}
        />
        <TextInput
          label={t('settingsForm.hotline')}
          hint={t('settingsForm.hotlineHint')}
          {...field('hotline')}
          error={wrong('hotline')}
          maxLength={100}
          isOptional
        />
        <TextInput
          label={t('settingsForm.dialInNumber')}
          {...field('dialInNumber')}
          error={wrong('dialInNumber')}
          maxLength={100}
          isOptional
        />
        <TextInput
          label={t('settingsForm.dialInCode')}
          {...field('dialInCode')}
          error={wrong('dialInCode')}
          maxLength={50}
          isOptional
        />
        <TextInput
          label={t('settingsForm.place')}
          {...field('place')}
          error={wrong('defaultPlace')}
          maxLength={300}
          isOptional
        />
        <TextInput label={t('settingsForm.seats')} {...numberField('seats')} isOptional />
        <TextInput label={t('settingsForm.mergeGap')} {...numberField('mergeGap')} />
        <TextInput
          label={t('settingsForm.partlyAfter')}
          hint={t('settingsForm.partlyAfterHint')}
          {...numberField('partlyAfter')}
        />
      </div>
      {isAboutForm(save.error) ? <FormProblem error={save.error} /> : null}
    </Dialog>
  )
}
