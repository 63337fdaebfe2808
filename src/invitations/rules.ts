import { hasRole, type Actor } from '../lib/actor.ts'
import type { StaffId } from '../lib/ids.ts'
import type { MailSummary } from './contract.ts'

/** Postausgang: lead and IT. */
export const maySeeOutbox = (actor: Actor, { staffId }: { staffId: StaffId }) => hasRole(actor, staffId, 'lead', 'it')

/**
 * Whoever has a personal link answers for its owner. A mail that has left is kept readable without it; one that has not is what
 * somebody must hand over. Lines of a calendar, which are folded anywhere (RFC 5545 §3.1), come back whole.
 */
export function withoutPersonalLinks(text: string): string {
  return text.replace(/\r\n[ \t]/g, '').replace(/(\/(?:reply|enrol))#[\w.-]+/g, '$1#…')
}

export const hasLeft = (state: MailSummary['state']) => state === 'sending' || state === 'sent'
