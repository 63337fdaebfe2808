/** The closed list of errors of the domain; the web translates by code. */
export const errorCodes = {
  invalid: 400,
  unauthenticated: 401,
  secondFactorRequired: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  meetingClosed: 409,
  meetingNotOpen: 409,
  meetingCancelled: 409,
  wrongState: 409,
  alreadyReleased: 409,
  inProgress: 409,
  tooEarly: 409,
  notInvited: 403,
  linkExpired: 410,
  tooLarge: 413,
  unsupportedFile: 415,
  wallTimeMissing: 422,
  wallTimeAmbiguous: 422,
  inThePast: 422,
  farAhead: 422,
  anotherDay: 422,
  keyReused: 422,
  tooManyAttempts: 429,
  internal: 500,
  busy: 503,
  videoUnavailable: 503,
  unavailable: 503,
  diskFull: 507,
} as const

export type ErrorCode = keyof typeof errorCodes

/** A field (dotted path), the problem of its value, and what was expected. */
export type FieldProblem = { field: string; problem: string; value?: string; expected?: string }

/**
 * The error an action throws. `message` is for logs and English readers; people read the
 * translation of `code`.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ErrorCode
  readonly fields: readonly FieldProblem[]
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    more: { fields?: FieldProblem[]; details?: Record<string, unknown> } = {},
  ) {
    super(message)
    this.code = code
    this.fields = more.fields ?? []
    this.details = more.details ?? {}
  }
}

export function invalidField(
  field: string,
  problem: string,
  more: { value?: string; expected?: string } = {},
): DomainError {
  return new DomainError('invalid', `${field}: ${problem}`, {
    fields: [{ field, problem, ...more }],
  })
}

export function notFound(what: string): DomainError {
  return new DomainError('notFound', `No such ${what}, or not visible to you`)
}

/** Somebody else changed it first; `revision` is the present one. */
export function overtaken(revision: number | undefined): DomainError {
  return new DomainError('conflict', 'Somebody was quicker', { details: { revision } })
}

/**
 * Codes of an unreachable database: those of postgres.js and the socket, and PostgreSQL's classes
 * 08 and 57P.
 */
const goneCodes =
  /^(ECONN(REFUSED|RESET)|ENOENT|EPIPE|CONNECT(ION_CLOSED|ION_ENDED|ION_DESTROYED|_TIMEOUT)|08\w{3}|57P0[123]|53300)$/

/**
 * Whether the database cannot be reached or is starting, at any depth of the error's causes. A
 * missing file (ENOENT) elsewhere does not count.
 */
export function isDatabaseGone(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code, syscall } = e as { code?: unknown; syscall?: unknown }
    if (
      typeof code === 'string' &&
      goneCodes.test(code) &&
      (code !== 'ENOENT' || syscall === 'connect')
    )
      return true
  }
  return false
}

/**
 * Whether a disk is full, at any depth of the error's causes: 53100 of PostgreSQL or ENOSPC of the
 * file system.
 */
export function isDiskFull(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    const code = (e as { code?: unknown }).code
    if (code === '53100' || code === 'ENOSPC') return true
  }
  return false
}
