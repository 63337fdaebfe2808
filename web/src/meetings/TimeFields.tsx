import type { ReactNode } from 'react'
import type { StaffId } from '../../../src/lib/ids.ts'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { DateTimeField } from '../ui/DateTimeField.tsx'
import { Field, TextInput, Segments } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { LoadingState } from '../ui/states.tsx'
import { LandHint } from './LandHint.tsx'
import type { PlanDraft, Repeat } from './planDraft.ts'
import type { PlanProblem } from './planProblem.ts'
import { SeriesPreviewList } from './SeriesPreviewList.tsx'
import type { AskedPreview } from './useSeriesPreview.ts'
import { WeekdayChoice } from './WeekdayChoice.tsx'

const repeats: readonly Repeat[] = ['none', 'day', 'weekdays', 'week', 'days']

type Props = {
  draft: PlanDraft
  onChange: (part: Partial<PlanDraft>) => void
  problem: PlanProblem
  series: AskedPreview
  staffId: StaffId
  /** the question about unusual times */
  children: ReactNode
}

/**
 * When, how long, and whether it repeats; a list shows all meetings of a repetition before it is
 * planned.
 */
export function TimeFields({ draft, onChange, problem, series, staffId, children }: Props) {
  const t = useT('planning')
  const common = useT('common')
  const errorText = useErrorText()
  const { repeat } = draft
  const preview = series.shown
  const isSeries = repeat !== 'none'
  // shown at once, because no change of another field can make it possible
  const impossible =
    preview && 'problem' in preview && preview.problem !== 'noWeekdays'
      ? t(`wrong.${preview.problem}`)
      : null
  return (
    <Panel title={t('plan.when')} isPadded>
      <div className="stack">
        <div className="plan-when">
          <DateTimeField
            label={t('plan.start')}
            value={draft.start}
            onChange={start => onChange({ start })}
            error={problem('start', 'date', 'time') ?? problem('startAmbiguous')}
          />
          <TextInput
            label={t('plan.duration')}
            inputMode="numeric"
            value={draft.duration}
            onChange={duration => onChange({ duration })}
            error={problem('durationMin', 'durationMin')}
          />
        </div>
        {children}
        <Segments<Repeat>
          label={t('plan.repeat')}
          value={repeat}
          onChange={next => onChange({ repeat: next })}
          options={repeats.map(value => ({ value, label: t(`plan.every.${value}`) }))}
        />
        {repeat === 'days' ? (
          <WeekdayChoice
            value={draft.weekdays}
            onChange={weekdays => onChange({ weekdays })}
            error={problem('noWeekdays', 'rule.weekdays')}
          />
        ) : null}
        {isSeries ? (
          <Field
            label={t('plan.until')}
            error={
              impossible ??
              problem('until', 'rule.until', 'rule') ??
              problem('noMeetings') ??
              problem('tooMany')
            }
          >
            {control => (
              <input
                {...control}
                type="date"
                className="kern-form-input__input date-input"
                min={draft.start.date}
                value={draft.until}
                onChange={event => onChange({ until: event.target.value })}
              />
            )}
          </Field>
        ) : null}
        {isSeries ? <LandHint staffId={staffId} /> : null}
        {preview && 'days' in preview ? (
          <SeriesPreviewList
            days={preview.days}
            isPending={series.isPending}
            draft={draft}
            onChoose={(date, choice) => onChange({ choices: { ...draft.choices, [date]: choice } })}
            onDay={(date, choice) => onChange({ days: { ...draft.days, [date]: choice } })}
            error={
              problem('questions', ...preview.days.map(day => `choices.${day.date}`)) ??
              problem('holidays')
            }
          />
        ) : series.isPending && !preview ? (
          <LoadingState what={t('plan.preview')} />
        ) : null}
        {series.error ? (
          <div className="row wrap" role="alert">
            <p className="grow">
              <b>{errorText(series.error)}</b> {t('plan.previewFailed')}
            </p>
            <Button size="small" onClick={series.retry}>
              {common('action.retry')}
            </Button>
          </div>
        ) : null}
      </div>
    </Panel>
  )
}
