import type { Minutes, MinutesEdit } from '../../../src/minutes/contract.ts'

type PlainField = 'lage' | 'press' | 'remarks' | 'nextMeetingText'
/** A free text of the minutes: a section, or the text of one agenda item. */
export type FieldName = PlainField | `agenda ${string}`

/**
 * A typed text that the server does not have yet. `base`: the stored text when typing began.
 * `sent`: the text sent last, whose answer may have been lost.
 */
export type TypedText = { text: string; base: string; sent: string | null }
export type Typed = Partial<Record<FieldName, TypedText>>

type AgendaItemId = Minutes['agenda'][number]['id']
const agendaField = /^agenda (.+)$/

export const fieldOfAgenda = (itemId: AgendaItemId): FieldName => `agenda ${itemId}`

export function storedText(record: Minutes, field: FieldName): string {
  const itemId = agendaField.exec(field)?.[1]
  if (itemId) return record.agenda.find(item => item.id === itemId)?.text ?? ''
  // a name is either an agenda item's or a section's
  return record[field as PlainField]
}

/**
 * Sorts typed texts: to be sent, stored already, or in conflict because somebody else changed the
 * stored text.
 */
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
    const { text, base, sent } = typed[field]! // iterates over its own keys
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

/** Decides a conflict: this text replaces what is stored now. */
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

/**
 * After an answer: texts stored as typed are dropped; a text typed further is now based on what was
 * sent.
 */
export function settle(typed: Typed, record: Minutes): Typed {
  const left = fieldsOf(typed).flatMap(field => {
    const one = typed[field]! // iterates over its own keys
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
    // names are made by fieldOfAgenda or are sections
    if (itemId) agendaTexts.push({ id: itemId as AgendaItemId, text })
    else texts[field as PlainField] = text
  }
  return agendaTexts.length > 0 ? { ...texts, agendaTexts } : texts
}

export function fieldsOf(typed: Typed): FieldName[] {
  // the type has no other keys
  return Object.keys(typed) as FieldName[]
}
