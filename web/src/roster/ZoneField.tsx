import { useId } from 'react'
import { isZone } from '../../../src/lib/time.ts'
import { useT } from '../i18n/i18n.ts'
import { TextInput } from '../ui/Field.tsx'

/** A field for an IANA time zone, with the zones this browser knows. */
export function ZoneField({
  value,
  onChange,
  error,
}: {
  value: string
  onChange: (zone: string) => void
  error?: boolean
}) {
  const t = useT('roster')
  const listId = useId()
  const isWrong = error || (value !== '' && !isZone(value))
  return (
    <>
      <TextInput
        label={t('settingsForm.zone')}
        hint={t('settingsForm.zoneHint')}
        value={value}
        onChange={onChange}
        list={listId}
        error={isWrong ? t('settingsForm.zoneWrong') : null}
        autoComplete="off"
        required
      />
      <datalist id={listId}>
        {Intl.supportedValuesOf('timeZone').map(zone => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  )
}
