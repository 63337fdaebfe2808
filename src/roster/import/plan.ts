import type { Role } from '../../lib/actor.ts'
import type { FunctionId } from '../../lib/ids.ts'
import {
  readEmail,
  readLanguage,
  readMobile,
  readOrganisation,
  readRank,
  readRoles,
} from './cells.ts'
import { readDeputies, rowsAndOthers } from './deputies.ts'
import { asCell, cellDeputising, functionReader } from './functions.ts'
import { type Problem, joinedTitles, readRow } from './row.ts'
import { proposedRoles as rolesFor } from '../rules/roster.ts'
import type { Table } from './table.ts'
import type { ColumnKey, ImportRow } from '../contract/import.ts'
import type { Details, ImportGround, KnownFunction, KnownPerson } from './ground.ts'

/** What one good row does; a row that does nothing has no entry. */
export type ImportStep = {
  email: string
  /**
   * fields whose value in the file differs from the stored one; for a new person all fields of the
   * file
   */
  details: Partial<Details>
  /** the complete list; null: no change */
  roles: Role[] | null
  places: { functionId: FunctionId; rank: number }[]
}
export type ImportPlan = { rows: ImportRow[]; steps: ImportStep[] }

type Wish = { functionId: FunctionId; key: ColumnKey; rank: number | null }
type Person = {
  details: Details
  said: Partial<Details>
  roles: Role[]
  isMember: boolean
  line: number | null
}

/** further bad rows report only their first problem */
const fullyTold = 200

/**
 * What a list would change, row by row in its order. Empty cells change nothing, roles and
 * functions are only added, and equal values count as the same; so a second import of a list
 * changes nothing. Several rows may name one person if they agree. Whom a cell names as deputy, and
 * no row, follows after the rows. Yields after each row, so that
 * its caller can let other work run.
 */
