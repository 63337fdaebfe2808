/**
 * Characters that would reorder, hide or break printed text: controls, direction overrides, byte
 * order marks, noncharacters.
 */
const unprintable =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu
const noCharacter = /[\p{Noncharacter_Code_Point}\p{Co}]/gu
/** a number and its unit, which stand on one line */
const unit =
  /(\d) (?=(?:[cmkM]?(?:m[²³]?|l|t|W|Wh)|kg|kV|min|h|s|[%‰€]|°C?)(?:\/(?:s|h|min|m[²³]?))?(?![\p{L}\d]))/gu
const lineEnds = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/gu

/** One line of text with only printable characters. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(lineEnds, ' ')
    .replace(/\t/g, ' ')
    .replace(unprintable, '')
    .replace(noCharacter, '\ufffd')
    .replace(unit, '$1\u00a0')
}

/**
 * Text of a chapter; empty when it has only spaces and dashes, because some people type a dash for
 * nothing.
 */
export function chapterText(text: string): string[] {
  return /[^\s\p{Pd}\u2212_.]/u.test(text) ? printableText(text) : []
}

/** Text of several lines; empty when it has only spaces. */
export function printableText(text: string): string[] {
  const lines = text.replace(lineEnds, '\n').split('\n').map(printable)
  return lines.some(line => line.trim() !== '') ? lines : []
}
