import type { Incident } from '../../../src/incidents/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { Segments, Select, TextInput } from '../ui/Field.tsx'

/** `chosen`: id of an incident; empty: a new one, which `title` and `kind` describe. */
export type IncidentChoice = { chosen: string; title: string; kind: Incident['kind'] }

export function IncidentField({
  incidents,
  choice,
  isMissing,
  onChange,
}: {
  incidents: readonly Incident[]
  choice: IncidentChoice
  isMissing: boolean
  onChange: (choice: IncidentChoice) => void
}) {
  const t = useT('overview')
  const common = useT('common')
  return (
    <div className="stack">
      {incidents.length > 0 ? (
        <Select
          label={t('convene.incident')}
          value={choice.chosen}
          onChange={chosen => onChange({ ...choice, chosen })}
          options={[
            ...incidents.map(each => ({
              value: each.incidentId as string,
              label:
                each.kind === 'exercise'
                  ? `${each.title} (${common('kind.exercise')})`
                  : each.title,
            })),
            { value: '', label: t('convene.newIncident') },
          ]}
        />
      ) : null}
      {choice.chosen === '' ? (
        <>
          <TextInput
            label={t('convene.incidentTitle')}
            hint={t('convene.incidentHint')}
            value={choice.title}
            onChange={title => onChange({ ...choice, title })}
            error={isMissing ? t('convene.incidentMissing') : null}
            maxLength={200}
            required
            autoFocus
          />
          <Segments
            label={t('convene.kind')}
            value={choice.kind}
            onChange={kind => onChange({ ...choice, kind })}
            options={(['operation', 'exercise'] as const).map(value => ({
              value,
              label: common(`kind.${value}`),
            }))}
          />
        </>
      ) : null}
    </div>
  )
}
