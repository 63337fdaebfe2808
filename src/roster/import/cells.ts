import type { z } from 'zod'
import type { Role } from '../../lib/actor.ts'
import { Email, Mobile, Organisation, PersonName } from '../contract/roster.ts'
import type { CellProblem } from '../contract/import.ts'
import { withLatinLetters } from './addresses.ts'

export type Read<T> =
  | { ok: true; value: T }
  /** `instead`: a text for the cell that would be read */
  | { ok: false; problem: CellProblem; expected?: string; instead?: string }

const languages: Record<string, 'de' | 'en'> = {
  de: 'de',
  deutsch: 'de',
  german: 'de',
  en: 'en',
  englisch: 'en',
  english: 'en',
}
const roleNames: Record<string, Role> = {
  leitung: 'lead',
  lead: 'lead',
  kgs: 'kgs',
  protokollführung: 'minuteTaker',
  protokoll: 'minuteTaker',
  minutetaker: 'minuteTaker',
  mitglied: 'member',
  member: 'member',
  gast: 'guest',
  guest: 'guest',
  nachweise: 'records',
  records: 'records',
  presse: 'press',
  press: 'press',
  it: 'it',
}

export const readName = (text: string): Read<string> =>
  text === '' ? { ok: false, problem: 'missing' } : readLine(PersonName, text)
export const readOrganisation = (text: string): Read<string> => readLine(Organisation, text)

export function readEmail(text: string): Read<string> {
  if (text === '') return { ok: false, problem: 'missing' }
  const read = Email.safeParse(text)
  if (!read.success) return { ok: false, problem: 'notAnAddress', expected: 'name@kreis.example' }
  const latin = withLatinLetters(read.data)
  return latin === null
    ? { ok: true, value: read.data }
    : { ok: false, problem: 'mixedLetters', expected: latin, instead: latin }
}

export function readMobile(text: string): Read<string> {
  const read = Mobile.safeParse(text)
  return read.success
    ? { ok: true, value: read.data }
    : { ok: false, problem: 'notANumber', expected: '0171 2345678, +49 171 2345678' }
}

/** `value` null: the cell is empty. */
export function readLanguage(text: string): Read<'de' | 'en' | null> {
  const value = text === '' ? null : languages[text.toLowerCase()]
  return value === undefined
    ? { ok: false, problem: 'unknownLanguage', expected: 'de, en' }
    : { ok: true, value }
}

export function readRoles(text: string): Read<Role[]> {
  const found = listed(text).map(word => roleNames[word.toLowerCase().replace(/[^\p{L}]/gu, '')])
  if (found.includes(undefined)) {
    return {
      ok: false,
      problem: 'unknownRole',
      expected: 'Leitung, KGS, Protokollführung, Mitglied, Gast, Nachweise, Presse, IT',
    }
  }
  return { ok: true, value: [...new Set(found as Role[])] } // the check above leaves no undefined
}

/** `1. Vertretung`, `Vertr. 2` */
const deputyOf =
  /^(?:(\d{1,2})\.? *)?(?:(?:Stell)?vertr(?:etung|eter(?:in)?)?|Stellv|Deputy)\.? *(\d{1,2})?\.?$/i

/** `value` null: the cell is empty. */
export function readRank(text: string): Read<number | null> {
  if (text === '') return { ok: true, value: null }
  const number = deputyOf.exec(text)?.slice(1).find(Boolean) ?? text
  return /^\d{1,2}$/.test(number)
    ? { ok: true, value: Number(number) }
    : { ok: false, problem: 'badRank', expected: '0–99' }
}

export const labelKey = (label: string): string =>
  label.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()

function readLine(schema: z.ZodType<string, string>, text: string): Read<string> {
  const read = schema.safeParse(text)
  if (read.success) return { ok: true, value: read.data }
  return {
    ok: false,
    problem: /\p{Cc}/u.test(text) || !text.isWellFormed() ? 'controlCharacters' : 'tooLong',
  }
}

function listed(text: string): string[] {
  return text
    .split(/[,;|/\n]/)
    .map(word => word.trim())
    .filter(word => word !== '')
}
