import { useT } from '../i18n/i18n.ts'
import { Segments, TextInput } from '../ui/Field.tsx'
import { useFormat } from '../ui/time.tsx'
import { beginChoicesMin, longestMin } from './convening.ts'

/**
 * In how many minutes the meeting begins: usual values as buttons, another one typed, with the
 * resulting time beside it.
 */
export function BeginField({
  typed,
  onChange,
  startsAtMs,
  isBad,
}: {
  typed: string
  onChange: (typed: string) => void
  startsAtMs: number
  isBad: boolean
}) {
  const t = useT('overview')
  const format = useFormat()
  return (
    <div className="begin">
      <Segments
        label={t('convene.begin')}
        value={typed}
        onChange={onChange}
        options={beginChoicesMin.map(minutes => ({
          value: String(minutes),
          label: minutes === 0 ? t('convene.atOnce') : t('convene.inMin', { count: minutes }),
        }))}
      />
      <TextInput
        label={t('convene.minutes')}
        type="number"
        inputMode="numeric"
        min={0}
        max={longestMin}
        value={typed}
        onChange={onChange}
        error={isBad ? t('convene.badMinutes', { max: longestMin }) : null}
      />
      <p role="status">
        <b>{isBad ? '' : t('convene.at', { when: format.spoken(startsAtMs) })}</b>
      </p>
    </div>
  )
}
