import type { Lang } from '../lib/time.ts'
import { sayIn } from './say.ts'

const usual = [
  ['situation', 10],
  ['openOrders', 10],
  ['measures', 15],
  ['press', 10],
  ['next', 5],
] as const

/** The agenda of a new staff that brings none of its own. */
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
