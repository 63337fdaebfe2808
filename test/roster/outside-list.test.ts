import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { book, odsParts, odsRow, rowOf } from '../support/workbook.ts'
import { zip } from '../support/zip.ts'
import { type Desk, type Someone, startDesk } from './support.ts'
import type { StaffId } from '../../src/lib/ids.ts'
import type { ImportCounts, ImportPreview } from '../../src/roster/contract/import.ts'

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

type Bytes = string | Uint8Array
type Staff = { staffId: StaffId; lead: Someone }

async function upload<T>(path: string, { staffId, lead }: Staff, bytes: Bytes, query = '') {
  const form = new FormData()
  form.set('file', new File([bytes as BlobPart], 'liste'))
  return desk.as(lead)<T>('POST', `/staffs/${staffId}/${path}${query}`, form)
}
const preview = async (bytes: Bytes, query = '', staff?: Staff) =>
  upload<ImportPreview>('import/preview', staff ?? (await desk.staff()), bytes, query)
const take = (staff: Staff, bytes: Bytes, query = '') =>
  upload<ImportCounts>('import', staff, bytes, query)
const namesOf = ({ body }: { body: ImportPreview }) => body.rows.map(row => row.name)
const problemsOf = ({ body }: { body: ImportPreview }) =>
  body.rows.map(row => row.problems.map(each => each.problem).join(' '))
let count = 0
/** An address that no other staff knows, since whoever is known elsewhere keeps their details. */
const address = () => `person-${++count}@kreis.example`
const listOf = (names: readonly string[], heading = 'Name') =>
  [`E-Mail;${heading}`, ...names.map(name => `${address()};${name}`)].join('\r\n')

const head = ['Name', 'E-Mail', 'Funktion']

