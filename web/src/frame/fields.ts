import type { FieldProblem } from '../../../src/lib/errors.ts'
import { ApiError } from '../api.ts'
import { Clash } from './clash.ts'

/** What the server found wrong with one field of a form (dotted path); undefined when nothing. */
export function problemAt(error: unknown, field: string): FieldProblem | undefined {
  return error instanceof ApiError ? error.fields.find(each => each.field === field) : undefined
}

/** The failure is not about a single field and asks nothing, so it is said beside the button. */
export function isAboutForm(error: unknown): boolean {
  if (error === null || error === undefined || error instanceof Clash) return false
  return !(error instanceof ApiError && error.fields.length > 0)
}
