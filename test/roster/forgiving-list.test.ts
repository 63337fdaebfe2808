import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportCounts, ImportEdits, ImportPreview } from '../../src/roster/contract/import.ts'
import type { StaffId } from '../../src/lib/ids.ts'
import { type Answer, type Desk, type Someone, startDesk } from './support.ts'

/** LibreOffice, where the machine has it */
const office =
  process.platform === 'darwin' ? '/Applications/LibreOffice.app/Contents/MacOS/soffice' : 'soffice'

/** Lists as counties keep them: a fault costs its value, and everything can be put right here. */
let desk: Desk
let staffId: StaffId
let lead: Someone
beforeAll(async () => {
  desk = await startDesk()
  ;({ staffId, lead } = await desk.staff())
})
afterAll(() => desk.stop())

const bytesOf = (list: string | Uint8Array) =>
  typeof list === 'string' ? new TextEncoder().encode(list) : list
function send<T>(
  what: string,
  list: string | Uint8Array,
  edits: Partial<ImportEdits> | string = {},
): Promise<Answer<T>> {
  const form = new FormData()
  form.set('file', new File([bytesOf(list) as BlobPart], 'liste.csv'))
  form.set('edits', typeof edits === 'string' ? edits : JSON.stringify(edits))
  return desk.as(lead)<T>('POST', `/staffs/${staffId}/import${what}`, form)
}
const preview = async (list: string | Uint8Array, edits?: Partial<ImportEdits>) =>
  (await send<ImportPreview>('/preview', list, edits)).body
const keysOf = ({ columns }: ImportPreview) =>
  Object.fromEntries(columns.map(({ letter, key, isSure }) => [letter, isSure ? key : `${key}?`]))

describe('a fault costs its value and not the person', () => {
  test.each([
    ['Mobil', 's. Liste KGS', 'notANumber', { mobile: '' }],
    ['Funktion', 'Schule/Bildung', 'unknownFunction', { functions: [] }],
    ['Sprache', 'platt', 'unknownLanguage', {}],
    ['Rollen', 'Chefin', 'unknownRole', { roles: ['member'] }],
    ['Organisation', 'x'.repeat(300), 'tooLong', { organisation: '' }],
    ['Vertretung für', 'Müßig', 'unknownFunction', { functions: [] }],
  ])('%s', async (heading, value, problem, rest) => {
    const { counts, rows } = await preview(
      `Name;E-Mail;${heading}\nRalf Kötter;kotter@kreis.example;${value}\n`,
    )
    expect(counts).toMatchObject({ add: 1, bad: 0 })
    expect(rows[0]).toMatchObject({
      action: 'add',
      problems: [{ cell: 'C2', problem, costs: 'value' }],
      ...rest,
    })
  })

  test('a place that is taken costs the place, a name that contradicts costs the person', async () => {
    const { rows } = await preview(
      [
        'Name;E-Mail;Funktion;Mobil',
        'Uwe Groß;gross@kreis.example;BuMA;0171 39200',
        'Ina Amt;amt@kreis.example;BuMA;',
        'Uwe Groß;gross@kreis.example;;0171 39299',
        'Uta Groß;gross@kreis.example;;',
      ].join('\n'),
    )
    expect(rows.map(row => [row.action, row.problems.map(each => each.costs)])).toEqual([
      ['add', []],
      ['add', ['value']],
      ['same', ['value']],
      ['bad', ['person']],
    ])
  })

  test('a zero that a spreadsheet took is put back and told', async () => {
    const { rows } = await preview(
      'Name;E-Mail;Mobil\nUwe Groß;a@kreis.example;171392011\nIna Amt;b@kreis.example;491713920112\n',
    )
    expect(rows.map(row => [row.mobile, row.problems, row.mended[0]?.how])).toEqual([
      ['0171392011', [], 'completed'],
      ['0171 3920112', [], 'completed'],
    ])
  })
})

