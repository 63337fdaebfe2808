import type { Lang } from '../lib/time.ts'
import { sayIn } from './say.ts'

const usual = [
  ['situation', 10],
  ['openOrders', 10],
  ['measures', 15],
  ['press', 10],
  ['next', 5],
] as const

/** What staffs begin with when nothing else is given. */
export function defaultAgenda(
  lang: Lang,
): { title: string; responsible: string; minutes: number | null }[] {
  const say = sayIn(lang)
  return usual.map(([item, minutes]) => ({
    title: say(`meeting.agenda.${item}`),
    responsible: '',
    minutes,
  }))
}
