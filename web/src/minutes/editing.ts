import type { Minutes, MinutesEdit } from '../../../src/minutes/contract.ts'

type PlainField = 'lage' | 'press' | 'remarks' | 'nextMeetingText'
/** A free text of the minutes: a section, or the words to one agenda item. */
export type FieldName = PlainField | `agenda ${string}`

/**
 * What somebody typed and the server does not have yet. `base`: the stored text it was written over; `sent`: what was last
 * sent, whose answer may have been lost.
 */
export type TypedText = { text: string; base: string; sent: string | null }
export type Typed = Partial<Record<FieldName, TypedText>>

type AgendaItemId = Minutes['agenda'][number]['id']
const agendaField = /^agenda (.+)$/

export const fieldOfAgenda = (itemId: AgendaItemId): FieldName => `agenda ${itemId}`

export function storedText(record: Minutes, field: FieldName): string {
  const itemId = agendaField.exec(field)?.[1]
  if (itemId) return record.agenda.find(item => item.id === itemId)?.text ?? ''
  // every name that is no agenda item's is a section's
  return record[field as PlainField]
}

/** Sorts what was typed: to send, already stored, or written over a text that somebody else changed meanwhile. */
export function sortOut(
  typed: Typed,
  record: Minutes,
): { toSend: FieldName[]; stored: FieldName[]; conflicts: FieldName[] } {
  const sorted = {
    toSend: [] as FieldName[],
    stored: [] as FieldName[],
    conflicts: [] as FieldName[],
  }
  for (const field of fieldsOf(typed)) {
    const { text, base, sent } = typed[field]! // its own key
    const current = storedText(record, field)
    if (text === current) sorted.stored.push(field)
    else if (current === base || current === sent) sorted.toSend.push(field)
    else sorted.conflicts.push(field)
  }
  return sorted
}

export function typeInto(
  typed: Typed,
  record: Minutes,
  { field, text }: { field: FieldName; text: string },
): Typed {
  const before = typed[field]
  return {
    ...typed,
    [field]: before ? { ...before, text } : { text, base: storedText(record, field), sent: null },
  }
}

/** Decides a conflict: these words shall stand over what is stored now. */
export function decide(
  typed: Typed,
  record: Minutes,
  { field, text }: { field: FieldName; text: string },
): Typed {
  return { ...typed, [field]: { text, base: storedText(record, field), sent: null } }
}

export function without(typed: Typed, fields: readonly FieldName[]): Typed {
  return Object.fromEntries(
    fieldsOf(typed).flatMap(field => (fields.includes(field) ? [] : [[field, typed[field]]])),
  )
}

export function markSent(typed: Typed, record: Minutes, fields: readonly FieldName[]): Typed {
  const marked = fields.map(field => [
    field,
    { ...typed[field], base: storedText(record, field), sent: typed[field]?.text ?? null },
  ])
  return { ...typed, ...Object.fromEntries(marked) }
}

/** After the answer: what was stored as typed is settled, what was typed on stands over what was sent. */
export function settle(typed: Typed, record: Minutes): Typed {
  const left = fieldsOf(typed).flatMap(field => {
    const one = typed[field]! // its own key
    const current = storedText(record, field)
    if (one.text === current) return []
    return [[field, one.sent === current ? { ...one, base: current } : one]]
  })
  return Object.fromEntries(left)
}

export function editOf(typed: Typed, fields: readonly FieldName[]): MinutesEdit {
  const texts: Partial<Record<PlainField, string>> = {}
  const agendaTexts: NonNullable<MinutesEdit['agendaTexts']> = []
  for (const field of fields) {
    const text = typed[field]?.text ?? ''
    const itemId = agendaField.exec(field)?.[1]
    // names come from fieldOfAgenda and the sections
    if (itemId) agendaTexts.push({ id: itemId as AgendaItemId, text })
    else texts[field as PlainField] = text
  }
  return agendaTexts.length > 0 ? { ...texts, agendaTexts } : texts
}

export function fieldsOf(typed: Typed): FieldName[] {
  // objects of this type have no other keys
  return Object.keys(typed) as FieldName[]
}
