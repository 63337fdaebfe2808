import { useT } from '../i18n/i18n.ts'
import { useWrongClock } from '../ui/clock.ts'
import { formatDuration } from '../../../src/lib/timeWords.ts'

/** Shown above every page: that the device's clock is wrong, and that the pages do not go by it. */
export function ClockBanner() {
  const common = useT('common')
  const min = useWrongClock()
  if (min === 0) return null
  const by = formatDuration(Math.abs(min) * 60_000)
  return (
    <aside className="banner notice" aria-label={common('clock.name')}>
      {common(min > 0 ? 'clock.ahead' : 'clock.behind', { by })}
      <span className="secondary">{common('clock.rest')}</span>
    </aside>
  )
}
