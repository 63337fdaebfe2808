import { isoWithOffset } from '../../lib/time.ts'
import type { Minutes, MinutesEdit } from '../contract.ts'

/** Puts the rewritten words over a draft; texts for agenda items that the minutes do not have are ignored. */
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

/** Later words over earlier ones, so that a page may send only the field it changed. */
export function mergeEdits(earlier: MinutesEdit, later: MinutesEdit): MinutesEdit {
  const texts = new Map(
    [...(earlier.agendaTexts ?? []), ...(later.agendaTexts ?? [])].map(item => [item.id, item]),
  )
  const merged = { ...earlier, ...definedOf(later) }
  return texts.size > 0 ? { ...merged, agendaTexts: [...texts.values()] } : merged
}

/**
 * Of all rewritten words of one set of minutes together: some ninety pages, which no day of meetings fills, and which still print
 * within a few seconds whatever they are made of.
 */
export const wordsLimit = 100_000

/** How long the rewritten words are together, as JavaScript counts. */
export function lengthOf({ agendaTexts = [], ...texts }: MinutesEdit): number {
  const all = [...Object.values(texts), ...agendaTexts.map(item => item.text)]
  return all.reduce((length, text) => length + (text?.length ?? 0), 0)
}

/**
 * The record as it is frozen: released at this moment, with both signatures. `signedAtMs` of the minute taker is null
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

/** The record as text: what is attached to the PDF, hashed for its footer and offered as JSON. Same record, same bytes. */
export function minutesJson(minutes: Minutes): string {
  return `${JSON.stringify(sorted(minutes), null, 2)}\n`
}

/** Keys in one order, because a database may hand a stored record back with its keys in another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

function definedOf(edit: MinutesEdit): MinutesEdit {
  return Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
}
