import { formatDate } from '../../../src/lib/timeWords.ts'
import { useLang } from '../i18n/i18n.ts'

/** A day of the calendar without zone: 30.11.2026. */
export function useDay(): (day: string) => string {
  const { lang } = useLang()
  return day => formatDate(`${day}T12:00:00Z`, 'UTC', lang, 'short')
}