describe('which sheet and which rows are read', () => {
  const sheets = [
    { name: 'Alt', state: 'hidden', cells: [head, ['Früher Dabei', 'frueher@kreis.example']] },
    { name: 'Deckblatt', cells: [['Krisenstab, Stand November']] },
    { name: 'Stab', cells: [head, ['Jörg Müßig', 'muessig@kreis.example']] },
    { name: 'Reserve', cells: [head, ['Anna Vogt', 'vogt@kreis.example']] },
  ]

  test('the first shown sheet with headings is read and named, and another can be chosen', async () => {
    const staff = await desk.staff()
    const first = await preview(book(sheets), '', staff)
    expect(namesOf(first)).toEqual(['Jörg Müßig'])
    expect(first.body.source).toMatchObject({
      sheet: 'Stab',
      sheets: sheets.map(({ name, state }) => ({ name, isHidden: state === 'hidden' })),
      rows: 1,
      firstLine: 2,
      lastLine: 2,
    })
    expect(namesOf(await preview(book(sheets), '?sheet=Reserve', staff))).toEqual(['Anna Vogt'])
    expect(namesOf(await preview(book(sheets), '?sheet=Alt', staff))).toEqual(['Früher Dabei'])
    expect((await preview(book(sheets), '?sheet=Nirgends', staff)).body.errors).toMatchObject([
      { field: 'sheet' },
    ])
    await take(staff, book(sheets), '?sheet=Reserve')
    expect((await desk.roster(staff.lead, staff.staffId)).members.map(m => m.name)).toContain(
      'Anna Vogt',
    )
  })

  test('so it is with an ODS', async () => {
    const table = (name: string, rows: readonly (readonly string[])[]) =>
      `<table:table table:name="${name}">${rows.map(row => odsRow(row)).join('')}</table:table>`
    const parts = odsParts('').map(part => ({
      ...part,
      text: String(part.text).replace(
        '<table:table></table:table>',
        sheets
          .slice(1)
          .map(({ name, cells }) => table(name, cells))
          .join(''),
      ),
    }))
    expect((await preview(zip(parts))).body.source).toMatchObject({ sheet: 'Stab', rows: 1 })
    expect(namesOf(await preview(zip(parts), '?sheet=Reserve'))).toEqual(['Anna Vogt'])
  })

  test('rows that a filter hides are counted, left out, and read when somebody says so', async () => {
    const people = ['Jörg Müßig', 'Anna Vogt', 'Uwe Groß'].map((name, i) => [
      name,
      `p${i}@kreis.example`,
    ])
    const xlsx = book([
      {
        name: 'Stab',
        rows:
          rowOf(1, head) +
          people.map((row, i) => rowOf(i + 2, row, i === 1 ? 'hidden="1"' : '')).join(''),
      },
    ])
    const ods = zip(
      odsParts(
        [head, ...people]
          .map((row, i) => odsRow(row, i === 2 ? 'table:visibility="filter"' : ''))
          .join(''),
      ),
    )
    for (const bytes of [xlsx, ods]) {
      const staff = await desk.staff()
      const shown = await preview(bytes, '', staff)
      expect(shown.body.rows.map(row => [row.line, row.name])).toEqual([
        [2, 'Jörg Müßig'],
        [4, 'Uwe Groß'],
      ])
      expect(shown.body.source).toMatchObject({ hiddenRows: 1, readsHiddenRows: false, rows: 2 })
      const all = await preview(bytes, '?withHiddenRows=true', staff)
      expect(all.body.source).toMatchObject({ hiddenRows: 1, readsHiddenRows: true, rows: 3 })
      expect((await take(staff, bytes)).body.add).toBe(2)
      expect((await take(staff, bytes, '?withHiddenRows=true')).body).toMatchObject({
        add: 1,
        same: 2,
      })
    }
  })

  test('6,000 empty rows behind or between people do not count', async () => {
    const first = `Jörg Müßig;muessig@kreis.example`
    const empty = ';; \r\n'.repeat(6_000)
    const csv = `Name;E-Mail;Funktion\r\n${first}\r\n${empty}Anna Vogt;vogt@kreis.example\r\n${empty}`
    const xlsx = book([
      {
        name: 'Stab',
        rows:
          rowOf(1, head) +
          rowOf(2, first.split(';')) +
          Array.from({ length: 6_000 }, (_, i) => rowOf(i + 3, [' ', '', ''])).join('') +
          rowOf(6_003, ['Anna Vogt', 'vogt@kreis.example']),
      },
    ])
    const ods = zip(
      odsParts(
        odsRow(head) +
          odsRow(first.split(';')) +
          odsRow([' '], 'table:number-rows-repeated="6000"') +
          odsRow(['Anna Vogt', 'vogt@kreis.example']),
      ),
    )
    for (const bytes of [csv, xlsx, ods]) {
      const { body } = await preview(bytes)
      expect(body.rows.map(row => [row.line, row.name])).toEqual([
        [2, 'Jörg Müßig'],
        [6_003, 'Anna Vogt'],
      ])
    }
  })

  test.each([';', '\t', '|', ','])('headings below lines of prose are found with %j', async sep => {
    const text =
      'Krisenstab, Kreis Musterland, Stand: 24. November, vertraulich, nur intern\r\n\r\n' +
      ['Name', 'E-Mail', 'Mobil'].join(sep) +
      `\r\n${['Jörg Müßig', 'muessig@kreis.example', '0171 2345678'].join(sep)}`
    const answer = await preview(text)
    expect(namesOf(answer)).toEqual(['Jörg Müßig'])
    expect(answer.body.rows[0]).toMatchObject({ line: 4, action: 'add' })
  })

  test('headings as offices write them are known, and those for work count before private ones', async () => {
    const { body } = await preview(
      'Nachname;Vorname;E-Mail privat;E-Mail dienstl.;Handy-Nr.;Telefon\r\n' +
        'Müßig;Jörg;j@zuhause.example;muessig@kreis.example;0171 2345678;02371 1',
    )
    expect(body.ignoredColumns).toEqual(['E-Mail privat', 'Telefon'])
    expect(body.rows[0]).toMatchObject({ email: 'muessig@kreis.example', action: 'add' })
    for (const heading of ['Mail-Adresse (dienstlich)', 'Dienstliche E-Mail', 'E-Mail geschäftl.'])
      expect((await preview(`Name;${heading}\r\nA B;a@kreis.example`)).status, heading).toBe(200)
    for (const heading of ['Mobilfunknummer', 'Diensthandy', 'Tel. mobil', 'Handy-Nr. dienstl.'])
      expect(
        (await preview(`Name;E-Mail;${heading}\r\nA B;a@kreis.example;0171 1`)).body.ignoredColumns,
        heading,
      ).toEqual([])
  })
})

