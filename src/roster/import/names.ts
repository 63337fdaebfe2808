import type { NameOrder } from './columns.ts'

/** `isTurned`: the family name came first. Titles (`Dr.`) are removed only from turned names. */
type ReadName = { ok: true; name: string; title: string; isTurned: boolean } | { ok: false }

/**
 * Brings a name into spoken order, given name first: `Müller, Hans`, `MÜLLER Hans` and, with order
 * familyFirst, `Müller Hans`. Not ok when comma or order leave open which part is which, because
 * guessing could be wrong. A name in spoken order is returned unchanged, without titles in brackets.
 */
export function readPersonName(text: string, order: NameOrder): ReadName {
  const bracketed: string[] = []
  const bare = text.replace(/ ?\(([^()]*)\)/g, (whole, inside: string) => {
    if (!inside.split(' ').every(isTitle)) return whole
    bracketed.push(inside)
    return ''
  })
  const read = readBareName(bare.trim(), order)
  return read.ok ? { ...read, title: [read.title, ...bracketed].filter(Boolean).join(' ') } : read
}

function readBareName(text: string, order: NameOrder): ReadName {
  const asItIs = { ok: true as const, name: text, title: '', isTurned: false }
  const parts = text.split(',').map(part => part.trim())
  const words = text.split(' ')
  if (parts.length > 1) {
    if (parts.slice(1).every(part => part.split(' ').every(isSuffix))) return asItIs
    const titles = parts.filter((part, i) => i > 1 && part.split(' ').every(isTitle))
    if (parts.length - titles.length !== 2) return { ok: false }
    const [family, given] = parts as [string, string] // the length is checked above
    return turned(family.split(' '), given.split(' '), { titles, isSaid: order === 'familyFirst' })
  }
  const capitals = words.findIndex(word => !isCapitals(word) && !isParticle(word.toLowerCase()))
  const isAllSmall = words.slice(0, capitals).every(word => !isCapitals(word))
  if (capitals > 0 && !isAllSmall && words.slice(capitals).every(word => !isCapitals(word))) {
    return turned(words.slice(0, capitals), words.slice(capitals), { titles: [], isSaid: true })
  }
  if (words.length > 1 && isCapitals(words.at(-1)!) && !words.slice(0, -1).some(isCapitals))
    return { ...asItIs, name: [...words.slice(0, -1), inCase(words.at(-1)!)].join(' ') }
  if (order !== 'familyFirst' || words.length < 2) return asItIs
  const family = words.findIndex(word => !isParticle(word) && !isTitle(word))
  const given = words.slice(family + 1)
  if (family < 0 || given.length !== 1) return { ok: false }
  return turned(words.slice(0, family + 1), given, { titles: [], isSaid: true })
}

/**
 * Finds the order of a list's names: familyFirst when four or more names all have a comma and three
 * in four have one word before it. Then longer family names of the list (`García Márquez, Gabriel`)
 * are certain, too.
 */
export function orderOfNames(names: readonly string[]): NameOrder {
  const single = names.filter(name => {
    const before = name.split(',')[0]!.split(' ') // split gives at least one part
    return before.filter(word => !isParticle(word.toLowerCase()) && !isTitle(word)).length === 1
  })
  const isSo = names.length >= 4 && names.every(name => name.includes(','))
  return isSo && single.length * 4 >= names.length * 3 ? 'familyFirst' : 'asSaid'
}

/**
 * A family name from a column of its own. Capitals are lowered, because there they only mark it as
 * the family name.
 */
export function familyInCase(family: string, given: string): string {
  const words = family.split(' ')
  const isMarked = given !== '' && !given.split(' ').some(isCapitals)
  return isMarked &&
    words.every(word => isCapitals(word) || isParticle(word.toLowerCase())) &&
    words.some(isCapitals)
    ? words.map(inCase).join(' ')
    : family
}

function turned(
  family: readonly string[],
  given: readonly string[],
  { titles, isSaid }: { titles: readonly string[]; isSaid: boolean },
): ReadName {
  const isName = (word: string) => /^[\p{L}\p{M}\p{Join_Control}'’.-]+$/u.test(word)
  const [familyWords, givenWords] = [family, given].map(words =>
    words.filter(word => !isTitle(word)),
  ) as [string[], string[]] // map gives one for each
  const named = familyWords.filter(word => !isParticle(word.toLowerCase()))
  if (named.length === 0 || givenWords.length === 0) return { ok: false }
  if (![...familyWords, ...givenWords].every(isName)) return { ok: false }
  if (named.length > 1 && !isSaid) return { ok: false }
  const shown = familyWords.map(word =>
    isCapitals(word) || (isParticle(word.toLowerCase()) && named.every(isCapitals))
      ? inCase(word)
      : word,
  )
  return {
    ok: true,
    name: [...givenWords.map(word => (isCapitals(word) ? inCase(word) : word)), ...shown].join(' '),
    title: [...[...family, ...given].filter(isTitle), ...titles].join(' '),
    isTurned: true,
  }
}

const particles = 'von vom zu zum zur van de der den dem del della di da dos ten ter la le af und'
const particleSet = new Set(particles.split(' '))
const isParticle = (word: string) => particleSet.has(word)

const titleWords =
  /^((prof|dr|dipl|ing|mag|med|phil|jur|rer|nat|pol|habil|h\.?c|vet|oec|iur|dent)\.?-?)+$/i
const isTitle = (word: string) =>
  /[.]|^(Prof|Dr)$/.test(word) && word.split('-').every(part => titleWords.test(part))
/** titles after a name with a comma before them: `Hans Müller, M.A.` */
const isSuffix = (word: string) =>
  isTitle(word) ||
  /^(jun|jr|sen|sr)\.?$/i.test(word) ||
  /^(M[Dd][LB]|(\p{L}{1,3}\.){2,})$/u.test(word)

/** words in capitals for agencies and rooms that would count as family names otherwise */
const acronyms = new Set('ASB BOS EDV ELA ILS ITK KIT LEA POL SAN SEG TEL UGÖEL USAR'.split(' '))
/** Whether capitals are a name rather than an abbreviation: at least three letters and a vowel. */
const isCapitals = (word: string) =>
  /^\p{Lu}[\p{Lu}ß'’-]{2,}$/u.test(word) &&
  /[AEIOUYÄÖÜ]/.test(word.normalize('NFC')) &&
  !acronyms.has(word)

/** Turns `MÜLLER-LÜDENSCHEIDT` into `Müller-Lüdenscheidt` and `VON` into `von`. */
function inCase(word: string): string {
  const small = word.toLocaleLowerCase('de')
  return isParticle(small)
    ? small
    : small.replace(
        /(^|[-'’])(\p{L})/gu,
        (_, before: string, letter: string) => before + letter.toLocaleUpperCase('de'),
      )
}
