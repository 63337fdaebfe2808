import type { ColumnKey } from '../contract/import.ts'

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
    'amtdienststelle',
    'dienststelleamt',
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
    'vertrfür',
    'vertrf',
    'vertretungf',
    'stellvfür',
    'stellvertreterfür',
    'stellvertreterinfür',
    'vertritt',
    'stellvertretungfür',
    'deputyfor',
  ],
  deputies: ['deputies', 'deputy', 'vertretendurch', 'vertretungdurch', 'wirdvertretenvon'],
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

/** `1. Vertreter`, `Stellvertretung`, `2. Stv.`, `1st deputy` */
const ofDeputies =
  /^(\d|erste[rs]?|zweite[rs]?|dritte[rs]?|\d(st|nd|rd)|first|second|third)?(stellv|stv|vertr|(stell)?vertret(er|erin|erinnen|ung|ungen)|deputy)(name|namen)?\d?$/

/** Reads `E-Mail dienstl.` as mail address and `Handy-Nr. (privat)` as private mobile number. */
export function meaningOf(header: string): { key: ColumnKey | undefined; isPrivate: boolean } {
  const name = normal(header)
  if (ofDeputies.test(name)) return { key: 'deputies', isPrivate: false }
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

/** Whether the family name stands first under that heading. */
export const isFamilyFirst = (header: string): boolean => familyFirst.has(normal(header))