describe('names', () => {
  test.each([
    ['Müller, Hans', 'Hans Müller'],
    ['MÜLLER Hans', 'Hans Müller'],
    ['MÜLLER, Hans', 'Hans Müller'],
    ['Hans MÜLLER-LÜDENSCHEIDT', 'Hans Müller-Lüdenscheidt'],
    ['VON DER LEYEN Ursula', 'Ursula von der Leyen'],
    ['von der Leyen, Ursula', 'Ursula von der Leyen'],
    ['Hohenfels, Friedrich-Wilhelm von', 'Friedrich-Wilhelm von Hohenfels'],
    ['Hans Müller', 'Hans Müller'],
    ['Hans Müller, M.A.', 'Hans Müller, M.A.'],
    ['THW Ortsverband', 'THW Ortsverband'],
    ['ILS Leitstelle', 'ILS Leitstelle'],
    ['HANS MÜLLER', 'HANS MÜLLER'],
  ])('%s is taken over as %s', async (said, expected) => {
    const staff = await desk.staff()
    const list = listOf([said])
    const { body } = await preview(list, '', staff)
    expect(body.rows).toMatchObject([{ name: expected, action: 'add' }])
    expect(body.rows[0]?.mended.map(({ cell, value, taken }) => [cell, value, taken])).toEqual(
      said === expected ? [] : [['B2', said, expected]],
    )
    await take(staff, list)
    expect((await take(staff, list)).body).toMatchObject({ change: 0, same: 1 })
    const { members } = await desk.roster(staff.lead, staff.staffId)
    expect(members.map(m => m.name)).toContain(expected)
  })

  test('a title inside a turned name becomes the title', async () => {
    for (const name of ['Dr. Müller, Hans', 'Müller, Dr. Hans', 'Müller, Hans, Dr.']) {
      const staff = await desk.staff()
      await take(staff, listOf([name]))
      const { members } = await desk.roster(staff.lead, staff.staffId)
      expect(members, name).toContainEqual(
        expect.objectContaining({ title: 'Dr.', name: 'Hans Müller' }),
      )
    }
  })

  test('what may be read either way is told, not guessed', async () => {
    const names = ['Hans Müller, Feuerwehr', 'Müller, Hans (Amt 38)', 'Müller, Meier, Schmidt']
    expect(problemsOf(await preview(listOf(names)))).toEqual(names.map(() => 'unclearName'))
  })

  test.each(['Name, Vorname', 'Nachname Vorname', 'Nach- und Vorname', 'Last name, first name'])(
    'the heading %s says that the family name stands first',
    async heading => {
      const names = ['Müller Hans', 'von Hohenfels Anna', 'García Márquez, Gabriel', 'Çelik, Özge']
      expect(namesOf(await preview(listOf(names, heading)))).toEqual([
        'Hans Müller',
        'Anna von Hohenfels',
        'Gabriel García Márquez',
        'Özge Çelik',
      ])
      expect(problemsOf(await preview(listOf(['Müller Hans Peter'], heading)))).toEqual([
        'unclearName',
      ])
    },
  )

  test('a list whose names all stand so says it too', async () => {
    const names = ['Müller, Hans', 'Çelik, Özge', 'Groß, Uwe', 'García Márquez, Gabriel']
    expect(namesOf(await preview(listOf(names))).at(-1)).toBe('Gabriel García Márquez')
  })

  test('what a spreadsheet could not work out is no name', async () => {
    const faults = ['#DIV/0!', '#NV', '#N/A', '#BEZUG!', '#NAME?', 'Err:502', '#WERT!']
    expect(problemsOf(await preview(listOf(faults)))).toEqual(faults.map(() => 'formulaFault'))
    const { body } = await preview(
      'Vorname;Nachname;E-Mail;Organisation\r\n#NV;Müller;a@kreis.example;#REF!',
    )
    expect(body.rows[0]?.problems.map(({ problem }) => problem)).toEqual([
      'formulaFault',
      'formulaFault',
    ])
  })
})

