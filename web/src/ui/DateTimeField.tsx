import { resolveWallTime, wallTimeOf, type Instant } from '../../../src/lib/time.ts'
import { useT } from '../i18n/i18n.ts'
import { Field, Segments } from './Field.tsx'
import { ZoneNotice, useFormat } from './time.tsx'

/**
 * A typed wall time. `choice` answers which of two moments is meant when clocks change; `meant`
 * confirms a time that is over or far ahead.
 */
export type WallValue = {
  date: string
  time: string
  choice?: 'earlier' | 'later'
  meant?: ('inThePast' | 'farAhead')[]
}

/** The moment, or null while it is incomplete, does not exist, or exists twice without a choice. */
export function momentOf(value: WallValue, zone: string): Date | null {
  const resolved = resolve(value, zone)
  if (resolved?.kind === 'exact') return resolved.at
  if (resolved?.kind === 'ambiguous' && value.choice) return resolved[value.choice]
  return null
}

export function wallValueOf(at: Instant, zone: string): WallValue {
  const { date, time } = wallTimeOf(at, zone)
  return { date, time: time.slice(0, 5) }
}

/**
 * Date and time in the page's zone, which it names where the device shows another time. It asks
 * about a time that does not exist or exists twice.
 */
export function DateTimeField({
  label,
  value,
  onChange,
  error,
}: {
  label: string
  value: WallValue
  onChange: (value: WallValue) => void
  error?: string | null | undefined
}) {
  const common = useT('common')
  const missing = useMissing(value)
  return (
    <div className="stack">
      <div className="form-grid">
        <Field label={`${label}, ${common('ui.date')}`}>
          {control => (
            <input
              {...control}
              type="date"
              className="kern-form-input__input"
              value={value.date}
              onChange={event => onChange({ date: event.target.value, time: value.time })}
            />
          )}
        </Field>
        <Field label={`${label}, ${common('ui.time')}`} error={missing ?? error}>
          {control => (
            <input
              {...control}
              type="time"
              className="kern-form-input__input"
              value={value.time}
              onChange={event => onChange({ date: value.date, time: event.target.value })}
            />
          )}
        </Field>
      </div>
      <ZoneNotice />
      <WhichOfTwo value={value} onChange={onChange} />
    </div>
  )
}

/** What to ask about a time that the clocks skip or show twice, without the fields. */
export function ClockChange(props: { value: WallValue; onChange: (value: WallValue) => void }) {
  const missing = useMissing(props.value)
  return (
    <>
      {missing ? (
        <p className="bad-text" role="alert">
          {missing}
        </p>
      ) : null}
      <WhichOfTwo {...props} />
    </>
  )
}

function WhichOfTwo({
  value,
  onChange,
}: {
  value: WallValue
  onChange: (value: WallValue) => void
}) {
  const common = useT('common')
  const { zone } = useFormat()
  if (resolve(value, zone)?.kind !== 'ambiguous') return null
  return (
    <Segments
      label={common('ui.timeAmbiguous')}
      value={value.choice ?? null}
      onChange={choice => onChange({ ...value, choice })}
      options={[
        { value: 'earlier', label: common('ui.timeEarlier') },
        { value: 'later', label: common('ui.timeLater') },
      ]}
    />
  )
}

function useMissing(value: WallValue): string | null {
  const common = useT('common')
  const format = useFormat()
  const resolved = resolve(value, format.zone)
  return resolved?.kind === 'missing'
    ? common('ui.timeMissing', {
        before: format.time(resolved.before, resolved.before),
        after: format.time(resolved.after, resolved.after),
      })
    : null
}

function resolve(value: WallValue, zone: string) {
  if (!/^\d{4}-\d\d-\d\d$/.test(value.date) || !/^\d\d:\d\d$/.test(value.time)) return null
  return resolveWallTime({ ...value, zone })
}
