import { useT } from '../i18n/i18n.ts'
import { useFormat } from '../ui/time.tsx'

/** *07:12 Uhr* on the same day, else with the day: *gestern, 07:12 Uhr*. */
export function useShortWhen(): (at: string) => string {
  const common = useT('common')
  const format = useFormat()
  return at =>
    format.date(at) === format.date(Date.now())
      ? common('ui.clock', { time: format.time(at) })
      : format.spoken(at)
}
