import type { FunctionId } from '../../lib/ids.ts'
import { readEmail } from './cells.ts'
import type { Header } from './columns.ts'
import { functionReader } from './functions.ts'
import { type Named, nameKey, namesIn } from './named.ts'
import { type Problem, readRow, shortened } from './row.ts'
import type { Table } from './table.ts'
import type { ColumnKey, ImportRow } from '../contract/import.ts'
import type { ImportGround } from './ground.ts'

type Place = { functionId: FunctionId; rank: number }
export type NamedDeputies = {
  /** the places of each person by address, in the order of the list */
  places: Map<string, Place[]>
  /** people of the staff, or with an address in the cell, who have no row of their own */
  others: { line: number; cell: string; name: string; email: string }[]
  /** what is wrong with the cells of a line */
  problems: Map<number, Problem[]>
  cells: Map<number, ImportRow['deputies']>
}
type Cell = { cell: string; column: string; text: string; line: number; held: FunctionId[] }
type Person = { name: string; email: string }

/**
 * Reads the columns that name the deputies of a row's function. A person is who has that name in
 * the list or the staff, or the address beside it; a family name alone does where only one has it.
 * The deputies get the ranks after those that the function has.
 */
export function* readDeputies(
  { header, rows }: Table,
  ground: ImportGround,
): Generator<void, NamedDeputies> {
  const found: NamedDeputies = {
    places: new Map(),
    others: [],
    problems: new Map(),
    cells: new Map(),
  }
  if (!header.columns.some(({ key }) => key === 'deputies')) return found
  const readFunctions = functionReader(ground.functions)
  const listed: Person[] = []
  const cells: Cell[] = []
  let line = header.rowIndex + 1
  for (const row of rows) {
    line++
    yield
    if (row === null) continue
    const reading = readRow(row, { header, line })
    const name = reading.takeName()
    const email = reading.take('email', readEmail, '')
    if (name !== '' && email !== '') listed.push({ name, email })
    const held = reading.take('functions', readFunctions, []).map(fn => fn.functionId)
    cells.push(...reading.deputyCells.map(cell => ({ ...cell, line, held })))
  }
  const own = new Set(listed.map(({ email }) => email))
  const find = finder([...listed, ...ground.staff])
  const ranks = new Map(
    ground.functions.map(fn => [fn.functionId, new Map(fn.holders.map(h => [h.email, h.rank]))]),
  )
  for (const { cell, column, text, line, held } of cells) {
    const names: string[] = []
    const complain = (problem: Problem['problem'], expected?: string) => {
      const told = {
        cell,
        column,
        value: shortened(text, 100),
        problem,
        costs: 'value' as const,
        ...(expected === undefined ? {} : { expected: shortened(expected, 500) }),
      }
      found.problems.set(line, [...(found.problems.get(line) ?? []), told])
    }
    for (const named of held.length === 0 ? [] : namesIn(text, header.nameOrder)) {
      yield
      const people = find(named)
      const [person] = people
      if (!person || people.length > 1) {
        if (person) complain('ambiguousDeputy', people.map(({ email }) => email).join(', '))
        else complain('unknownDeputy', named.text)
        continue
      }
      names.push(person.name)
      if (!own.has(person.email)) {
        own.add(person.email)
        found.others.push({ line, cell, ...person })
      }
      for (const functionId of held) {
        const byEmail = ranks.get(functionId)
        if (!byEmail || byEmail.has(person.email)) continue
        const rank = Math.max(0, ...byEmail.values()) + 1
        byEmail.set(person.email, rank)
        const before = found.places.get(person.email) ?? []
        found.places.set(person.email, [...before, { functionId, rank }])
      }
    }
    if (held.length === 0 && namesIn(text).length > 0) complain('noFunction')
    found.cells.set(line, [...(found.cells.get(line) ?? []), { cell, text, names }])
  }
  return found
}

/** Finds the people of a name: by the address beside it, the whole name, the family name alone. */
function finder(people: readonly Person[]): (named: Named) => Person[] {
  const byName = new Map<string, Map<string, Person>>()
  const put = (key: string, person: Person) => {
    const one = byName.get(key) ?? new Map<string, Person>()
    if (!one.has(person.email)) one.set(person.email, person)
    byName.set(key, one)
  }
  for (const person of people) {
    const key = nameKey(person.name)
    put(key, person)
    const family = key.split(' ').at(-1)
    if (family !== undefined && family !== key) put(family, person)
  }
  const byEmail = new Map(people.map(person => [person.email, person]))
  return ({ name, email }) =>
    email === null
      ? [...(byName.get(nameKey(name))?.values() ?? [])]
      : [byEmail.get(email) ?? { name, email }]
}

type Source = { row: string[] | null; line: number; namedIn: string | null; header: Header }

/** The rows of the list, then as rows of their own those whom only a cell names. */
export function* rowsAndOthers(
  { header, rows }: Table,
  others: NamedDeputies['others'],
): Generator<Source> {
  let line = header.rowIndex + 1
  for (const row of rows) yield { row, line: ++line, namedIn: null, header }
  const nameColumn = header.columns.some(({ key }) => key === 'lastName') ? 'lastName' : 'name'
  for (const { line, cell, name, email } of others) {
    const values: Partial<Record<ColumnKey, string>> = { [nameColumn]: name, email }
    const row = header.columns.map(({ key }) => values[key] ?? '')
    // the name has been brought into spoken order
    yield { row, line, namedIn: cell, header: { ...header, nameOrder: 'asSaid' } }
  }
}