test('a corrected cell is checked anew, travels with the import, and leaves the file as it is', async () => {
  const list = 'Name;E-Mail;Mobil\nTom Reuter;t.reuter@;s. Liste\n'
  const before = await preview(list)
  expect(before.rows[0]).toMatchObject({
    action: 'bad',
    problems: [{ cell: 'B2' }, { cell: 'C2' }],
  })
  const edits = { cells: { B2: 't.reuter@kreis.example', C2: '0171 392413' } }
  const after = await preview(list, edits)
  expect(after.rows[0]).toMatchObject({
    action: 'add',
    email: 't.reuter@kreis.example',
    mobile: '0171392413',
    problems: [],
  })
  // the mark of what was seen without the corrections takes nothing over with them
  expect((await send(`?seen=${before.seen}`, list, edits)).status).toBe(409)
  expect((await send<ImportCounts>(`?seen=${after.seen}`, list, edits)).body).toMatchObject({
    add: 1,
  })
  const { members } = await desk.roster(lead, staffId)
  expect(members.find(member => member.email === 't.reuter@kreis.example')).toMatchObject({
    displayName: 'Tom Reuter',
    mobile: '0171392413',
  })
})

test('edits that nobody could have made are refused by name, and cells outside the list do nothing', async () => {
  const list = 'Name;E-Mail\nTom Reuter;r2@kreis.example\n'
  for (const edits of ['{', '[]', '{"cells":{"b2":"x"}}', '{"columns":{"0":"colour"}}', '{"x":1}'])
    expect(await send('/preview', list, edits), edits).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'edits' }] },
    })
  expect((await preview(list, { cells: { ZZ9: 'x', A9999: 'y' } })).rows).toMatchObject([
    { name: 'Tom Reuter', action: 'add' },
  ])
})

describe('headings', () => {
  test('none at all: addresses and names are found by their values, and said to be unsure', async () => {
    const read = await preview(
      '1;Anna Sánchez;Ordnungsamt;a.sanchez@kreis.example\n2;Tom Reuter;;t.reuter3@kreis.example\n',
    )
    expect(read.headingLine).toBeNull()
    expect(keysOf(read)).toEqual({ A: null, B: 'name?', C: null, D: 'email?' })
    expect(read.rows.map(row => [row.line, row.name])).toEqual([
      [1, 'Anna Sánchez'],
      [2, 'Tom Reuter'],
    ])
    const chosen = await preview('1;Anna Sánchez;Ordnungsamt;a.sanchez@kreis.example\n', {
      columns: { 2: 'organisation' },
    })
    expect(chosen.rows[0]).toMatchObject({ name: 'Anna Sánchez', organisation: 'Ordnungsamt' })
  })

  test('of other words are found below titles, and read as somebody chooses', async () => {
    const list = [
      'Krisenstab Beispielkreis;;;',
      'Stand November;;;',
      'Wer;Erreichbar unter;Tel.;Bem.',
      'Kötter, Hüseyin;koetter@kreis.example;0171 392419;ab 1.12. im Urlaub',
    ].join('\n')
    const read = await preview(list)
    expect(read.headingLine).toBe(3)
    expect(keysOf(read)).toEqual({ A: 'name?', B: 'email?', C: null, D: null })
    expect(read.rows[0]).toMatchObject({
      line: 4,
      name: 'Hüseyin Kötter',
      mended: [{ how: 'turned', value: 'Kötter, Hüseyin' }],
    })
    const chosen = await preview(list, { columns: { 0: 'name', 1: 'email', 2: 'mobile' } })
    expect(keysOf(chosen)).toEqual({ A: 'name', B: 'email', C: 'mobile', D: null })
    expect(chosen.rows[0]).toMatchObject({ mobile: '0171392419' })
  })

  test('a column can be left unread, or given to another field than its heading says', async () => {
    const list = 'Name;E-Mail;Mobil;Funktion\nTom Reuter;r4@kreis.example;BuMA;0171 392413\n'
    const read = await preview(list, { columns: { 2: 'functions', 3: 'mobile' } })
    expect(read.rows[0]).toMatchObject({
      mobile: '0171392413',
      functions: [{ label: 'BuMA', rank: 0 }],
    })
    expect((await preview(list, { columns: { 2: null, 3: null } })).rows[0]).toMatchObject({
      mobile: '',
      functions: [],
      problems: [],
    })
  })

  test('another row can be named', async () => {
    const list = 'Name;E-Mail\nName;E-Mail\nTom Reuter;r5@kreis.example\n'
    const read = await preview(list, { headingLine: 2 })
    expect(read.rows.map(row => row.name)).toEqual(['Tom Reuter'])
    expect((await send('/preview', list, { headingLine: 99 })).status).toBe(400)
  })
})

