import type { Incident } from '../../../src/incidents/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { runningOf } from '../meetings/incidents.ts'
import { ExerciseMark } from '../words/ExerciseBand.tsx'
import { Choices, Segments, TextInput } from '../ui/Field.tsx'
import { Badge } from '../ui/Panel.tsx'

/** `chosen`: id of an incident; empty: a new one, which `title` and `kind` describe. */
export type IncidentChoice = { chosen: string; title: string; kind: Incident['kind'] }

/** Operations that go on, then a new incident, then exercises; the kind is written beside each. */
export function IncidentField({
  incidents,
  choice,
  error,
  onChange,
}: {
  incidents: readonly Incident[]
  choice: IncidentChoice
  error: string | null
  onChange: (choice: IncidentChoice) => void
}) {
  const t = useT('overview')
  const common = useT('common')
  const asOption = ({ incidentId, title, kind }: Incident) => ({
    value: incidentId as string,
    label: title,
    note:
      kind === 'exercise' ? <ExerciseMark kind={kind} /> : <Badge>{common(`kind.${kind}`)}</Badge>,
  })
  const options = [
    ...runningOf(incidents, 'operation').map(asOption),
    { value: '', label: t('convene.newIncident') },
    ...runningOf(incidents, 'exercise').map(asOption),
  ]
  return (
    <div className="stack">
      {options.length > 1 ? (
        <Choices
          label={t('convene.incident')}
          value={choice.chosen}
          onChange={chosen => onChange({ ...choice, chosen })}
          options={options}
        />
      ) : null}
      {choice.chosen === '' ? (
        <>
          <TextInput
            label={t('convene.incidentTitle')}
            hint={t('convene.incidentHint')}
            value={choice.title}
            onChange={title => onChange({ ...choice, title })}
            error={error}
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
      ) : error ? (
        <p className="bad-text" role="alert">
          {error}
        </p>
      ) : null}
    </div>
  )
}
