import { useLocation } from '@tanstack/react-router'
import type { Staff } from '../../../src/roster/contract/roster.ts'
import { landNames, lands } from '../../../src/words/lands.ts'
import { api, send } from '../api.ts'
import { FormDialog } from '../frame/FormDialog.tsx'
import { useMergingSave } from '../frame/useMergingSave.ts'
import { useLang, useT } from '../i18n/i18n.ts'
import { ClashQuestion } from '../ui/ClashQuestion.tsx'
import { Select, TextInput } from '../ui/Field.tsx'
import { useTyped } from '../ui/typed.ts'
import { sessionQuery } from '../visitor.ts'
import { staffQuery } from './queries.ts'
import { settingsFrom, settingsProblem, typedSettings } from './settings.ts'
import { ZoneField } from './ZoneField.tsx'

/** The settings of the staff. */
export function SettingsDialog({ staff, onClose }: { staff: Staff; onClose: () => void }) {
  const t = useT('roster')
  const common = useT('common')
  const { lang } = useLang()
  const { staffId } = staff
  const { hash } = useLocation()
  const form = useTyped(() => typedSettings(staff))
  const { typed, field } = form
  const { save, value, clash } = useMergingSave({
    query: staffQuery(staffId),
    form,
    isFit: entered => settingsProblem(entered) === null,
    fieldsOf: typedSettings,
    write: ({ changes }, { revision }) => {
      const json = { ...settingsFrom(changes), revision }
      return send(api.api.staffs[':staffId'].$patch({ param: { staffId }, json }))
    },
    done: () => t('settingsForm.saved'),
    // the session holds name, zone and hotline for every page
    stale: [sessionQuery.queryKey],
    onSaved: onClose,
  })
  const unfit = settingsProblem(typed)
  const numberField = (key: 'mergeGap' | 'partlyAfter' | 'seats') => ({
    ...field(key),
    inputMode: 'numeric' as const,
    error:
      save.wasTried && unfit?.field === key
        ? t('settingsForm.numberWrong', { min: unfit.min, max: unfit.max })
        : null,
  })
  const wrong = (key: string) => (save.problem(key) ? t('person.fieldWrong') : null)
  const name = save.problem('name')
  return (
    <FormDialog
      title={t('settingsForm.title')}
      save={save}
      value={value}
      entered={typed}
      onClose={onClose}
      isWide
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
        <ZoneField {...field('zone')} error={save.problem('zone') !== undefined} />
        <Select
          label={t('settingsForm.language')}
          {...field('language')}
          options={[
            { value: 'de', label: common('lang.de') },
            { value: 'en', label: common('lang.en') },
          ]}
        />
        <Select
          label={t('settingsForm.land')}
          hint={t('settingsForm.landHint')}
          {...field('land')}
          options={[
            { value: '', label: t('settingsForm.landNone') },
            ...lands.map(value => ({ value, label: landNames[value][lang] })),
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
          autoFocus={hash === 'numbers'}
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
      {clash ? (
        <ClashQuestion
          clash={clash}
          label={name => t(`settingsForm.${name}`)}
          show={(fields, name) =>
            name === 'language'
              ? common(`lang.${fields.language}`)
              : name === 'land'
                ? fields.land
                  ? landNames[fields.land][lang]
                  : t('settingsForm.landNone')
                : fields[name]
          }
        />
      ) : null}
    </FormDialog>
  )
}
