import { invalidField } from '../lib/errors.ts'

// Cc: control characters; Zl, Zp: the separators that some readers take for the end of a line
const breaking = /[\p{Cc}\p{Zl}\p{Zp}]/u
const breakingText = /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}]/u
// deliberately narrower than RFC 5321: no quoted local part, no comments, no address literal
const mailAddress = /^[^\s@<>"(),:;\\[\]\p{Cc}\p{Cf}]{1,64}@[^\s@<>"(),:;\\[\]\p{Cc}\p{Cf}]{1,255}$/u

/** True for text that cannot end a header or a content line: no control character, no line separator, no half of a pair. */
export function isOneLine(text: string): boolean {
  return !breaking.test(text) && text.isWellFormed()
}

/** The same for text of several lines: line feed and tab may stand in it. */
export function isPlainText(text: string): boolean {
  return !breakingText.test(text) && text.isWellFormed()
}

export function isMailAddress(text: string): boolean {
  return text.length <= 254 && mailAddress.test(text) && text.isWellFormed()
}

/** Gives the text back, or throws a DomainError that names the field; the value itself is not repeated. */
export function oneLine(field: string, text: string): string {
  if (!isOneLine(text)) throw invalidField(field, 'contains a control character', { expected: 'text on one line' })
  return text
}

export function plainText(field: string, text: string): string {
  if (!isPlainText(text)) throw invalidField(field, 'contains a control character', { expected: 'plain text' })
  return text
}

export function mailAddressOf(field: string, text: string): string {
  if (!isMailAddress(text)) throw invalidField(field, 'is not a mail address', { expected: 'name@domain' })
  return text
}
