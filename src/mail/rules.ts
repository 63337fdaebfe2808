import { hasRole, type Actor } from '../lib/actor.ts'
import type { StaffId } from '../lib/ids.ts'

/** One person causes another at most one mail of a kind within this time; what comes in between is folded into it. */
export const foldMs = 10 * 60_000

/** Postausgang: lead and IT. */
export const maySeeOutbox = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead', 'it')

/** What stands in place of a personal link's secret. */
export const hiddenLink = '#…'

/** Subject and text are content of a meeting: IT sees to whom a mail goes and what became of it. */
export const maySeeMailText = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead')

/** Whoever has a personal link answers for its owner, so one person hands it over, by name and with a trail. */
export const mayPrintLinks = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead')

/** A mail is shown without the secrets of the personal links in it. */
export function withoutPersonalLinks(text: string): string {
  return text.replace(/(\/(?:reply|enrol))#[\w.-]+/g, `$1${hiddenLink}`)
}
