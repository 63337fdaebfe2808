import { isoWithOffset } from '../../lib/time.ts'
import type { Minutes, MinutesEdit } from '../contract.ts'

/**
 * Puts the rewritten texts over a draft; texts for agenda items that are not in the minutes are
 * ignored.
 */
export function applyEdit(minutes: Minutes, edit: MinutesEdit): Minutes {
  const { agendaTexts, ...texts } = edit
  const textOf = new Map(agendaTexts?.map(item => [item.id, item.text]))
  return {
    ...minutes,
    lage: texts.lage ?? minutes.lage,
    remarks: texts.remarks ?? minutes.remarks,
    press: texts.press ?? minutes.press,
    nextMeetingText: texts.nextMeetingText ?? minutes.nextMeetingText,
    agenda: minutes.agenda.map(item => ({ ...item, text: textOf.get(item.id) ?? item.text })),
  }
}

/** Merges later texts over earlier ones, because a page may send only the changed field. */
export function mergeEdits(earlier: MinutesEdit, later: MinutesEdit): MinutesEdit {
  const texts = new Map(
    [...(earlier.agendaTexts ?? []), ...(later.agendaTexts ?? [])].map(item => [item.id, item]),
  )
  const merged = { ...earlier, ...definedOf(later) }
  return texts.size > 0 ? { ...merged, agendaTexts: [...texts.values()] } : merged
}

/**
 * Limit of all rewritten texts together, in characters: some ninety pages, more than a day of
 * meetings needs, which still print within seconds.
 */
export const wordsLimit = 100_000

/** The length of all rewritten texts together, in UTF-16 code units. */
export function lengthOf({ agendaTexts = [], ...texts }: MinutesEdit): number {
  const all = [...Object.values(texts), ...agendaTexts.map(item => item.text)]
  return all.reduce((length, text) => length + (text?.length ?? 0), 0)
}

/**
 * The record as released at `atMs`, with both signatures. `signedAtMs` of the minute taker is null
 * when they have not signed themselves.
 */
export function releasedMinutes(
  minutes: Minutes,
  release: {
    atMs: number
    minuteTaker: { name: string; signedAtMs: number | null } | null
    leadName: string
  },
): Minutes {
  const iso = (ms: number) => isoWithOffset(ms, minutes.zone)
  const [taker, lead] = minutes.signatures
  const signedAtMs = release.minuteTaker?.signedAtMs ?? null
  return {
    ...minutes,
    releasedAt: iso(release.atMs),
    signatures: [
      {
        ...taker,
        name: release.minuteTaker?.name ?? taker.name,
        signedAt: signedAtMs === null ? null : iso(signedAtMs),
      },
      { ...lead, name: release.leadName, signedAt: iso(release.atMs) },
    ],
  }
}

/**
 * The record as text: attached to the PDF, hashed for its footer and offered as JSON. The same
 * record gives the same bytes.
 */
export function minutesJson(minutes: Minutes): string {
  return `${JSON.stringify(sorted(minutes), null, 2)}\n`
}

/** Keys in one fixed order, because a database may return them in another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

function definedOf(edit: MinutesEdit): MinutesEdit {
  return Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
}