test('roles are proposed from the functions, as far as the reader may give them', async () => {
  const list = [
    'Name;E-Mail;Funktion;Rollen',
    'Uwe Groß;role1@kreis.example;KGS Innerer Dienst;',
    'Jonas Brandt;role2@kreis.example;BuMA;',
    'Łukasz Nowak;role3@kreis.example;VP THW;',
    'Beate Weiß;role4@kreis.example;SMS Soziales;',
    'Ina Amt;role5@kreis.example;KGS Lage und Dokumentation;Mitglied',
    'Lea Chefin;role6@kreis.example;Leiter des Krisenstabes;',
  ].join('\n')
  const read = await preview(list, { takesProposedRoles: true })
  expect(read.rows.map(row => [row.roles, row.proposedRoles])).toEqual([
    [['member', 'kgs'], ['kgs']],
    [['member', 'press'], ['press']],
    [['guest'], ['guest']],
    [['member'], []],
    [['member'], []],
    [['member'], []],
  ])
  expect((await preview(list)).rows.map(row => row.proposedRoles)).toEqual(read.rows.map(() => []))
  await send('', list, { takesProposedRoles: true })
  const { members } = await desk.roster(lead, staffId)
  expect(members.find(member => member.email === 'role1@kreis.example')!.roles).toEqual([
    'member',
    'kgs',
  ])
})

describe('files as programs save them', () => {
  const text = 'Name;E-Mail;Organisation\r\nJörg Müßig;mue@kreis.example;Straßenbauamt Süd\r\n'
  const wide = (order: 'le' | 'be') => {
    const bytes = Buffer.from(text, 'utf16le')
    return new Uint8Array(order === 'le' ? bytes : bytes.swap16())
  }
  test.each([
    ['UTF-16 LE without mark', wide('le')],
    ['UTF-16 BE without mark', wide('be')],
    ['UTF-16 LE', new Uint8Array([0xff, 0xfe, ...wide('le')])],
    ['UTF-16 BE', new Uint8Array([0xfe, 0xff, ...wide('be')])],
    ['UTF-8 with mark', bytesOf(`\ufeff${text}`)],
    ['Windows-1252', Uint8Array.from([...text].map(c => c.charCodeAt(0)))],
  ])('%s', async (_, bytes) => {
    expect((await preview(bytes)).rows[0]).toMatchObject({
      name: 'Jörg Müßig',
      organisation: 'Straßenbauamt Süd',
    })
  })

  const rows = [
    ['Stabsliste 2026', '', '', '', ''],
    ['', '', '', '', ''],
    ['Nr.', 'Name, Vorname', 'E-Mail dienstl.', '', 'Tel. mobil'],
    ...Array.from({ length: 300 }, (_, i) => [
      `${String(i).padStart(3, '0')}`,
      `Muster${'abcdefghij'[i % 10]}, Ina`,
      `ina${i}@kreis.example`,
      '',
      `0171 392${String(i).padStart(4, '0')}`,
    ]),
  ]
  test('300 rows below a merged title, with an empty column, as XLSX and as LibreOffice saves it as ODS', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'list-'))
    const xlsx = await writeXlsx({
      sheets: [
        { name: 'Stab', rows, merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 4 }] },
      ],
    })
    writeFileSync(join(folder, 'liste.xlsx'), xlsx)
    const lists = [xlsx]
    if (hasOffice()) {
      const profile = `-env:UserInstallation=file://${folder}/profile`
      const args = [profile, '--headless', '--convert-to', 'ods', '--outdir', folder]
      execFileSync(office, [...args, join(folder, 'liste.xlsx')], { stdio: 'ignore' })
      lists.push(new Uint8Array(readFileSync(join(folder, 'liste.ods'))))
    }
    for (const list of lists) {
      const read = await preview(list)
      expect(read.headingLine).toBe(3)
      expect(read.counts).toMatchObject({ add: 300, bad: 0 })
      expect(read.rows[7]).toMatchObject({ name: 'Ina Musterh', mobile: '0171 3920007' })
    }
  }, 120_000)
})

function hasOffice(): boolean {
  try {
    execFileSync(office, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
