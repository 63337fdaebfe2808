import type { EntryKind } from '../../../src/journal/contract.ts'
import type { MemberId } from '../../../src/lib/ids.ts'
import { isEnoughToFind, matches } from '../../../src/lib/search.ts'
import type { WallTime } from '../../../src/lib/time.ts'
import { dueAtEnd } from './dueWords.ts'

/** Who can be named; `name` tells namesakes apart, `memberId` null: a visitor. */
export type Nameable = {
  memberId: MemberId | null
  name: string
  sortName: string
  functions: readonly string[]
}

/** What was understood, and the words it was understood from: `typed.slice(from, to)`. */
export type Understood = { id: string; from: number; to: number } & (
  | { kind: 'reason'; reason: string }
  | { kind: 'person'; memberId: MemberId | null; name: string }
  | { kind: 'due'; due: WallTime }
)

export type Line = {
  /** what is not understood, in the order typed */
  text: string
  understood: Understood[]
  /**
   * several people are meant by the words at the end, and all by an @ alone; `isMarked`: words with an
   * @ before them
   */
  asks: { from: number; to: number; isMarked: boolean; people: Nameable[] } | null
}

type Known = {
  kind: EntryKind
  people: readonly Nameable[]
  /** ids of what was understood and taken back */
  kept: readonly string[]
  /** what is said beside the line and not looked for in it */
  given?: readonly Understood['kind'][]
  /** day and time with seconds in the zone of the page */
  now: WallTime
}

/**
 * Reads one typed line: the reason of a decision after a dash; for an order `@name` anywhere, a
 * member's surname and a colon at the beginning, and a name after a dash or a due time at the end. A dash counts between spaces with a word before it.
 * Without other words nothing is understood.
 */
export function readLine(typed: string, known: Known): Line {
  const understood =
    known.kind === 'decision'
      ? reasonIn(typed, known.kept)
      : known.kind === 'order'
        ? orderIn(typed, known)
        : []
  const text = textWithout(typed, understood)
  const asks = known.kind === 'order' ? askedAtEnd(typed, known, understood) : null
  return text === '' ? { text: typed.trim(), understood: [], asks } : { text, understood, asks }
}

/** The one person meant by three letters of each name, or by a name in full; else only a text. */
export function personNamed(
  words: string,
  people: readonly Nameable[],
): { memberId: MemberId | null; name: string } {
  const same = people.find(({ name }) => name === words.trim())
  const [only, another] = same ? [same] : whoIs(words, people)
  return only && !another && (same || isEnough(words, only))
    ? whom(only)
    : { memberId: null, name: words.trim() }
}

/** The ids under which no dash of the text parts a reason. */
export const wholeText = (text: string) => dashesIn(text).map((_, i) => `reason ${i + 1}`)

/** One hyphen also stands between places, as in "Hagen - Iserlohn", so it parts no reason. */
const dash = /\s(?:—|–|--)(?=\s)/gu
const dashOrHyphen = /\s(?:—|–|-{1,2})(?=\s)/gu

const dashesIn = (typed: string, pattern = dash) =>
  [...typed.matchAll(pattern)].filter(({ index }) => /[\p{L}\p{N}]/u.test(typed.slice(0, index)))

/** The last dash parts a reason; taking it back leaves the one before to do so. */
function reasonIn(typed: string, kept: readonly string[]): Understood[] {
  for (const [i, found] of [...dashesIn(typed).entries()].toReversed()) {
    const id = `reason ${i + 1}`
    const reason = typed.slice(found.index + found[0].length).trim()
    if (kept.includes(id) || reason === '') continue
    return [{ kind: 'reason', id, from: found.index, to: typed.length, reason }]
  }
  return []
}

function orderIn(typed: string, known: Known): Understood[] {
  const found: Understood[] = []
  const given = known.given ?? []
  const marked = given.includes('person')
    ? null
    : (markedIn(typed, known) ?? addressedIn(typed, known))
  if (marked) found.push(marked)
  for (;;) {
    const end = endBefore(typed, found)
    const has = (kind: Understood['kind']) =>
      given.includes(kind) || found.some(each => each.kind === kind)
    const next =
      (has('due') ? null : dueAt(typed, end, known)) ??
      (has('person') ? null : namedAt(typed, end, known))
    if (!next) return found.sort((a, b) => a.from - b.from)
    found.push(next)
  }
}

/** Where the words end that nothing was understood from so far. */
function endBefore(typed: string, found: readonly Understood[]): number {
  let end = typed.trimEnd().length
  for (;;) {
    const last = found.find(({ from, to }) => from < end && /^[\s,;]*$/.test(typed.slice(to, end)))
    if (!last) return end
    end = typed.slice(0, last.from).trimEnd().length
  }
}

function dueAt(typed: string, end: number, { now, kept }: Known): Understood | null {
  const found = dueAtEnd(typed.slice(0, end), now)
  if (!found) return null
  const id = `due ${found.words.toLowerCase()}`
  if (kept.includes(id)) return null
  return {
    kind: 'due',
    id,
    from: startOf(typed, end - found.words.length),
    to: end,
    due: found.due,
  }
}

/** A name after the last dash, such as `Tor öffnen – Brü`. */
function namedAt(typed: string, end: number, { people, kept }: Known): Understood | null {
  const named = afterDash(typed.slice(0, end))
  if (!named) return null
  const [person, another] = whoIs(named.words, people)
  const id = `person ${named.words.toLowerCase()}`
  if (!person || another || kept.includes(id)) return null
  return { kind: 'person', id, from: startOf(typed, named.from), to: end, ...whom(person) }
}

