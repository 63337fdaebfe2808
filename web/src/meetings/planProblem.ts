import { ApiError } from '../api.ts'
import { problemAt } from '../frame/fields.ts'
import type { T, TextKey } from '../i18n/i18n.ts'
import type { PlanField } from './planDraft.ts'

type Wrong =
  Extract<TextKey<'planning'>, `wrong.${string}`> extends `wrong.${infer Field}` ? Field : never
/**
 * The problem of a field in words, whether found by the form or by the server, which has several
 * names for some fields.
 */
export type PlanProblem = (field: Wrong, ...serverFields: string[]) => string | null

export function planProblem(
  t: T<'planning'>,
  {
    found,
    error,
    field,
    more,
  }: { found: ReadonlySet<PlanField>; error: unknown; field: Wrong; more: readonly string[] },
): string | null {
  const isFound = (found as ReadonlySet<string>).has(field)
  const isRefused = more.some(each => problemAt(error, each) !== undefined)
  if (!isFound && !isRefused) return null
  if (isRefused && field === 'start' && error instanceof ApiError) {
    if (error.code === 'wallTimeMissing') return t('wrong.startMissing')
    if (error.code === 'wallTimeAmbiguous') return t('wrong.startAmbiguous')
  }
  return t(`wrong.${field}`)
}
