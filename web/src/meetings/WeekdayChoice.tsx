import { useT } from '../i18n/i18n.ts'
import { useWeekdays } from './useDayWords.ts'

export function WeekdayChoice({
  value,
  onChange,
  error,
}: {
  value: readonly number[]
  onChange: (value: number[]) => void
  error: string | null
}) {
  const t = useT('planning')
  const names = useWeekdays()
  const toggle = (day: number) =>
    onChange(value.includes(day) ? value.filter(each => each !== day) : [...value, day].sort())
  return (
    <fieldset className="field">
      <legend>{t('plan.weekdays')}</legend>
      <div className="segments">
        {names.map(({ number, short, long }) => (
          <button
            key={number}
            type="button"
            className="kern-btn kern-btn--secondary"
            aria-pressed={value.includes(number)}
            onClick={() => toggle(number)}
          >
            <span aria-hidden="true">{short}</span>
            <span className="sr-only">{long}</span>
          </button>
        ))}
      </div>
      {error ? (
        <div className="error" role="alert">
          {error}
        </div>
      ) : null}
    </fieldset>
  )
}
