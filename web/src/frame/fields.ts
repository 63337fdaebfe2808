import type { FieldProblem } from '../../../src/lib/errors.ts'
import { ApiError } from '../api.ts'
import { Clash } from './clash.ts'

/** The server's problem with one field of a form (dotted path), or undefined. */
export function problemAt(error: unknown, field: string): FieldProblem | undefined {
  return error instanceof ApiError ? error.fields.find(each => each.field === field) : undefined
}

/**
 * Whether the error concerns no single field and no question, so that it is shown beside the
 * button.
 */
export function isAboutForm(error: unknown): boolean {
  if (error === null || error === undefined || error instanceof Clash) return false
  return !(error instanceof ApiError && error.fields.length > 0)
}
