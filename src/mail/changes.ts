import type { Lang } from '../lib/time.ts'
import { formatDay, weekdayNames } from '../lib/timeWords.ts'
import { listed } from '../words/listed.ts'
import type { Cadence, Was } from './contract.ts'
import type { Fact } from './layout.ts'

/** A field of a meeting that has another value; in words, empty for none. */
export type Changed = { field: keyof Was; before: string; now: string }

const words: Record<
  Lang,
  Record<keyof Was | 'none' | 'cadence' | 'daily', string> & {
    change: (now: string, before: string) => string
    /** within the line of a date */
    was: (field: string, before: string) => string
    from: (day: string, days: string, isFewer: boolean) => string
  }
> = {
  de: {
    place: 'Neuer Ort',
    title: 'Neuer Titel',
    seats: 'Plätze vor Ort',
    none: 'ohne',
    cadence: 'Neuer Rhythmus',
    daily: 'täglich',
    change: (now, before) => `${now} (bisher ${before})`,
    was: (field, before) => `${field}, bisher ${before}`,
    from: (day, days, isFewer) => `ab ${day} ${isFewer ? 'nur noch ' : ''}${days}`,
  },
  en: {
    place: 'New place',
    title: 'New title',
    seats: 'Seats on site',
    none: 'none',
    cadence: 'New rhythm',
    daily: 'daily',
    change: (now, before) => `${now} (previously ${before})`,
    was: (field, before) => `${field}, previously ${before}`,
    from: (day, days, isFewer) => `from ${day} ${isFewer ? 'only ' : ''}${days}`,
  },
}

const fields = ['title', 'place', 'seats'] as const satisfies (keyof Was)[]

/** The fields that still differ from what they were; a change taken back is none. */
export function changedIn(
  was: Was | undefined,
  now: { place: string; title: string | null; seats: number | null },
): Changed[] {
  const said = (value: string | number | null) => (value === null ? '' : String(value))
  return fields.flatMap(field => {
    const before = was?.[field]
    if (before === undefined || said(before) === said(now[field])) return []
    return [{ field, before: said(before), now: said(now[field]) }]
  })
}

/** `Neuer Ort: Raum 7 (bisher Raum 101)` */
export function changeFact({ field, before, now }: Changed, lang: Lang): Fact {
  const w = words[lang]
  return [w[field], w.change(now || w.none, before || w.none)]
}

/** The same in the line of a date that says its place and title itself. */
export function changeBeside({ field, before, now }: Changed, lang: Lang): string {
  const w = words[lang]
  return w.was(field === 'seats' ? `${w.seats} ${now || w.none}` : w[field], before || w.none)
}

/** `Neuer Rhythmus: ab Do, 17. Dezember nur noch Mo, Mi und Fr` */
export function cadenceFact(
  { from, weekdays, isFewer }: Cadence,
  { lang, zone, at }: { lang: Lang; zone: string; at: Date },
): Fact {
  const w = words[lang]
  const names = weekdayNames(lang, 'short')
  const days =
    weekdays.length === 7
      ? w.daily
      : listed(
          weekdays.map(day => names[day - 1]!), // 1 Monday … 7 Sunday
          lang,
        )
  return [w.cadence, w.from(formatDay(from, { beside: at, zone, lang }), days, isFewer)]
}
