import type { Template } from '../../../src/roster/contract/roster.ts'
import { useT } from '../i18n/i18n.ts'
import { Segments } from '../ui/Field.tsx'

/** Chooses the template of a new staff. */
export function TemplateChoice({
  value,
  onChange,
}: {
  value: Template
  onChange: (template: Template) => void
}) {
  const t = useT('roster')
  return (
    <Segments
      label={t('templateChoice')}
      value={value}
      onChange={onChange}
      options={(['nrw', 'bw', 'fwdv'] as const).map(each => ({
        value: each,
        label: t(`template.${each}`),
      }))}
    />
  )
}
