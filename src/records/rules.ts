import { hasRole, membershipIn, type Actor } from '../lib/actor.ts'
import type { StaffId } from '../lib/ids.ts'

/** Exports attendance and sees the counts of a period; personal numbers are for these two roles alone. */
export const mayExport = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'records', 'lead')
/** Whoever is in a staff sees their own numbers in it. */
export const maySeeOwnAttendance = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  membershipIn(actor, staffId) !== undefined
/** Exports a meeting that still runs, as it stands. */
export const mayExportRunning = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead')

/**
 * Text as a spreadsheet may hold it: with an apostrophe before whatever it would take for a formula. That is a sign (`=`, `+`, `-`,
 * `@`, also in full width or as a superscript), a tab or a line end, be it first or behind blanks and characters that are not
 * seen, which spreadsheets drop before they look (OWASP, CSV injection).
 */
export function plainCell(text: string): string {
  const unseen = /^[\p{White_Space}\p{C}\p{Default_Ignorable_Code_Point}]*/u.exec(text)![0] // an empty run matches too
  const first = String.fromCodePoint(text.codePointAt(unseen.length) ?? 0).normalize('NFKC')
  return /[\t\r\n]/.test(unseen) || /^[=+\-@\u2212]/.test(first) ? `'${text}` : text
}
