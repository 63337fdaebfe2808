/**
 * Somebody in a list, with facts that may tell them from others of the same name; each empty for
 * none.
 */
export type Listed = {
  id: string
  /** the name as shown */
  name: string
  organisation: string
  functions: readonly string[]
}

/**
 * Additions for names that look alike in a list, by id: the organisation where it differs, else the
 * function, else both. Where nothing differs, a number by the order of ids. People with unique
 * names have no addition.
 */
export function additionsFor(people: readonly Listed[]): Map<string, string> {
  const additions = new Map<string, string>()
  const alike = Map.groupBy(people, person => looks(person.name))
  for (const namesakes of alike.values()) {
    if (namesakes.length < 2) continue
    const telling = ways.find(
      way => new Set(namesakes.map(one => looks(way(one)))).size === namesakes.length,
    )
    const counted = namesakes.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    for (const [i, one] of counted.entries())
      additions.set(
        one.id,
        telling ? telling(one) : [both(one), `${i + 1}`].filter(Boolean).join(', '),
      )
  }
  return additions
}

/** Those who share one of their names with another. */
export function alikeAmong<T>(
  people: readonly T[],
  namesOf: (one: T) => readonly string[],
): Set<T> {
  const alike = Map.groupBy(
    people.flatMap(one => [...new Set(namesOf(one).map(looks))].map(name => ({ one, name }))),
    ({ name }) => name,
  )
  return new Set(
    [...alike.values()].flatMap(all => (all.length > 1 ? all.map(({ one }) => one) : [])),
  )
}

/** `Anna Müller (Gesundheitsamt)`; the name alone for who needs no addition. */
export function nameWith(name: string, addition: string | undefined): string {
  return addition ? `${name} (${addition})` : name
}

const functionsOf = ({ functions }: Listed) => functions.join(', ')
const both = (one: Listed) => [one.organisation, functionsOf(one)].filter(Boolean).join(', ')
const ways: ((one: Listed) => string)[] = [one => one.organisation, functionsOf, both]

/** Ignores capitals, blanks and different ways to write one letter. */
const looks = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
