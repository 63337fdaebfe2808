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
 * Whether a disk is full: 53100 of PostgreSQL or ENOSPC of the file system.
 */
export const isDiskFull = (error: unknown) => hasCode(error, '53100', 'ENOSPC')

/** Whether a statement took too long (57014), or waited too long for what others hold (55P03). */
export const isTooLate = (error: unknown) => hasCode(error, '55P03', '57014')

/** Whether an error, or one of its causes at any depth, has one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return causesOf(error).some(each => codes.includes(String(each.code)))
}

/** The first code of an error and its causes, e.g. PostgreSQL's; undefined: none has one. */
export function codeOf(error: unknown): string | undefined {
  const code = causesOf(error).find(each => each.code !== undefined)?.code
  return code === undefined ? undefined : String(code)
}

function causesOf(error: unknown): (Error & { code?: unknown })[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : []
}
