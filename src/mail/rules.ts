import type { MailState, Occasion } from './contract.ts'
import { hasRole, type Actor } from '../lib/actor.ts'
import type { StaffId } from '../lib/ids.ts'

/** One person causes another at most one mail of a kind within this time; what comes in between is folded into it. */
export const foldMs = 10 * 60_000

type Kind = Occasion['kind']

const changes: readonly Kind[] = ['changed', 'moved', 'relieved', 'released', 'standInChanged']
/** Changes of a meeting or of who stands in for whom, of which several may come as one mail. */
export const isChange = ({ kind }: Pick<Occasion, 'kind'>) => changes.includes(kind)

/** Whether one of them is news of the same sort as the other. */
export const isAlike = (a: Kind, b: Kind) =>
  a === b || (a === 'changed' && b === 'moved') || (a === 'moved' && b === 'changed')

/** News beside the meeting itself: neither says what a mail about the meeting says, nor the other way round. */
export const asides: readonly Kind[] = ['relieved', 'standInChanged']
const endings: readonly Kind[] = ['cancelled', 'left', 'uninvited', 'released']
const noLongerDeputy: readonly Kind[] = ['relieved', 'released']

/** Whether a waiting mail takes up the news. A reminder joins only a mail that failed before; a mail kept unsent, only its own kind. */
export function isFoldable(
  waiting: { state: MailState; attempts: number; occasion: Occasion },
  next: Occasion,
): boolean {
  const { kind } = waiting.occasion
  if (kind === next.kind && waiting.state === 'unsent') return true
  const isUndone = noLongerDeputy.includes(kind) && next.kind === 'deputy'
  if (isUndone) return true
  if (waiting.state === 'unsent') return false
  if (asides.includes(next.kind)) return kind === next.kind || kind === 'deputy'
  if (asides.includes(kind)) return endings.includes(next.kind)
  return next.kind !== 'reminder' || waiting.attempts > 0
}

/**
 * What to write to somebody when `next` happens; null: nothing, because they have heard of nothing. `waiting` are the reasons of mails
 * that have not reached them, oldest first. A mail says the meeting as it is when it is sent, so one mail is enough.
 */
export function toldOf(
  { waiting, wasTold }: { waiting: readonly { occasion: Occasion }[]; wasTold: boolean },
  next: Occasion,
): Occasion | null {
  const isOut = next.kind === 'cancelled' || next.kind === 'uninvited' || next.kind === 'released'
  if (isOut && !wasTold) return null
  if (isChange(next) && !wasTold && waiting.length === 0) return { kind: 'invitation' }
  // the invitation of their own was in the mail that named them deputy
  const isNamed = waiting.some(({ occasion }) => occasion.kind === 'deputy')
  if (next.kind === 'relieved' && isNamed && !wasTold) return { kind: 'invitation' }
  return waiting.reduceRight((later, { occasion }) => folded(occasion, later), next)
}

function folded(waiting: Occasion, next: Occasion): Occasion {
  // whoever was out is in again, or is needed again
  if (waiting.kind === 'left' || waiting.kind === 'uninvited') return next
  if (noLongerDeputy.includes(waiting.kind) !== isNoLonger(next)) return next
  if (isNoLonger(waiting) && isNoLonger(next))
    return { ...next, senders: [...new Set([...waiting.senders, ...next.senders])] }
  if (next.kind === 'moved' && waiting.kind === 'moved') return { ...next, before: waiting.before }
  return rank[waiting.kind] >= rank[next.kind] ? waiting : next
}

type NoLonger = Extract<Occasion, { senders: string[] }>
const isNoLonger = (occasion: Occasion): occasion is NoLonger =>
  noLongerDeputy.includes(occasion.kind)

/** The mail tells the reason of the higher rank; of two alike, the earlier. */
const rank: Record<Occasion['kind'], number> = {
  reminder: 0,
  standInChanged: 0,
  relieved: 0,
  changed: 1,
  moved: 2,
  invitation: 3,
  deputy: 4,
  uninvited: 5,
  released: 5,
  left: 6,
  cancelled: 7,
}

const minuteMs = 60_000

/**
 * How long a mail about another change waits, in milliseconds, so that changes of mind come as one: the first goes at once, each
 * further one within `foldMs` waits twice as long. Shortly before the beginning nobody waits longer than a minute.
 */
export function changeWaitMs(toldLately: number, untilStartMs: number): number {
  if (toldLately === 0) return 0
  const wanted = Math.min(foldMs, minuteMs * 2 ** (toldLately - 1))
  return Math.min(wanted, Math.max(minuteMs, untilStartMs / 8))
}

/** Postausgang: lead and IT. */
export const maySeeOutbox = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead', 'it')

/** What stands in place of a personal link's secret. */
export const hiddenLink = '#…'

/** Subject and text are content of a meeting: IT sees to whom a mail goes and what became of it. */
export const maySeeMailText = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead')

/** A personal link lets its holder answer for its owner, so only the lead hands it over, and the trail names them. */
export const mayPrintLinks = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead')

/** A mail is shown without the secrets of the personal links in it. */
export function withoutPersonalLinks(text: string): string {
  return text.replace(/(\/(?:reply|enrol))#[\w.-]+/g, `$1${hiddenLink}`)
}
