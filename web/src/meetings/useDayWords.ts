import { formatMonth, weekdayNames } from '../../../src/lib/timeWords.ts'
import type { Holiday } from '../../../src/meetings/contract/series.ts'
import { useLang, useT } from '../i18n/i18n.ts'

/** Names of the weekdays, Monday is 1. */
export function useWeekdays(): readonly { number: number; short: string; long: string }[] {
  const { lang } = useLang()
  const long = weekdayNames(lang, 'long')
  return weekdayNames(lang, 'short').map((short, i) => ({
    number: i + 1,
    short,
    long: long[i] ?? short,
  }))
}

/** `2026-11` as *November 2026*. */
export function useMonthWords(): (month: string) => string {
  const { lang } = useLang()
  return month => formatMonth(month, lang)
}

/** The name of a public holiday. */
export function useHolidayWords(): (holiday: Holiday) => string {
  const t = useT('planning')
  return holiday => t(`holiday.${holiday}`)
}
