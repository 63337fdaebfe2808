import { z } from 'zod'
import { type Mode as ModeKey, doorModes, modes } from './modes.ts'

export const Mode = z.enum(modes)
export type Mode = ModeKey
export const DoorMode = z.enum(doorModes)

/**
 * Text as it arrives, at most `units` UTF-16 units long. A longer one is refused before any pattern
 * reads it, because a pattern can take quadratic time.
 */
export const raw = (units: number) =>
  z.string().max(units, { error: `at most ${units} characters`, abort: true })

/**
 * For text of `max` characters as people count them: two units each, and as much again for blanks
 * around it.
 */
const rawFor = (max: number) =>
  z.string().max(4 * max, { error: `at most ${max} characters`, abort: true })

/**
 * Invisible characters that change the direction of text (Unicode UAX #9 §2) or are hidden inside a
 * word. Without them, two texts that look the same are the same. Joiners are not among them,
 * because they shape letters and emoji.
 */
const unseen = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu
export const withoutUnseen = (text: string) => text.replace(unseen, '')

/**
 * One line as typed, without control characters and lone surrogates; its length counts characters
 * as people do.
 */
export const line = (max: number) =>
  rawFor(max)
    .transform(text => trimmed(withoutUnseen(text), ' '))
    .refine(text => !/\p{Cc}/u.test(text), 'must not contain line breaks or control characters')
    .refine(text => text.isWellFormed(), 'contains half a character')
    .refine(text => [...text].length <= max, `at most ${max} characters`)
    .meta({ maxLength: max, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$' })

/** What the API document says of a line that is not empty: letters, digits or signs of ASCII do. */
const visibleLine =
  '^[^\\u0000-\\u001f\\u007f-\\u009f]*[!-~\\u00a1-\\u00ac\\u00ae-\\uffff][^\\u0000-\\u001f\\u007f-\\u009f]*$'

/** Whether anything is visible: blanks, lone marks and invisible characters do not count. */
export const isVisible = (text: string) => /[^\p{Z}\p{C}\p{M}]/u.test(text)

/** The same, and not empty. */
export const words = (max: number) =>
  line(max).refine(isVisible, 'must not be empty').meta({ minLength: 1, pattern: visibleLine })

/** Several lines as typed; other control characters are refused. */
export const paragraph = (max: number) =>
  rawFor(max)
    .transform(text => withoutUnseen(text).replace(/\r\n?/g, '\n').trim())
    .refine(text => !/[^\P{Cc}\n]/u.test(text), 'must not contain control characters')
    .refine(text => text.isWellFormed(), 'contains half a character')
    .refine(text => [...text].length <= max, `at most ${max} characters`)
    .meta({
      maxLength: max,
      pattern: '^[^\\u0000-\\u0009\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$',
    })

const mailAddress =
  /^[^\s@<>()[\],;:"\\\p{C}]{1,64}@[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u

/**
 * Whether mail can be sent to the address, and nothing in it can end a mail header or a calendar
 * line. Narrower than RFC 5321 §4.1.2: no quoted local part, no address literal, and a domain of at
 * least two labels, because a single one is mostly a slip.
 */
export const isMailAddress = (text: string) => text.length <= 254 && mailAddress.test(text)

/** Full-width letters, digits and signs as the plain ones they stand for (Unicode U+FF01–U+FF5E). */
const narrow = (text: string) =>
  text.replace(/[\uff01-\uff5e]/g, sign => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))

/**
 * A mail address as typed, pasted or read from a list, without what is certainly no part of it:
 * characters that are not seen, `mailto:`, the name before `<…>`, separators at its ends, a full
 * stop at its end, and dashes that a text program made of hyphens. Full-width letters become plain.
 */
export function plainAddress(text: string): string {
  const seen = narrow(text)
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Zs}/gu, ' ')
  const inBrackets = /^[^<>\p{Cc}]*<([^<>]*)>$/u.exec(trimmed(seen, ' ;,'))?.[1] ?? seen
  const bare = trimmed(inBrackets, ' ;,').replace(/^mailto: */i, '')
  return bare
    .replace(/^([^?]*)\?(subject|cc|bcc|body)=[^\p{Cc}]*$/iu, '$1')
    .replace(/\p{Pd}/gu, '-')
    .replace(/(?<=[^.])\.$/, '')
}

/**
 * The same for a phone number: with plain blanks, one at a time, and plain hyphens, without marks
 * of direction and `tel:`.
 */
export function plainNumber(text: string): string {
  const seen = narrow(text)
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Zs}+/gu, ' ')
    .replace(/\p{Pd}/gu, '-')
  return trimmed(trimmed(seen, ' ').replace(/^tel:/i, ''), ' ')
}

// far from the edges of calendars, so that adding a zone or a duration never leaves what a database
// and a Date can hold
const isOfOurTime = (text: string) => text >= '2000' && text < '3000'

/** A day as `2026-11-24`, of this millennium. */
export const Day = z.iso
  .date()
  .refine(isOfOurTime, 'expected a day of this millennium')
  .meta({ pattern: '^2\\d{3}-\\d{2}-\\d{2}$' })
/** A moment as `2026-11-24T08:30:00Z`, of this millennium. */
export const Moment = z.iso
  .datetime()
  .max(40)
  .refine(isOfOurTime, 'expected a moment of this millennium')
  .meta({ pattern: '^2\\d{3}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?Z$' })
/** The same, or with an offset instead of the Z. */
export const MomentWithOffset = z.iso
  .datetime({ offset: true })
  .max(40)
  .refine(isOfOurTime, 'expected a moment of this millennium')
  .meta({
    pattern: '^2\\d{3}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})$',
  })

/**
 * The revision a change was made from. When it is not the present one any more, the answer is
 * `conflict` with the present revision in its details. Absent: the change is made in any case.
 */
export const Revision = z.int().min(1).max(2_147_483_647).optional()

/**
 * The text without any of `characters` at both ends. A pattern would take quadratic time for a long
 * run of them in the middle.
 */
export function trimmed(text: string, characters: string): string {
  let from = 0
  let until = text.length
  while (from < until && characters.includes(text[from]!)) from++
  while (until > from && characters.includes(text[until - 1]!)) until--
  return text.slice(from, until)
}

export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time like 08:30')
