import type { MailState, Occasion, Was } from './contract.ts'
import { hasRole, type Actor } from '../lib/actor.ts'
import type { StaffId } from '../lib/ids.ts'

/**
 * Within this time one person causes another at most one mail of a kind; further news is folded
 * into it.
 */
export const foldMs = 10 * 60_000

/** Mails in one page of the Postausgang; fewer say that it is the last. */
export const pageOfMails = 200

type Kind = Occasion['kind']

const changes: readonly Kind[] = ['changed', 'moved', 'relieved', 'released', 'standInChanged']
/**
 * Whether several of them may come as one mail: changes of a meeting, and of who deputises for
 * whom.
 */
export const isChange = ({ kind }: Pick<Occasion, 'kind'>) => changes.includes(kind)

/**
 * Kinds of which one mail can tell several, about several meetings of a series. A reminder is sent
 * at the time of its own date.
 */
export const toldTogether = [
  'invitation',
  'deputy',
  'moved',
  'changed',
  'relieved',
  'standInChanged',
  'cancelled',
  'uninvited',
  'released',
  'left',
] as const satisfies readonly Kind[]
export type ToldTogether = (typeof toldTogether)[number]
export const isToldTogether = <T extends { kind: Kind }>(
  occasion: T,
): occasion is T & { kind: ToldTogether } =>
  (toldTogether as readonly Kind[]).includes(occasion.kind)

/** Whether both kinds are the same sort of news. */
export const isAlike = (a: Kind, b: Kind) =>
  a === b || (a === 'changed' && b === 'moved') || (a === 'moved' && b === 'changed')

/**
 * News that a mail about the meeting does not contain, and that does not contain the meeting's
 * news.
 */
export const asides: readonly Kind[] = ['relieved', 'standInChanged']
const endings: readonly Kind[] = ['cancelled', 'left', 'uninvited', 'released']
const noLongerDeputy: readonly Kind[] = ['relieved', 'released']

/**
 * Whether a waiting mail can be replaced by one with the new reason. A reminder replaces only a
 * mail that failed before; an unsent mail is replaced only by one of its own kind.
 */
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
 * The reason of the mail to write to somebody when `next` happens; null: no mail, because they were
 * told nothing before. `waiting` are the reasons of mails that have not reached them, oldest first.
 * One mail is enough, because it shows the meeting as it is when it is sent.
 */
export function toldOf(
  { waiting, wasTold }: { waiting: readonly { occasion: Occasion }[]; wasTold: boolean },
  next: Occasion,
): Occasion | null {
  const isOut = next.kind === 'cancelled' || next.kind === 'uninvited' || next.kind === 'released'
  if (isOut && !wasTold) return null
  if (isChange(next) && !wasTold && waiting.length === 0) return { kind: 'invitation' }
  // the waiting mail that named them deputy also contained their own invitation
  const named = waiting.find(({ occasion }) => occasion.kind === 'deputy')
  if (next.kind === 'relieved' && named && !wasTold)
    return next.isStillDeputy ? named.occasion : { kind: 'invitation' }
  return waiting.reduceRight((later, { occasion }) => folded(occasion, later), next)
}

function folded(waiting: Occasion, next: Occasion): Occasion {
  // they are invited, or needed, again
  if (waiting.kind === 'left' || waiting.kind === 'uninvited') return next
  if (noLongerDeputy.includes(waiting.kind) !== isNoLonger(next)) return next
  if (isNoLonger(waiting) && isNoLonger(next))
    return { ...next, senders: [...new Set([...waiting.senders, ...next.senders])] }
  const merged = mergedWas(waiting, next)
  if (next.kind === 'moved' && waiting.kind === 'moved')
    return { ...next, before: waiting.before, ...merged }
  const told = rank[waiting.kind] >= rank[next.kind] ? waiting : next
  return hasWas(told) ? { ...told, ...merged } : told
}

type Change = Extract<Occasion, { was?: Was }>
const hasWas = (occasion: Occasion): occasion is Change =>
  occasion.kind === 'changed' || occasion.kind === 'moved'

/** What was before the first of both changes. */
function mergedWas(waiting: Occasion, next: Occasion): Pick<Change, 'was'> {
  const was = { ...(hasWas(next) ? next.was : {}), ...(hasWas(waiting) ? waiting.was : {}) }
  return Object.keys(was).length > 0 ? { was } : {}
}

type NoLonger = Extract<Occasion, { senders: string[] }>
const isNoLonger = (occasion: Occasion): occasion is NoLonger =>
  noLongerDeputy.includes(occasion.kind)

/** A mail gives the reason of the higher rank; of equal ones the earlier. */
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
 * How long a mail about a further change waits, in milliseconds, so that several changes come as
 * one mail: the first is sent at once, each further one within `foldMs` waits twice as long.
 * Shortly before the beginning no mail waits longer than a minute.
 */
export function changeWaitMs(toldLately: number, untilStartMs: number): number {
  if (toldLately === 0) return 0
  const wanted = Math.min(foldMs, minuteMs * 2 ** (toldLately - 1))
  return Math.min(wanted, Math.max(minuteMs, untilStartMs / 8))
}

/**
 * How long a mail waits after attempt number `attempts`, in milliseconds, when another try soon
 * would do harm: `unanswered` because the server may have taken it, so that it would come twice;
 * `server` because somebody has to set the server right first.
 */
export function retryWaitMs(why: 'unanswered' | 'server', attempts: number): number {
  const mostMs = (why === 'unanswered' ? 30 : 5) * minuteMs
  return Math.min(mostMs, minuteMs * 4 ** Math.max(0, attempts - 1))
}

/** Who sees the Postausgang: lead and IT. */
export const maySeeOutbox = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead', 'it')

/** Replaces a personal link's secret. */
export const hiddenLink = '#…'

/**
 * Who sees subject and text: only the lead, because they are content of a meeting. IT sees the
 * recipient and the delivery.
 */
export const maySeeMailText = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead')

/**
 * Who hands personal links over: only the lead, because a link's holder can reply for its owner.
 * The trail names them.
 */
export const mayPrintLinks = (actor: Actor, { staffId }: { staffId: StaffId }) =>
  hasRole(actor, staffId, 'lead')

/** The text of a mail without the secrets of personal links. */
export function withoutPersonalLinks(text: string): string {
  return text.replace(/(\/(?:reply|enrol))#[\w.-]+/g, `$1${hiddenLink}`)
}
