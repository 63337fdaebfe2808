export type ColumnKey =
  | 'title'
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'organisation'
  | 'email'
  | 'mobile'
  | 'language'
  | 'functions'
  | 'deputyFor'
  | 'rank'
  | 'roles'

export type Column = { key: ColumnKey; index: number; header: string }
/**
 * Which part of a whole name comes first. `asSaid`: the given name, as people say it.
 * `familyFirst`: a heading or the list says so.
 */
export type NameOrder = 'asSaid' | 'familyFirst'
export type Header = {
  columns: Column[]
  ignored: string[]
  rowIndex: number
  nameOrder: NameOrder
}

/** The headings that lists use for each column, in small letters and digits only. */
const names: Record<ColumnKey, readonly string[]> = {
  title: ['titel', 'title', 'akademischertitel', 'amtsbezeichnung', 'dienstgrad'],
  name: [
    'name',
    'vollständigername',
    'vorundnachname',
    'vornamename',
    'fullname',
    'vorundzuname',
    'vornamenachname',
    'vornamezuname',
    'vornameundname',
    'vornameundnachname',
    'vorundfamilienname',
  ],
  firstName: ['vorname', 'firstname', 'givenname'],
  lastName: ['nachname', 'familienname', 'zuname', 'lastname', 'surname', 'familyname'],
  organisation: [
    'organisation',
    'organization',
    'behörde',
    'dienststelle',
    'amt',
    'firma',
    'company',
    'institution',
    'einrichtung',
    'hilfsorganisation',
    'amtbehörde',
    'behördeamt',
    'behördeorganisation',
    'organisationbehörde',
  ],
  email: [
    'email',
    'mail',
    'emailadresse',
    'mailadresse',
    'emailaddress',
    'mailaddress',
    'emailadr',
    'mailadr',
  ],
  mobile: [
    'mobil',
    'mobiltelefon',
    'mobilfunk',
    'mobiltel',
    'telmobil',
    'telefonmobil',
    'handy',
    'mobile',
    'mobilephone',
    'cell',
    'cellphone',
    'smartphone',
  ],
  language: ['sprache', 'language'],
  functions: ['funktion', 'funktionen', 'function', 'functions', 'stabsfunktion', 'funktionimstab'],
  deputyFor: [
    'vertretungfür',
    'vertretung',
    'vertritt',
    'stellvertretungfür',
    'deputyfor',
    'deputy',
  ],
  rank: ['rang', 'rank', 'reihenfolge', 'order'],
  roles: ['rolle', 'rollen', 'role', 'roles'],
}
const keyOf = new Map(
  Object.entries(names).flatMap(([key, list]) => list.map(name => [name, key as ColumnKey])),
)

/** headings under which the family name stands first */
const familyFirst = new Set(
  ['name', 'nachname', 'familienname', 'zuname'].flatMap(family => [
    `${family}vorname`,
    `${family}undvorname`,
  ]),
)
for (const heading of ['nachundvorname', 'zuundvorname', 'lastnamefirstname', 'surnamefirstname'])
  familyFirst.add(heading)

/** number of rows searched for headings; a title, a date and a note may come before them */
export const headingRows = 30

/**
 * Finds the row of headings: the first of the first thirty rows that has a mail address and some
 * form of name; null when there is none. Of two columns of one kind the business one wins over the
 * private one, then the first. Beside a column for first names, "Name" means the family name.
 */
export function findHeader(rows: readonly (readonly string[])[]): Header | null {
  for (const [rowIndex, row] of rows.slice(0, headingRows).entries()) {
    const headings = row.flatMap((cell, index) => {
      const header = cell.trim().slice(0, headingLimit)
      return header === '' ? [] : [{ index, header, ...meaningOf(header) }]
    })
    const columns: Column[] = []
    for (const isPrivate of [false, true])
      for (const heading of headings) {
        const { key, index, header } = heading
        if (key && heading.isPrivate === isPrivate && !columns.some(column => column.key === key))
          columns.push({ key, index, header })
      }
    const has = (key: ColumnKey) => columns.some(column => column.key === key)
    if (!has('email') || !(has('name') || has('lastName'))) continue
    const given = columns
      .sort((a, b) => a.index - b.index)
      .map(column =>
        column.key === 'name' && has('firstName') && !has('lastName')
          ? { ...column, key: 'lastName' as const }
          : column,
      )
    const ignored = headings.filter(({ index }) => !columns.some(column => column.index === index))
    const isFamilyFirst = columns.some(
      ({ key, header }) => key === 'name' && familyFirst.has(normal(header)),
    )
    return {
      columns: given,
      ignored: ignored.map(({ header }) => header),
      rowIndex,
      nameOrder: isFamilyFirst ? 'familyFirst' : 'asSaid',
    }
  }
  return null
}

/** longer headings match nothing, and are reported by their beginning */
const headingLimit = 80

/** Reads `E-Mail dienstl.` as mail address and `Handy-Nr. (privat)` as private mobile number. */
function meaningOf(header: string): { key: ColumnKey | undefined; isPrivate: boolean } {
  const name = normal(header)
  const isPrivate = /privat/i.test(header)
  if (familyFirst.has(name)) return { key: 'name', isPrivate }
  const bare = name
    .replace(
      /^(dienstliche[rs]?|dienstl|dienst|geschäftliche[rs]?|geschäftl|private[rs]?|work)/,
      '',
    )
    .replace(/(dienstliche?|dienstl|dienst|geschäftlich|geschäftl|privat|work)$/, '')
  // of "E-Mail 1" and "E-Mail 2" only the first is read
  const key = keyOf.get(name) ?? keyOf.get(bare) ?? firstOf(bare)
  if (key !== undefined) return { key, isPrivate }
  const numbered = keyOf.get(bare.replace(/(nummern?|nr|number|no)$/, ''))
  return { key: numbered === 'mobile' ? numbered : undefined, isPrivate }
}

/** The column of a heading numbered 1, where a person may have several values. */
function firstOf(name: string): ColumnKey | undefined {
  const key = keyOf.get(name.replace(/^1|1$/, '').replace(/(nummer|nr)$/, ''))
  return key === 'email' || key === 'mobile' ? key : undefined
}

function normal(header: string): string {
  // "Funktion(en)" says one or more
  return header
    .normalize('NFC')
    .toLowerCase()
    .replace(/\([^()]*\)/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
}
