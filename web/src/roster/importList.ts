import { importLimitBytes } from '../../../src/roster/rules/roster.ts'
import { ApiError } from '../api.ts'
import type { Lang } from '../../../src/lib/time.ts'

const headings: Record<Lang, readonly string[]> = {
  de: [
    'Titel',
    'Name',
    'E-Mail',
    'Mobil',
    'Organisation',
    'Sprache',
    'Funktion',
    'Vertretung für',
    'Rang',
    'Rollen',
  ],
  en: [
    'Title',
    'Name',
    'E-Mail',
    'Mobile',
    'Organisation',
    'Language',
    'Function',
    'Deputy for',
    'Rank',
    'Roles',
  ],
}

/** An empty list that a German Excel opens correctly: UTF-8 with byte order mark, `;`, CRLF. */
export function emptyList(lang: Lang): string {
  return `\ufeff${headings[lang].join(';')}\r\n`
}

/**
 * Reads the whole file at once, so that the import takes what the preview showed, even if the file
 * is saved again in between.
 */
export async function holdOn(file: File): Promise<File> {
  if (file.size > importLimitBytes) throw new ApiError({ status: 413, code: 'tooLarge' })
  try {
    return new File([await file.arrayBuffer()], file.name)
  } catch {
    throw new UnreadableFile()
  }
}

/** The file was removed, or another program locks it. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}

/** Which part of a file is read; absent: the server chooses. */
export type ListPart = { sheet?: string; withHiddenRows?: 'true' }

export type ListFault =
  | 'tooLarge'
  | 'tooFull'
  | 'tooWide'
  | 'tooSlow'
  | 'busy'
  | 'strangers'
  | 'unsupported'
  | 'encrypted'
  | 'markup'
  | 'damaged'
  | 'noHeadings'
  | 'empty'
  | 'unreadable'

const reasons = ['encrypted', 'markup', 'damaged', 'tooSlow'] as const

/** What is wrong with the file as a whole; null: the error is not about the file. */
export function listFaultOf(error: unknown): { fault: ListFault; value: string } | null {
  if (error instanceof UnreadableFile) return { fault: 'unreadable', value: '' }
  if (!(error instanceof ApiError)) return null
  if (error.code === 'tooManyAttempts')
    return { fault: error.details['limit'] === 'strangers' ? 'strangers' : 'busy', value: '' }
  if (error.code === 'tooLarge') {
    const { limitColumns, limitUnpackedBytes, limitCharacters, limitMemoryMb } = error.details
    if (limitColumns !== undefined) return { fault: 'tooWide', value: '' }
    const isFull = limitUnpackedBytes ?? limitCharacters ?? limitMemoryMb
    return { fault: isFull === undefined ? 'tooLarge' : 'tooFull', value: '' }
  }
  if (error.code === 'unsupportedFile') {
    const fault = reasons.find(reason => reason === error.details['reason'])
    return { fault: fault ?? 'unsupported', value: '' }
  }
  const [field] = error.fields
  if (field?.problem === 'noHeadings' && !field.value) return { fault: 'empty', value: '' }
  if (field?.problem === 'noHeadings' || field?.problem === 'damaged')
    return { fault: field.problem, value: field.value ?? '' }
  return null
}

/** e.g. 2,1 MB; below one megabyte in KB. */
export function sizeWords(bytes: number, lang: Lang): string {
  const format = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 })
  return bytes >= 1024 * 1024
    ? `${format.format(bytes / 1024 / 1024)} MB`
    : `${format.format(Math.max(1, Math.round(bytes / 1024)))} KB`
}

/** A character that is invisible, or looks like a plain blank, is shown as its code number. */
export const seen = (text: string) =>
  text.replace(
    /[\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu,
    character => `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
  )