describe('what is certain is cleaned and shown', () => {
  test.each([
    ['anna.vogt\u200b@kreis.example', 'zero-width'],
    ['\ufeffanna.vogt@kreis.example', 'byte order mark'],
    ['anna.vogt@kreis.example\u00a0', 'blank that does not break'],
    ['mailto:anna.vogt@kreis.example?subject=Stab', 'link'],
    ['Anna Vogt <anna.vogt@kreis.example>', 'with a name'],
    ['"Vogt, Anna" <anna.vogt@kreis.example>;', 'with a name and the separator of Outlook'],
  ])('the address %j', async address => {
    const cell = `"${address.replaceAll('"', '""')}"`
    const { body } = await preview(`Name;E-Mail\r\nAnna Vogt;${cell}`)
    expect(body.rows).toMatchObject([{ email: 'anna.vogt@kreis.example', action: 'add' }])
  })

  test('the number with an en dash and blanks that do not break', async () => {
    const staff = await desk.staff()
    const text = `Name;E-Mail;Mobil\r\nAnna Vogt;${address()};0171\u00a02345\u2013678`
    const { body } = await preview(text, '', staff)
    expect(body.rows[0]?.mended).toEqual([
      {
        cell: 'C2',
        column: 'Mobil',
        value: '0171\u00a02345\u2013678',
        taken: '0171 2345-678',
        how: 'cleaned',
      },
    ])
    await take(staff, text)
    const { members } = await desk.roster(staff.lead, staff.staffId)
    expect(members.map(m => m.mobile)).toContain('0171 2345678')
  })

  test('marks of direction stay out of names and titles, from a list and by hand', async () => {
    const staff = await desk.staff()
    await take(staff, listOf(['Hans\u202e Müller\u200b']))
    const added = await desk.as(staff.lead)('POST', `/staffs/${staff.staffId}/members`, {
      name: '\u202eAnna Vogt\u2066',
      title: 'Dr.\u202e',
      email: address(),
    })
    expect(added.status).toBeLessThan(300)
    const { members } = await desk.roster(staff.lead, staff.staffId)
    expect(members.map(m => m.displayName)).toEqual(
      expect.arrayContaining(['Hans Müller', 'Dr. Anna Vogt']),
    )
    const member = members.find(m => m.name === 'Anna Vogt')!
    await desk.as(staff.lead)('PATCH', `/staffs/${staff.staffId}/members/${member.memberId}`, {
      name: 'Anna\u202e Groß',
    })
    expect(
      (await desk.roster(staff.lead, staff.staffId)).members.map(m => m.displayName),
    ).toContain('Dr. Anna Groß')
  })
})

describe('letters', () => {
  const text = listOf(['Jörg Müller', 'Änne Groß', 'Özge Weiß', 'Zoë Übel'])
  const names = ['Jörg Müller', 'Änne Groß', 'Özge Weiß', 'Zoë Übel']
  const written = (letters: Record<string, number>) =>
    Uint8Array.from([...text].map(letter => letters[letter] ?? letter.charCodeAt(0)))
  const mac = { ä: 0x8a, ö: 0x9a, ü: 0x9f, Ä: 0x80, Ö: 0x85, Ü: 0x86, ß: 0xa7, ë: 0x91 }
  const dos = { ä: 0x84, ö: 0x94, ü: 0x81, Ä: 0x8e, Ö: 0x99, Ü: 0x9a, ß: 0xe1, ë: 0x89 }

  test.each([
    ['macintosh', mac],
    ['cp850', dos],
    ['windows1252', {}],
  ] as const)('%s is told by what reads as German', async (encoding, letters) => {
    const answer = await preview(written(letters))
    expect(namesOf(answer)).toEqual(names)
    expect(answer.body.source).toMatchObject({ encoding, isDoubtful: false })
  })

  test('letters that no code page makes words of are told', async () => {
    const list = (name: string) => new Uint8Array(Buffer.from(listOf([name]), 'latin1'))
    const { body } = await preview(list('M\u00b0ller'))
    expect(body.source.isDoubtful).toBe(true)
    for (const harmless of ['Anna Vogt \u00b0 B', 'Çelik', 'André']) {
      const { body } = await preview(list(harmless))
      expect(body.source, harmless).toMatchObject({ encoding: 'windows1252', isDoubtful: false })
    }
  })

  test('UTF-8 that was read as something else and saved again is restored and told', async () => {
    const read = (name: string, page: string) =>
      new TextDecoder(page).decode(new TextEncoder().encode(name))
    for (const page of ['windows-1252', 'macintosh']) {
      const answer = await preview(listOf(names.map(name => read(name, page))))
      expect(namesOf(answer), page).toEqual(names)
      expect(answer.body.rows.map(row => row.mended[0]?.how)).toEqual(names.map(() => 'restored'))
    }
  })

  test('letters that are lost are a fault, and nothing is stored', async () => {
    const lost = ['M\ufffdller Hans', 'M?ller Hans', 'Hans MŸller', 'Gro§mann Uwe', 'Hans M├ller']
    expect(problemsOf(await preview(listOf(lost)))).toEqual(lost.map(() => 'lostLetters'))
  })
})

