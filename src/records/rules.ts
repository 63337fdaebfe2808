import { hasRole, membershipIn, type Actor } from '../lib/actor.ts'
import type { StaffId } from '../lib/ids.ts'

/** Who exports attendance and sees the counts of a period: only records desk and lead. */
export const mayExport = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'records', 'lead')
/** Every member of a staff sees their own attendance in it. */
export const maySeeOwnAttendance = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  membershipIn(actor, staffId) !== undefined
/** Who exports a meeting that still runs. */
export const mayExportRunning = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead')

/**
 * Protects a text from being read as a formula by a spreadsheet (OWASP, CSV injection): puts an
 * apostrophe before a text that begins with `=`, `+`, `-` or `@` (also in full width or
 * superscript), a tab or a line end. Blanks and invisible characters at the beginning do not count,
 * because spreadsheets remove them first.
 */
export function plainCell(text: string): string {
  const unseen = /^[\p{White_Space}\p{C}\p{Default_Ignorable_Code_Point}]*/u.exec(text)![0] // the pattern also matches an empty run
  const first = String.fromCodePoint(text.codePointAt(unseen.length) ?? 0).normalize('NFKC')
  return /[\t\r\n]/.test(unseen) || /^[=+\-@\u2212]/.test(first) ? `'${text}` : text
}

/**
 * The same for a CSV that is opened by double click: also before a text that a spreadsheet would
 * read as a number or a date and change (`1e5`, `007`, `3/4`, `2-1`).
 */
export function plainCsvCell(text: string): string {
  const guarded = plainCell(text)
  const isNumeral = /\d/.test(text) && /^[\s\d.,:/eE+%-]*$/u.test(text)
  return guarded === text && isNumeral ? `'${text}` : guarded
}
