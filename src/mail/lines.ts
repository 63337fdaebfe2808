import { invalidField } from '../lib/errors.ts'
import { isMailAddress } from '../lib/shapes.ts'

const control = /\p{Cc}/u
const controlInText = /[^\P{Cc}\n\t]/u
// some readers take these separators for the end of a line; pasted text may contain them
const separators = /[\p{Zl}\p{Zp}]/gu

/**
 * True for text that cannot end a header or a content line: it has no control character and no lone
 * surrogate.
 */
export function isOneLine(text: string): boolean {
  return !control.test(text) && text.isWellFormed()
}

/**
 * The text with line separators as blanks; throws a DomainError that names the field and does not
 * repeat the value.
 */
export function oneLine(field: string, text: string): string {
  if (!isOneLine(text))
    throw invalidField(field, 'contains a control character', { expected: 'text on one line' })
  return text.replace(separators, ' ')
}

/** The same for text of several lines, which may contain line feed and tab. */
export function plainText(field: string, text: string): string {
  if (controlInText.test(text) || !text.isWellFormed()) {
    throw invalidField(field, 'contains a control character', { expected: 'plain text' })
  }
  return text.replace(separators, '\n')
}

export function mailAddressOf(field: string, text: string): string {
  if (!isMailAddress(text))
    throw invalidField(field, 'is not a mail address', { expected: 'name@domain' })
  return text
}
