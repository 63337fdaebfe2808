const marks = /\p{Mn}/gu

/**
 * Whether every typed word begins a word of the texts. Accents may be missing, ß may be ss, ö may
 * be oe.
 */
export function matches(typed: string, ...texts: string[]): boolean {
  const words = plain(typed)
    .split(/[\s,]+/)
    .filter(Boolean)
  const text = texts.join(' ')
  const found = [plain(text), plain(germanDigraphs(text))].map(
    each => ` ${each.replaceAll(/[-,./()]/g, ' ')}`,
  )
  return words.every(word => found.some(each => each.includes(` ${word.replaceAll('-', ' ')}`)))
}

/**
 * Whether the typed text is long enough for a search: three letters, not counting a word that is
 * the beginning of another.
 */
export function isEnoughToFind(typed: string): boolean {
  const words = new Set(plain(typed).split(/[^\p{L}]/u))
  const telling = [...words].filter(
    word => ![...words].some(other => other !== word && other.startsWith(word)),
  )
  return telling.join('').length >= 3
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replaceAll(marks, '')
}

function germanDigraphs(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
}
