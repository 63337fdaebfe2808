import type { Lang } from '../../lib/time.ts'
import { sayIn } from '../../words/say.ts'

const numbered: Record<Lang, (number: number) => string> = {
  de: number => `${number}. Sitzung`,
  en: number => `Meeting ${number}`,
}

/** The title of a meeting without one of its own, once it has a number. */
export const numberedTitle = (number: number, lang: Lang) => numbered[lang](number)

/**
 * What a meeting is called in a language: by the title that people gave it, else by its number.
 * Before its opening it has no number; its day and time are told beside the title.
 */
export function titleOf(
  { title, number }: { title: string | null; number: number | null },
  { language }: { language: Lang },
): string {
  const own = ownTitle({ title, number })
  if (own !== null) return own
  return number === null ? sayIn(language)('word.meeting') : numberedTitle(number, language)
}

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
