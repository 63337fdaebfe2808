import { telNumber } from '../lib/tel.ts'
import { invalidField } from '../lib/errors.ts'
import type { Lang } from '../lib/time.ts'
import { mailAddressOf, oneLine, plainText } from './lines.ts'

export type DialIn = { number: string; pin?: string }

export const words: Record<
  Lang,
  Record<'video' | 'phone' | 'pin' | 'feedName' | 'feedTitle' | 'answerOnly', string>
> = {
  de: {
    video: 'Virtuell zuschalten',
    phone: 'Telefonisch zuschalten',
    pin: 'Kennung',
    feedName: 'Lagerunde',
    feedTitle: 'Dienstlicher Termin',
    answerOnly: 'Bitte nur hier antworten; Zusagen aus dem Kalender kommen nicht an',
  },
  en: {
    video: 'Join by video',
    phone: 'Join by phone',
    pin: 'code',
    feedName: 'Lagerunde',
    feedTitle: 'Official appointment',
    answerOnly: 'Please reply here only; replies from the calendar do not arrive',
  },
}

/** Says where to reply, because nobody reads the replies of calendars. */
export const answerOnlyAt = (url: string, lang: Lang) => `${words[lang].answerOnly}: ${url}`

/** The description with the ways to join below it. */
export function descriptionOf(
  { joinUrl, dialIn, lang }: { joinUrl?: string; dialIn?: DialIn; lang: Lang },
  description: string,
): string {
  const lines = [plainText('description', description)]
  if (joinUrl) lines.push(`${words[lang].video}: ${webUrl('joinUrl', joinUrl)}`)
  if (dialIn) {
    const pin = dialIn.pin ? `, ${words[lang].pin} ${oneLine('dialIn.pin', dialIn.pin)}` : ''
    lines.push(`${words[lang].phone}: ${oneLine('dialIn.number', dialIn.number)}${pin}`)
  }
  return lines.filter(Boolean).join('\n\n')
}

/**
 * RFC 5545 has no backslash escapes in parameters, but common readers undo them there, and would
 * read `\\n` as a new line.
 */
export function commonName(field: string, name: string): string {
  return oneLine(field, name).replaceAll('\\', '\\\\')
}

export function mailto(field: string, address: string): string {
  // these three would begin an escape, a query or a fragment of the URI (RFC 6068 §2)
  return `mailto:${mailAddressOf(field, address).replace(/[%?#]/g, encodeURIComponent)}`
}

export function webUrl(field: string, value: string): string {
  const url = URL.canParse(oneLine(field, value)) ? new URL(value) : null
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw invalidField(field, 'is not a web address', { expected: 'https://…' })
  return url.href
}

/**
 * A number to dial, with pauses before the code as in RFC 7986 §5.11. Null when there are too few
 * digits.
 */
export function telUrl(dialIn: DialIn | undefined): string | null {
  const dialled = dialIn && telNumber(dialIn.number)
  if (!dialled) return null
  const keys = dialIn.pin?.replace(/\D/g, '')
  return keys ? `tel:${dialled},,${keys}` : `tel:${dialled}`
}
