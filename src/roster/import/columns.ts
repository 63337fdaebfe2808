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
export type Header = { columns: Column[]; ignored: string[]; rowIndex: number }

/** How lists call their columns, letters and digits only. */
const names: Record<ColumnKey, readonly string[]> = {
  title: ['titel', 'title', 'akademischertitel', 'amtsbezeichnung', 'dienstgrad'],
  name: ['name', 'vollständigername', 'vorundnachname', 'vornamename', 'fullname'],
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
  ],
  email: ['email', 'mail', 'emailadresse', 'mailadresse', 'emailaddress', 'dienstlicheemail'],
  mobile: [
    'mobil',
    'mobilnummer',
    'mobiltelefon',
    'handy',
    'handynummer',
    'mobile',
    'mobilephone',
    'mobilenumber',
  ],
  language: ['sprache', 'language'],
  functions: ['funktion', 'funktionen', 'function', 'functions'],
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

/**
 * The row of headings: the first of the first ten that has a mail address and some form of name. Null when there is none. A
 * heading met twice counts once; beside first and last name, "Name" means the last one.
 */
export function findHeader(rows: readonly (readonly string[])[]): Header | null {
  for (const [rowIndex, row] of rows.slice(0, 10).entries()) {
    const columns: Column[] = []
    const ignored: string[] = []
    for (const [index, cell] of row.entries()) {
      const header = cell.trim().slice(0, headingLimit)
      const key = keyOf.get(normal(header))
      if (key && !columns.some(column => column.key === key)) columns.push({ key, index, header })
      else if (header !== '') ignored.push(header)
    }
    const has = (key: ColumnKey) => columns.some(column => column.key === key)
    if (!has('email') || !(has('name') || has('lastName'))) continue
    const given = columns.map(column =>
      column.key === 'name' && has('firstName') && !has('lastName')
        ? { ...column, key: 'lastName' as const }
        : column,
    )
    return { columns: given, ignored, rowIndex }
  }
  return null
}

/** longer ones mean nothing here, and are named by their beginning */
const headingLimit = 80

function normal(header: string): string {
  // "Funktion(en)" says one or more
  return header
    .normalize('NFC')
    .toLowerCase()
    .replace(/\([^()]*\)/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
}
