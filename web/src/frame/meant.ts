import type { DateQuestion } from '../../../src/meetings/contract/meeting.ts'
import type { WallValue } from '../ui/DateTimeField.tsx'

/** The beginning with the answer to one of the questions about unusual times. */
export function answered(
  { meant = [], ...start }: WallValue,
  question: DateQuestion,
  isMeant: boolean,
): WallValue {
  const others = meant.filter(each => each !== question)
  const all = isMeant ? [...others, question] : others
  return all.length > 0 ? { ...start, meant: all } : start
}
