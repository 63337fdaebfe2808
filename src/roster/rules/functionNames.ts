/**
 * The words of a function's label in one spelling: small letters without umlauts, `VP` for
 * Verbindungsperson, `Leitung` for Leiter, without *des Krisenstabes*. Two labels with equal words
 * mean the same function.
 */
export function usualWords(label: string): string[] {
  const plain = label
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüß]/g, letter => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[/:*_(]-?in(nen)?\)?/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const spelled = spellings.reduce((text, [pattern, word]) => text.replace(pattern, word), plain)
  return spelled.split(' ').filter(word => word !== '' && word !== 'und' && word !== 'u')
}

const letters: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }
const spellings: readonly [RegExp, string][] = [
  [/ (des|der) (krisen|verwaltungs|fuehrungs)?stab(e?s)?\b/g, ''],
  [/\bverb(indungs)? ?(person(en)?|pers|beamt(er|e|in)|offizier(in)?|mann|frau)\b/g, 'vp'],
  [/\bstaendige?s? mitglied(er)?\b/g, 'sms'],
  [/\bereignisspezifische?s? mitglied(er)?\b/g, 'ems'],
  [/\bbevoelkerungsinformation( (und|u) medienarbeit)?\b/g, 'buma'],
  [/\bkoordinierungsgruppe\b/g, 'kgs'],
  [/\b(leit(er|erin)?|ltg)\b/g, 'leitung'],
  [/\bleitung (krisen|verwaltungs|fuehrungs)?stab$/g, 'leitung'],
  [/\bkats\b/g, 'katastrophenschutz'],
  [/\bdoku\b/g, 'dokumentation'],
  [/\btechnisches hilfswerk\b/g, 'thw'],
  [/\b(s|vb) (\d)\b/g, '$1$2'],
]

/** `words`: its usual words. */
export const withWords = <F extends { label: string }>(fn: F): F & { words: string[] } => ({
  ...fn,
  words: usualWords(fn.label),
})

/**
 * The function that `text` means by a usual spelling: equal words, or the number of a Sachgebiet or
 * Verwaltungsbereich alone (`S2`). Null when none or several fit.
 */
export function meantFunction<F extends { words: readonly string[] }>(
  text: string,
  functions: readonly F[],
): F | null {
  const said = usualWords(text).join(' ')
  if (said === '') return null
  const isNumber = /^(s|vb)\d$/.test(said)
  const fitting = functions.filter(
    ({ words }) => words.join(' ') === said || (isNumber && words[0] === said),
  )
  return fitting.length === 1 ? fitting[0]! : null // the length is checked
}

/** The functions, those first that share most words with `text`, else in their order. */
export function likeliestFirst<F extends { label: string }>(
  text: string,
  functions: readonly F[],
): F[] {
  const said = usualWords(text)
  const points = (label: string) =>
    usualWords(label).reduce((sum, word) => {
      if (said.includes(word)) return sum + (word.length > 3 ? 3 : 1)
      const isBegun = said.some(each => each.length > 3 && word.startsWith(each.slice(0, 5)))
      return sum + (isBegun ? 2 : 0)
    }, 0)
  return functions.toSorted((a, b) => points(b.label) - points(a.label))
}
