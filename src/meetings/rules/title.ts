import type { Lang } from '../../lib/time.ts'
import { sayIn } from '../../words/say.ts'

const numbered: Record<Lang, (number: number) => string> = {
  de: number => `${number}. Sitzung`,
  en: number => `Meeting ${number}`,
}

/** The title of a meeting without one of its own, once it has a number. */
export const numberedTitle = (number: number, lang: Lang) => numbered[lang](number)

/**
 * What a meeting is called. Before its opening it has no number; its day and time are told beside
 * the title.
 */
export const titleOf = ({ title }: { title: string | null }, { language }: { language: Lang }) =>
  title ?? sayIn(language)('word.meeting')

/** The title that people gave it, null when it has none. */
export function ownTitle({
  title,
  number,
}: {
  title: string | null
  number: number | null
}): string | null {
  if (title === null || number === null) return title
  return Object.values(numbered).some(told => told(number) === title) ? null : title
}