describe('functions', () => {
  test('merged cells count for each row, and the preview shows who gets which', async () => {
    const people = () =>
      ['Jörg Müßig', 'Anna Vogt', 'Uwe Groß'].map((name, i) => [
        name,
        address(),
        i === 0 ? 'BuMA' : '',
      ])
    const xlsx = book([
      {
        name: 'Stab',
        rows: [head, ...people()].map((row, i) => rowOf(i + 1, row)).join(''),
        behind: '<mergeCells count="1"><mergeCell ref="C2:C4"/></mergeCells>',
      },
    ])
    const ods = zip(
      odsParts(
        odsRow(head) +
          people()
            .map((row, i) =>
              i === 0
                ? odsRow(row).replace(
                    /(.*)<table:table-cell /,
                    '$1<table:table-cell table:number-rows-spanned="3" ',
                  )
                : odsRow(row),
            )
            .join(''),
      ),
    )
    for (const bytes of [xlsx, ods]) {
      const staff = await desk.staff()
      const { body } = await preview(bytes, '', staff)
      expect(body.rows.map(row => row.functions)).toEqual(
        [0, 1, 2].map(rank => [{ label: 'BuMA', rank }]),
      )
      await take(staff, bytes)
      expect((await take(staff, bytes)).body).toMatchObject({ change: 0, same: 3 })
      const { functions } = await desk.roster(staff.lead, staff.staffId)
      expect(functions.find(fn => fn.label === 'BuMA')?.holders.map(h => h.name)).toEqual(
        people().map(([name]) => name),
      )
    }
  })

  test('merged cells without end or over each other are refused', async () => {
    const merges = '<mergeCell ref="C2:C1048576"/>'.repeat(50)
    const { status, body } = await preview(
      book([
        {
          name: 'Stab',
          rows: [head, ['A B', 'a@kreis.example', 'BuMA'], ['C D', 'c@kreis.example', '']]
            .map((row, i) => rowOf(i + 1, row))
            .join(''),
          behind: `<mergeCells>${merges}</mergeCells>`,
        },
      ]),
    )
    expect([status, body.details]).toEqual([415, { reason: 'damaged' }])
  })
})

describe('cells as people fill them', () => {
  const rowsOf = async (bytes: Bytes) => (await preview(bytes)).body.rows

  test('a line break inside a cell (Alt+Enter) is a blank, and shown as mended', async () => {
    const cells = [
      ['Name', 'E-Mail', 'Behörde'],
      ['Hans\nMüller', address(), 'Kreis\nAmt 32'],
    ]
    const [row] = await rowsOf(book([{ name: 'T', cells }]))
    expect(row).toMatchObject({ action: 'add', name: 'Hans Müller', problems: [] })
    expect(row!.mended.map(({ taken }) => taken)).toEqual(['Hans Müller', 'Kreis Amt 32'])
  })

  test('of two numbered headings the first counts', async () => {
    const list =
      'Lfd. Nr.;Name;Vorname;E-Mail 1;E-Mail 2;Mobil 1;Mobil 2\n' +
      '1;Beck;Eva;eva@kreis.example;andere@kreis.example;0171 2345678;falsch\n'
    expect(await rowsOf(list)).toMatchObject([
      { action: 'add', name: 'Eva Beck', email: 'eva@kreis.example', problems: [] },
    ])
  })

  test('an address form before a name is dropped and shown', async () => {
    const [tim, eva, herr] = await rowsOf(listOf(['Herr Tim Tau', 'Frau Dr. Eva Beck', 'Ida Herr']))
    expect([tim, eva, herr]).toMatchObject([
      { name: 'Tim Tau', mended: [{ value: 'Herr Tim Tau', taken: 'Tim Tau' }] },
      { name: 'Dr. Eva Beck' },
      { name: 'Ida Herr', mended: [] },
    ])
  })

  test.each([
    ['1. Vertretung', 1],
    ['Vertr. 2', 2],
    ['2. Stellvertreterin', 2],
    ['Stellv. 1', 1],
  ])('%s is a rank', async (text, rank) => {
    const list = `Name;E-Mail;Funktion;Rang\nEva Beck;${address()};BuMA;${text}\n`
    expect(await rowsOf(list)).toMatchObject([
      { functions: [{ label: 'BuMA', rank }], problems: [] },
    ])
  })

  test.each([
    [
      'a web page',
      '<html><body><table><tr><td>Name</td><td>E-Mail</td></tr></table></body></html>',
    ],
    [
      'a workbook of Excel 2003',
      '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    ],
  ])('%s called .xls is refused with what to do', async (_, text) => {
    expect(await preview(text)).toMatchObject({
      status: 415,
      body: { code: 'unsupportedFile', details: { reason: 'markup' } },
    })
  })
})