export function* planImport(table: Table, ground: ImportGround): Generator<void, ImportPlan> {
  const { sharing, takesProposedRoles } = table
  const deputies = yield* readDeputies(table, ground)
  const readFunctions = functionReader(ground.functions)
  const plan: ImportPlan = { rows: [], steps: [] }
  const people = new Map<string, Person>()
  const places = new Map(
    ground.functions.map(fn => [fn.functionId, fn.holders.map(holder => ({ ...holder }))]),
  )
  const labelOf = new Map(ground.functions.map(fn => [fn.functionId, fn.label]))
  const sharingLines = new Set(sharing.map(i => table.header.rowIndex + 2 + i))

  let badRows = 0
  for (const { row, line, namedIn, header } of rowsAndOthers(table, deputies.others)) {
    yield
    if (row === null) continue
    const reading = readRow(row, { header, line })
    const { problems, nameKey, wholeName, complain, take, takeName, mended } = reading
    const name = takeName()
    const email = take('email', readEmail, '')
    const language = take('language', readLanguage, null)
    const said: Partial<Details> = {
      name,
      ...filled('title', joinedTitles(take('title', readOrganisation, ''), reading.foundTitle())),
      ...filled('organisation', take('organisation', readOrganisation, '')),
      ...filled('mobile', take('mobile', readMobile, '')),
      ...(language ? { language } : {}),
    }
    const roles = take('roles', readRoles, [])
    const rank = take('rank', readRank, null)
    const held = take('functions', readFunctions, [])
    const deputised = take('deputyFor', readFunctions, [])
    for (const [key, read] of Object.entries({ functions: held, deputyFor: deputised }))
      if (read.some(fn => !fn.isExact)) reading.understand(key as ColumnKey, asCell(read))
    if (namedIn === null) problems.push(...(deputies.problems.get(line) ?? []))
    const named = deputies.places.get(email) ?? []
    deputies.places.delete(email)

    const known = ground.people.get(email)
    const person = people.get(email) ?? start(known, ground.defaultLanguage)
    for (const [key, value] of Object.entries(said) as [keyof Details, string][]) {
      const before = person.said[key]
      if (before === undefined || before === value) continue
      complain(
        key === 'name' ? nameKey : key,
        'contradictsEarlierRow',
        `${before} (${person.line})`,
      )
      if (key !== 'name') delete said[key]
    }
    const refused = roles.filter(
      role => !person.roles.includes(role) && !ground.grantable.includes(role),
    )
    if (refused.length > 0) complain('roles', 'roleNotYours', ground.grantable.join(', '))
    const ownRoles = roles.filter(role => !refused.includes(role))

    // somebody who shares a merged cell with the row above becomes a deputy, unless they have the
    // function already
    const isSharing = reading.isDeputy || (namedIn === null && sharingLines.has(line))
    const rankOf = (functionId: FunctionId) =>
      places.get(functionId)?.find(holder => holder.email === email)?.rank ?? null
    const functions: ImportRow['functions'] = []
    const given: KnownFunction[] = []
    const show = (functionId: FunctionId, rank: number) => {
      functions.push({ label: labelOf.get(functionId) ?? '', rank })
      given.push(...ground.functions.filter(fn => fn.functionId === functionId))
    }
    const wishes: Wish[] = [
      ...held.map(({ functionId, isDeputy, rank: said }) => ({
        functionId,
        key: 'functions' as const,
        rank: isDeputy
          ? (said ?? (rank || null))
          : deputised.length > 0
            ? 0
            : (rank ?? (isSharing ? rankOf(functionId) : 0)),
      })),
      ...deputised.map(({ functionId, rank: said }) => ({
        functionId,
        key: 'deputyFor' as const,
        rank: said ?? (rank || null),
      })),
      ...named
        .filter(({ functionId }) => !held.some(fn => fn.functionId === functionId))
        .map(({ functionId, rank: next }) => ({
          functionId,
          key: 'deputies' as const,
          // the list itself may have filled the place since
          rank: places.get(functionId)?.some(holder => holder.rank === next) ? null : next,
        })),
    ]
    const newPlaces: { functionId: FunctionId; rank: number }[] = []
    for (const wish of wishes) {
      const holders = places.get(wish.functionId) ?? []
      const mine = holders.find(holder => holder.email === email)
      if (mine && (wish.rank === mine.rank || (wish.rank === null && mine.rank > 0))) {
        show(wish.functionId, mine.rank)
        continue
      }
      const taken = holders.find(holder => holder.rank === wish.rank && holder.email !== email)
      if (taken) {
        const isOfRank = wish.rank !== null && wish.rank > 0 && reading.columnOf('rank')
        // without a rank somebody becomes the next deputy
        const instead = isOfRank ? '' : cellDeputising(held, wish.functionId)
        const key = isOfRank ? 'rank' : wish.key
        complain(key, 'rankTaken', taken.name, key === 'deputyFor' ? undefined : instead)
        continue
      }
      const rank = wish.rank ?? Math.max(0, ...holders.map(holder => holder.rank)) + 1
      if (rank > 99) {
        complain(wish.key, 'badRank', '0–99')
        continue
      }
      newPlaces.push({ functionId: wish.functionId, rank })
      show(wish.functionId, rank)
    }

    const proposedRoles =
      takesProposedRoles && !person.isMember && ownRoles.length === 0
        ? rolesFor(given, ground.grantable)
        : []
    const wantedRoles =
      ownRoles.length > 0 || person.isMember
        ? ownRoles
        : proposedRoles.includes('guest')
          ? proposedRoles
          : (['member', ...proposedRoles] as Role[])
    const newRoles = wantedRoles.filter(role => !person.roles.includes(role))

    const ofDeputies = {
      namedIn,
      deputies: namedIn === null ? (deputies.cells.get(line) ?? []) : [],
    }
    if (problems.some(({ costs }) => costs === 'person')) {
      plan.rows.push({
        line,
        action: 'bad',
        // in spoken order where only another cell is faulty
        name: name || wholeName.slice(0, 200),
        ...shownOf(said),
        email: reading.cellOf('email').slice(0, 254),
        keepsPerson: false,
        functions: [],
        ...ofDeputies,
        roles: [],
        proposedRoles: [],
        mended: [],
        problems: badRows++ < fullyTold ? problems : problems.slice(0, 1).map(briefly),
      })
      continue
    }
    const keepsPerson = known?.isWritable === false
    const changed = Object.fromEntries(
      Object.entries(said).filter(
        ([key, value]) =>
          !keepsPerson && (!person.isMember || person.details[key as keyof Details] !== value),
      ),
    ) as Partial<Details>
    const isNew = !person.isMember
    const isChange = Object.keys(changed).length > 0 || newRoles.length > 0 || newPlaces.length > 0
    plan.rows.push({
      line,
      action: isNew ? 'add' : isChange ? 'change' : 'same',
      name,
      ...shownOf(said),
      email,
      // false for people not in the staff yet: it would tell which addresses other staffs know
      keepsPerson: keepsPerson && !isNew,
      functions,
      ...ofDeputies,
      roles: [...person.roles, ...newRoles],
      proposedRoles,
      mended: keepsPerson && !isNew ? [] : mended(),
      problems,
    })
    if (isNew || isChange) {
      const allRoles = [...person.roles, ...newRoles]
      plan.steps.push({
        email,
        details: changed,
        roles: newRoles.length > 0 ? allRoles : null,
        places: newPlaces,
      })
    }
    people.set(email, {
      details: { ...person.details, ...said },
      said: { ...person.said, ...said },
      roles: [...person.roles, ...newRoles],
      isMember: true,
      line: person.line ?? line,
    })
    for (const { functionId, rank } of newPlaces) {
      const others = (places.get(functionId) ?? []).filter(holder => holder.email !== email)
      places.set(functionId, [...others, { email, name, rank }])
    }
  }
  return plan
}

function start(known: KnownPerson | undefined, language: 'de' | 'en'): Person {
  const details = known?.details ?? { title: '', name: '', organisation: '', mobile: '', language }
  return {
    details,
    said: {},
    roles: [...(known?.roles ?? [])],
    isMember: known?.memberId != null,
    line: null,
  }
}

function shownOf({ title = '', organisation = '', mobile = '' }: Partial<Details>) {
  return { title, organisation, mobile }
}

function filled<K extends keyof Details>(key: K, value: string): Partial<Details> {
  return value === '' ? {} : { [key]: value }
}

const briefly = ({ expected: _, ...problem }: Problem): Problem => problem
