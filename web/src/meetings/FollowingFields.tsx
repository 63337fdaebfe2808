import { useState, type ReactNode } from 'react'
import type { FollowingPreview, UsualFacts } from '../../../src/meetings/contract/following.ts'
import type { StaffId } from '../../../src/lib/ids.ts'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Field, TextInput } from '../ui/Field.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'
import { AgendaFields } from './AgendaFields.tsx'
import type { FollowingProblem, TypedFollowing } from './following.ts'
import { MinuteTakerField } from './MinuteTakerField.tsx'
import { useWeekdays } from './useDayWords.ts'
import { WeekdayChoice } from './WeekdayChoice.tsx'

type Props = {
  typed: TypedFollowing
  usual: UsualFacts
  problems: ReadonlySet<FollowingProblem>
  onChange: (part: Partial<TypedFollowing>) => void
}

/** From when, on which days, at what time, and until when. */
export function FollowingRhythm({
  typed,
  usual,
  problems,
  problem,
  onChange,
  children,
}: Props & { problem: FollowingPreview['problem']; children: ReactNode }) {
  const t = useT('planning')
  const format = useFormat()
  const weekdays = useWeekdays()
  const wrong = (field: FollowingProblem, text: 'start' | 'durationMin' | 'until') =>
    problems.has(field) ? t(`wrong.${text}`) : null
  const days = usual.weekdays.flatMap(day => weekdays[day - 1]?.short ?? []).join(', ')
  return (
    <Panel
      title={t('following.rhythm')}
      aside={
        <span className="secondary soft">
          {t('following.before', {
            days,
            time: usual.time,
            until: format.date(`${usual.until}T12:00:00Z`, 'medium'),
          })}
        </span>
      }
      isPadded
    >
      <div className="stack">
        <div className="following-rhythm">
          <Field label={t('following.from')} error={wrong('startsOn', 'start')}>
            {control => (
              <input
                {...control}
                type="date"
                className="kern-form-input__input"
                value={typed.startsOn}
                onChange={event => onChange({ startsOn: event.target.value })}
              />
            )}
          </Field>
          <WeekdayChoice
            value={typed.weekdays}
            onChange={chosen => onChange({ weekdays: chosen })}
            error={
              problems.has('noWeekdays') || problem === 'noWeekdays' ? t('wrong.noWeekdays') : null
            }
          />
          <Field label={t('following.time')} error={wrong('time', 'start')}>
            {control => (
              <input
                {...control}
                type="time"
                className="kern-form-input__input"
                value={typed.time}
                onChange={event => onChange({ time: event.target.value })}
              />
            )}
          </Field>
          <TextInput
            label={t('plan.duration')}
            inputMode="numeric"
            value={typed.duration}
            onChange={duration => onChange({ duration })}
            error={wrong('durationMin', 'durationMin')}
          />
          <Field
            label={t('plan.until')}
            error={
              wrong('until', 'until') ??
              (problem && problem !== 'noWeekdays' ? t(`wrong.${problem}`) : null)
            }
          >
            {control => (
              <input
                {...control}
                type="date"
                className="kern-form-input__input"
                min={typed.startsOn}
                value={typed.until}
                onChange={event => onChange({ until: event.target.value })}
              />
            )}
          </Field>
        </div>
        {children}
      </div>
    </Panel>
  )
}

/** What the meetings are like from here on. */
export function FollowingFacts({
  staffId,
  typed,
  usual,
  problems,
  onChange,
}: Props & { staffId: StaffId }) {
  const t = useT('planning')
  const [hasAgenda, setAgenda] = useState(false)
  return (
    <>
      <Panel title={t('following.facts')} isPadded>
        <div className="stack">
          <div className="form-grid">
            <TextInput
              label={t('change.place')}
              value={typed.place}
              onChange={place => onChange({ place })}
              maxLength={300}
            />
            <TextInput
              label={t('change.seats')}
              placeholder={t('change.seatsHint')}
              inputMode="numeric"
              value={typed.seats}
              onChange={seats => onChange({ seats })}
              error={problems.has('seats') ? t('change.seatsWrong') : null}
            />
            <MinuteTakerField
              staffId={staffId}
              value={typed.minuteTakerId}
              onChange={minuteTakerId => onChange({ minuteTakerId })}
            />
            <TextInput
              label={t('change.name')}
              value={typed.title}
              onChange={title => onChange({ title })}
              maxLength={200}
              isOptional
            />
          </div>
          {hasAgenda ? null : (
            <div className="row wrap">
              <p className="grow">
                {t('following.agendaAsBefore', { count: usual.agenda.length })}
              </p>
              <Button size="small" onClick={() => setAgenda(true)}>
                {t('following.agendaChange')}
              </Button>
            </div>
          )}
        </div>
      </Panel>
      {hasAgenda ? (
        <AgendaFields
          draft={typed}
          onChange={onChange}
          problem={field =>
            field === 'agendaTitle' && problems.has('agenda') ? t('wrong.agendaTitle') : null
          }
          staffId={staffId}
        />
      ) : null}
    </>
  )
}
