import { base32Number, base32Of } from './base32.ts'

/**
 * The kinds of things an id names. The prefix is part of the id, so that a log line shows the kind.
 */
export const idPrefixes = {
  person: 'prs',
  account: 'acc',
  session: 'ses',
  staff: 'stf',
  member: 'mbr',
  staffFunction: 'fun',
  holder: 'hld',
  incident: 'inc',
  meeting: 'mtg',
  series: 'srs',
  agendaItem: 'agi',
  attendee: 'att',
  reply: 'rpl',
  admission: 'adm',
  signal: 'sig',
  entry: 'ent',
  minutes: 'min',
  mail: 'mai',
  audit: 'aud',
  export: 'exp',
} as const

export type IdKind = keyof typeof idPrefixes
declare const kind: unique symbol
/** The brand keeps a member id from being used as a meeting id. */
export type Id<K extends IdKind> = string & { readonly [kind]: K }

export type PersonId = Id<'person'>
export type StaffId = Id<'staff'>
export type MemberId = Id<'member'>
export type FunctionId = Id<'staffFunction'>
export type IncidentId = Id<'incident'>
export type MeetingId = Id<'meeting'>
export type AttendeeId = Id<'attendee'>

/** A new id: prefix, 48 bits of time in milliseconds, 80 random bits; sorts by creation. */
export function newId<K extends IdKind>(of: K, now: Date = new Date()): Id<K> {
  const head = base32Number(now.getTime(), 10)
  const tail = base32Of(crypto.getRandomValues(new Uint8Array(16)))
  // the brand exists only in the type; only this line makes it
  return `${idPrefixes[of]}_${head}${tail}` as Id<K>
}
