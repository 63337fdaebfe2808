import type { MemberId, StaffId } from '../../../src/lib/ids.ts'
import { useT } from '../i18n/i18n.ts'
import { Segments, TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { isLeftOut, withThem } from './calling.ts'
import { MinuteTakerField } from './MinuteTakerField.tsx'
import type { PlanDraft } from './planDraft.ts'
import type { PlanProblem } from './planProblem.ts'

type Props = {
  draft: PlanDraft
  onChange: (part: Partial<PlanDraft>) => void
  problem: PlanProblem
  staffId: StaffId
  /** who keeps the minutes unless another is chosen */
  proposedTakerId: MemberId | null
}

export function PlaceFields({ draft, onChange, problem, staffId, proposedTakerId }: Props) {
  const t = useT('planning')
  return (
    <Panel title={t('plan.where')} isPadded>
      <div className="form-grid plan-where">
        <TextInput
          label={t('plan.place')}
          isOptional
          value={draft.place}
          onChange={place => onChange({ place })}
          maxLength={300}
          error={problem('place', 'place')}
        />
        <TextInput
          label={t('plan.seats')}
          isOptional
          placeholder={t('plan.seatsHint')}
          inputMode="numeric"
          value={draft.seats}
          onChange={seats => onChange({ seats })}
          error={problem('seats', 'seats')}
        />
        <Segments
          label={t('plan.virtual')}
          value={draft.hasVirtualRoom ? 'yes' : 'no'}
          onChange={value => onChange({ hasVirtualRoom: value === 'yes' })}
          options={[
            { value: 'yes', label: t('plan.virtualYes') },
            { value: 'no', label: t('plan.virtualNo') },
          ]}
        />
        <MinuteTakerField
          staffId={staffId}
          day={draft.start.date}
          value={draft.minuteTakerId}
          hint={
            proposedTakerId !== null && draft.minuteTakerId === proposedTakerId
              ? t('taker.proposed')
              : undefined
          }
          onChange={minuteTakerId =>
            onChange({
              minuteTakerId,
              // whoever keeps the minutes is invited
              ...(minuteTakerId && isLeftOut(draft.choice, minuteTakerId)
                ? { choice: withThem(draft.choice, minuteTakerId) }
                : {}),
            })
          }
          error={problem('minuteTaker', 'minuteTakerId', 'memberId')}
        />
      </div>
    </Panel>
  )
}