function afterDash(words: string): { words: string; from: number } | null {
  const last = dashesIn(words, dashOrHyphen).at(-1)
  if (!last) return null
  const from = last.index + last[0].length + 1
  const name = words.slice(from).trim()
  return isEnoughToFind(name) && !/[@\d]/.test(name) ? { words: name, from } : null
}

/** The first `@name` that means one person or nobody of the list. */
function markedIn(typed: string, { people, kept }: Known): Understood | null {
  for (const { index } of typed.matchAll(/(?<=^|[\s,;])@(?=\p{L})/gu)) {
    const found = markedAt(typed, index, people)
    const id = `person ${typed.slice(index, found.to).toLowerCase()}`
    if (!found.who || kept.includes(id)) continue
    return { kind: 'person', id, from: startOf(typed, index), to: found.to, ...found.who }
  }
  return null
}

/** The one member addressed at the beginning, as in `Brüggemann: Sandsäcke holen`. */
function addressedIn(typed: string, { people, kept }: Known): Understood | null {
  const words = /^\s*([^:@\d]+):(?=\s)/u.exec(typed)
  if (!words?.[1]) return null
  const name = words[1].trim()
  const [person, another] = people.filter(each => each.memberId !== null && isCalled(name, each))
  const id = `person ${name.toLowerCase()}:`
  if (!person || another || kept.includes(id)) return null
  return { kind: 'person', id, from: 0, to: words[0].length, ...whom(person) }
}

/** The surname in full, alone or with other parts of the name. */
function isCalled(words: string, { name, sortName }: Nameable): boolean {
  const surname = sortName.includes(',') ? sortName.slice(0, sortName.indexOf(',')) : sortName
  const [typed = '', known = ''] = [words, name].map(text => text.replaceAll('.', ''))
  return isNamed(typed, known) && isNamed(surname, typed)
}

type Marked = { to: number; people: Nameable[]; who: ReturnType<typeof whom> | null }

function markedAt(typed: string, at: number, people: readonly Nameable[]): Marked {
  const after = typed.slice(at + 1)
  const whole = [...people]
    .sort((a, b) => b.name.length - a.name.length)
    .find(({ name }) => isBegunBy(after, name))
  if (whole) return { to: at + 1 + whole.name.length, people: [whole], who: whom(whole) }
  // one word, or several as far as they are a name
  const words = /^[^\s,;@]+(?: [^\s,;@]{2,}){0,2}/u.exec(after)?.[0].split(' ') ?? []
  for (let count = words.length; count > 0; count--) {
    const name = words.slice(0, count).join(' ')
    const found = whoIs(name, people)
    const to = at + 1 + name.length
    const [only] = found
    if (only && found.length === 1)
      return { to, people: found, who: isEnough(name, only) ? whom(only) : null }
    if (only) return { to, people: found, who: null }
  }
  const name = words[0] ?? ''
  return { to: at + 1 + name.length, people: [], who: { memberId: null, name } }
}

const whom = ({ memberId, name }: Pick<Nameable, 'memberId' | 'name'>) => ({ memberId, name })

const whoIs = (words: string, people: readonly Nameable[]) => {
  const found = people.filter(({ name }) => matches(words, name))
  // a surname in full is not one that begins like it
  const exact = found.filter(({ name }) => isNamed(words, name))
  return exact.length > 0 ? exact : found
}

/** Three letters, or a shorter name in full. */
const isEnough = (words: string, { name }: Nameable) =>
  isEnoughToFind(words) || isNamed(words, name)

const isNamed = (words: string, name: string) =>
  words
    .split(/\s+/)
    .every(word => name.split(/[\s,]+/).some(of => matches(word, of) && matches(of, word)))

function isBegunBy(words: string, name: string): boolean {
  return (
    words.slice(0, name.length).toLowerCase() === name.toLowerCase() &&
    !/^[\p{L}\p{N}]/u.test(words.slice(name.length))
  )
}

function askedAtEnd(
  typed: string,
  { people, kept, given = [] }: Known,
  understood: readonly Understood[],
): Line['asks'] {
  if (given.includes('person') || understood.some(({ kind }) => kind === 'person')) return null
  if (/(?<=^|[\s,;])@$/u.test(typed) && people.length > 0)
    return { from: typed.length - 1, to: typed.length, isMarked: false, people: [...people] }
  const at = typed.search(/(?<=^|[\s,;])@\p{L}[^@,;]*$/u)
  if (at >= 0) {
    const found = markedAt(typed, at, people)
    const isKept = kept.includes(`person ${typed.slice(at).toLowerCase()}`)
    return found.to === typed.length && !found.who && !isKept
      ? { from: at, to: typed.length, isMarked: true, people: found.people }
      : null
  }
  const named = afterDash(typed)
  const found = named ? whoIs(named.words, people) : []
  return named && found.length > 1
    ? { from: named.from, to: typed.length, isMarked: false, people: found }
    : null
}

/** Where the dash, comma or space before some words begins. */
function startOf(typed: string, from: number): number {
  return typed.slice(0, from).replace(/(?:\s+(?:—|–|-{1,2}))?[\s,;]*$/u, '').length
}

function textWithout(typed: string, understood: readonly Understood[]): string {
  let at = 0
  const parts: string[] = []
  for (const { from, to } of understood) {
    parts.push(typed.slice(at, from))
    at = to
  }
  return [...parts, typed.slice(at)]
    .map(part => part.trim())
    .filter(Boolean)
    .join(' ')
}
