import type { Incident, Kind } from '../../../src/incidents/contract.ts'
import { useT } from '../i18n/i18n.ts'
import { ExerciseBand } from '../words/ExerciseBand.tsx'
import { Segments, Select, TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { runningOf } from './incidents.ts'
import type { PlanDraft } from './planDraft.ts'
import type { PlanProblem } from './planProblem.ts'

type Props = {
  draft: PlanDraft
  onChange: (part: Partial<PlanDraft>) => void
  problem: PlanProblem
  incidents: readonly Incident[]
}

/** The incident of the meeting, chosen or new, and the meeting's title. */
export function IncidentFields({ draft, onChange, problem, incidents }: Props) {
  const t = useT('planning')
  const common = useT('common')
  const known = incidents.find(each => each.incidentId === draft.incidentId)
  const asOption = ({ incidentId, title, kind }: Incident) => ({
    value: incidentId as string,
    label: `${title} · ${common(`kind.${kind}`)}`,
  })
  const newOne = { value: 'new', label: t('plan.newIncident') }
  const kindProblem = problem('incidentKind', 'incident.kind')
  return (
    <Panel title={t('plan.incidentTitle')} isPadded>
      <div className="stack">
        <ExerciseBand kind={known?.kind ?? draft.newKind} />
        <div className="form-grid">
          {incidents.some(each => each.endedAt === null) ? (
            <Select
              label={t('plan.incident')}
              value={draft.incidentId}
              // the options below have these values
              onChange={incidentId =>
                onChange({ incidentId: incidentId as PlanDraft['incidentId'] })
              }
              error={problem('incidentId', 'incidentId', 'like')}
              options={[
                ...runningOf(incidents, 'operation').map(asOption),
                newOne,
                ...runningOf(incidents, 'exercise').map(asOption),
              ]}
            />
          ) : null}
          {draft.repeat === 'none' ? (
            <TextInput
              label={t('plan.name')}
              isOptional
              hint={t('plan.nameHint')}
              value={draft.title}
              onChange={value => onChange({ title: value })}
              maxLength={200}
              error={problem('title', 'title')}
            />
          ) : (
            <div className="field">
              <span className="label">{t('plan.name')}</span>
              <span>{t('plan.nameSeries')}</span>
            </div>
          )}
        </div>
        {draft.incidentId === 'new' ? (
          <div className="form-grid">
            <TextInput
              label={t('plan.incidentName')}
              placeholder={t('plan.incidentNameHint')}
              value={draft.newTitle}
              onChange={newTitle => onChange({ newTitle })}
              maxLength={200}
              error={problem('incidentTitle', 'incident.title', 'incident')}
            />
            <div>
              <Segments<Kind>
                label={t('plan.kind')}
                value={draft.newKind}
                onChange={newKind => onChange({ newKind })}
                options={[
                  { value: 'operation', label: common('kind.operation') },
                  { value: 'exercise', label: common('kind.exercise') },
                ]}
              />
              {kindProblem ? (
                <p className="secondary bad-text" role="alert">
                  <b>{kindProblem}</b>
                </p>
              ) : (
                <p className="secondary soft">{t('plan.kindHint')}</p>
              )}
            </div>
          </div>
        ) : null}
      </div>
    </Panel>
  )
}
