import { hasRole, type Actor } from '../lib/actor.ts'
import type { StaffId } from '../lib/ids.ts'
import type { MailSummary } from './contract.ts'

/** Postausgang: lead and IT. */
export const maySeeOutbox = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead', 'it')

/** What stands in place of a personal link's secret. */
export const hiddenLink = '#…'

/**
 * Whoever has a personal link answers for its owner. A mail that has left, or was withdrawn, is kept readable without it; any
 * other is what somebody must hand over.
 */
export function withoutPersonalLinks(text: string): string {
  return text.replace(/(\/(?:reply|enrol))#[\w.-]+/g, `$1${hiddenLink}`)
}

export const hasLeft = (state: MailSummary['state']) =>
  state === 'sending' || state === 'sent' || state === 'withdrawn'
