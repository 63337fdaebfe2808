import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Problem } from '../../src/lib/http.ts'
import { type TestApp, startApp } from '../support/app.ts'
import { type Signed, addMember, foundStaff } from '../support/staff.ts'
import { odsParts, odsRow, workbookParts } from '../support/workbook.ts'
import { type ZipPart, endOfZip, numbers, zip } from '../support/zip.ts'
import type { ImportPreview } from '../../src/roster/contract/import.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }
beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
})
afterAll(() => app?.stop())

const megabyte = 1024 * 1024
const cells = [
  ['Name', 'E-Mail', 'Mobil'],
  ['Jörg Müßig', 'muessig@kreis.example', '0171 2345678'],
  ['Çiğdem Yıldız', 'yildiz@kreis.example', ''],
]
const good = () => workbookParts({ cells })
const withPart = (name: string, more: Partial<ZipPart>) =>
  good().map(part => (part.name === name ? { ...part, ...more } : part))
const sheetName = 'xl/worksheets/sheet1.xml'
const filled = (text: string, bytes: number) => text.repeat(Math.ceil(bytes / text.length))

async function preview(bytes: Uint8Array | string, who = staff.lead) {
  const form = new FormData()
  form.set('file', new File([bytes as BlobPart], 'liste'))
  const response = await fetch(`${app.base}/api/staffs/${staff.staffId}/import/preview`, {
    method: 'POST',
    headers: { cookie: who.client.cookieHeader() },
    body: form,
  })
  return {
    status: response.status,
    body: (await response.json()) as ImportPreview & Problem,
  }
}

async function expectRead(bytes: Uint8Array, what = '') {
  const answer = await preview(bytes)
  expect(answer, what).toMatchObject({ status: 200, body: { counts: { add: 2, bad: 0 } } })
  expect(answer.body.rows.map(row => [row.name, row.email])).toEqual(
    cells.slice(1).map(row => row.slice(0, 2)),
  )
}
const damaged = { status: 415, body: { code: 'unsupportedFile', details: { reason: 'damaged' } } }
const tooLarge = (details: object) => ({ status: 413, body: { code: 'tooLarge', details } })
const tooFull = tooLarge({ limitUnpackedBytes: 10 * megabyte })

describe('what office programs write is read', () => {
  test.each(['libreoffice.xlsx', 'libreoffice.ods'])('a file of LibreOffice: %s', async name => {
    const { status, body } = await preview(
      new Uint8Array(readFileSync(join(import.meta.dirname, 'files', name))),
    )
    expect(status).toBe(200)
    expect(body.counts).toEqual({ add: 3, change: 0, same: 0, bad: 0 })
    expect(body.rows.map(row => row.name)).toEqual([
      'Çiğdem Yıldız',
      'Jörg Müßig 👩‍🚒',
      'Lena "Leni" <Vogt> & Söhne',
    ])
  })

  test.each(['signed', 'bare', 'large'] as const)(
    'entries with a data descriptor that is %s',
    async descriptor => {
      await expectRead(zip(good().map(part => ({ ...part, descriptor }))))
    },
  )

  test('shared texts, in runs and with phonetic ones, escaped, numbered beyond sixteen bits', async () => {
    const strings = [
      'Name',
      'E-Mail',
      'Mobil',
      '<r><t>Jörg </t></r><r><rPr><b/></rPr><t>M&#252;ßig</t></r><rPh><t>ヨルク</t></rPh>',
      'muessig@kreis.example',
      'Çiğdem_x0020_Yıldız',
      'yildiz@kreis.example',
    ].map(text => `<si>${text.startsWith('<') ? text : `<t xml:space="preserve">${text}</t>`}</si>`)
    const rows = [
      [0, 1, 2],
      [3, 4],
      [5, 6],
    ].map(
      (row, i) =>
        `<row r="${i + 1}">${row.map((n, c) => `<c r="${'ABC'[c]}${i + 1}" s="1" t="s"><v>${n}</v></c>`).join('')}</row>`,
    )
    await expectRead(zip(workbookParts({ sheet: rows.join(''), strings: strings.join('') })))
  })

  test('folders, pictures and other parts of any size, which are left packed', async () => {
    const picture = { name: 'xl/media/karte.bmp', text: filled('\0', 30 * megabyte) }
    await expectRead(zip([{ name: 'xl/', text: '', isStored: true }, ...good(), picture]))
  })

  test('5,000 rows of twelve columns', async () => {
    const columns = [...cells[0]!, 'Titel', 'Organisation', 'a', 'b', 'c', 'd', 'e', 'f', 'g']
    const rows = Array.from({ length: 5_000 }, (_, i) =>
      columns.map((_, c) => (c === 1 ? `p${i}@kreis.example` : c === 2 ? '' : `Wert ${i} ${c}`)),
    )
    const answer = await preview(zip(workbookParts({ cells: [columns, ...rows] })))
    expect(answer.body.counts).toEqual({ add: 5_000, change: 0, same: 0, bad: 0 })
  })

  test('an ODS whose empty rows and cells go on to the end of the sheet', async () => {
    const blank =
      '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    await expectRead(zip(odsParts(cells.map(row => odsRow(row)).join('') + blank)))
  })

  test('the first sheet that is shown, and none that is hidden before it', async () => {
    const former = [cells[0]!, ['Früher Dabei', 'frueher@kreis.example', '']]
    const [old] = workbookParts({ cells: former }).filter(part => part.name === sheetName)
    const sheet = (name: string, state: string, id: string) =>
      `<sheet name="${name}" sheetId="${id.slice(1)}" state="${state}" r:id="${id}"/>`
    for (const state of ['hidden', 'veryHidden']) {
      const parts = good().map(part => ({
        ...part,
        text: String(part.text)
          .replace(/<sheet .*\/>/, sheet('Alt', state, 'r9') + sheet('Stab', 'visible', 'r1'))
          .replace(
            /(<Relationship Id="r1"[^>]*)sheet1(\.xml"\/>)/,
            (all, start: string, end: string) =>
              all + `${start}sheet9${end}`.replace('"r1"', '"r9"'),
          ),
      }))
      await expectRead(zip([...parts, { ...old!, name: 'xl/worksheets/sheet9.xml' }]), state)
    }
    const rows = (list: readonly string[][]) => list.map(row => odsRow(row)).join('')
    const style =
      '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>'
    const ods = odsParts(`${rows(former)}</table:table><table:table>${rows(cells)}`).map(part => ({
      ...part,
      text: String(part.text)
        .replace('<office:body>', `<office:automatic-styles>${style}</office:automatic-styles>$&`)
        .replace('<table:table>', '<table:table table:style-name="ta1">'),
    }))
    await expectRead(zip(ods), 'ods')
  })

  test('a list that is wide with nothing in it', async () => {
    const text = cells.map(row => [...row, ...Array.from({ length: 300 }, () => '')].join(';'))
    await expectRead(new TextEncoder().encode(text.join('\r\n')))
  })
})

describe('an archive that is not what it says is damaged', () => {
  const archives: Record<string, () => Uint8Array> = {
    'the directory says 0 and 0, the content follows in a data descriptor': () =>
      zip(
        withPart(sheetName, {
          text: filled('<a/>', 50 * megabyte),
          descriptor: 'signed',
          claims: { size: 0, packedSize: 0 },
        }),
      ),
    'an entry says less than it unpacks to': () =>
      zip(
        withPart(sheetName, {
          text: filled(' ', 50 * megabyte),
          claims: { size: 1_000, alsoLocally: true },
        }),
      ),
    'an entry says more than it unpacks to': () =>
      zip(withPart(sheetName, { claims: { size: 5_000, alsoLocally: true } })),
    'the directory says otherwise than the local header': () =>
      zip(withPart(sheetName, { claims: { packedSize: 200 } })),
    'a checksum that does not fit': () => zip(withPart(sheetName, { crc: 12345 })),
    'two entries of one name': () => zip([...good(), good().at(-1)!]),
    'two entries of one name but for its case': () =>
      zip([...good(), { ...good().at(-1)!, name: sheetName.toUpperCase() }]),
    'a directory of the kind for large files': () => withLargeDirectory(good()),
    'an entry of the kind for large files': () =>
      zip(
        withPart(sheetName, {
          claims: { size: 0xffffffff, packedSize: 0xffffffff },
          descriptor: 'large',
          extra: numbers([2, 1], [2, 16], [8, 50 * megabyte], [8, 900]),
        }),
      ),
    'entries that overlap': overlapping,
    'a directory that reaches behind the file': () => {
      const bytes = Buffer.from(zip(good()))
      bytes.writeUInt32LE(bytes.length + 100, bytes.length - 6)
      return new Uint8Array(bytes)
    },
    'something between directory and end': () => zip(good(), { gap: new Uint8Array(100) }),
    'a document type': () =>
      zip(
        withPart(sheetName, {
          text: '<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>',
        }),
      ),
    'an entity that nobody declared': () => zip(workbookParts({ cells: [['Name &lol;']] })),
    'elements in each other without end': () =>
      zip(workbookParts({ sheet: filled('<row>', 9 * megabyte) })),
    'rows that go back': () => zip(workbookParts({ sheet: '<row r="7"/><row r="3"/>' })),
    'a sheet that breaks off': () => zip(withPart(sheetName, { text: '<worksheet><sheetData>' })),
    'no UTF-8': () => zip(withPart(sheetName, { text: Uint8Array.from([0x3c, 0xff, 0xfe]) })),
  }
  test.each(Object.keys(archives))('%s', async what => {
    expect(await preview(archives[what]!()), what).toMatchObject(damaged)
  })

  test('an entry, or a whole workbook, that is locked says so', async () => {
    const manifest = {
      name: 'META-INF/manifest.xml',
      text: '<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>',
    }
    for (const parts of [
      withPart(sheetName, { flags: 1 }),
      [...odsParts(odsRow(cells[0]!)), manifest],
      [...odsParts(''), { name: 'encrypted-package', text: 'x' }],
    ]) {
      expect(await preview(zip(parts))).toMatchObject({
        status: 415,
        body: { code: 'unsupportedFile', details: { reason: 'encrypted' } },
      })
    }
  })

  test('an archive in itself, or of something else, is no list', async () => {
    const inner = zip([{ name: 'r.zip', text: zip(good()) }])
    const word = workbookParts({ cells }).map(part =>
      part.name === 'xl/workbook.xml' ? { ...part, text: '<document/>' } : part,
    )
    for (const bytes of [inner, zip(word), zip([])]) {
      const { status, body } = await preview(bytes)
      expect([status, body.code]).toEqual([415, 'unsupportedFile'])
    }
  })
})

describe('a bomb is refused, and others go on meanwhile', () => {
  const strings = (bytes: number) => filled('<si><t>a</t></si>', bytes)
  const bombs: Record<string, [() => Uint8Array | string, object]> = {
    '90 MB of shared texts, honestly declared': [
      () => zip(workbookParts({ cells, strings: strings(90 * megabyte) })),
      tooFull,
    ],
    '90 MB of empty elements': [
      () => zip(workbookParts({ sheet: filled('<row/>', 90 * megabyte) })),
      tooFull,
    ],
    'parts that are too large only together': [
      () =>
        zip(
          workbookParts({
            sheet: filled('<row/>', 6 * megabyte),
            strings: strings(6 * megabyte),
          }),
        ),
      tooFull,
    ],
    'an ODS of 50 MB': [() => zip(odsParts(filled(odsRow([]), 50 * megabyte))), tooFull],
    'an ODS that repeats a row to the end of the sheet': [
      () => zip(odsParts(odsRow(['x'], 'table:number-rows-repeated="1048576"'))),
      tooLarge({ limitRows: 5_000 }),
    ],
    'an ODS that repeats a cell to the end of the sheet': [
      () =>
        zip(
          odsParts(
            odsRow(['x'], 'table:number-rows-repeated="4000"').replace(
              '<table:table-cell',
              '<table:table-cell table:number-columns-repeated="16384"',
            ),
          ),
        ),
      tooLarge({ limitColumns: 200 }),
    ],
    'a cell in the last column of the last row': [
      () => zip(workbookParts({ sheet: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' })),
      tooLarge({ limitRows: 5_000 }),
    ],
    'one long text in every cell': [
      () => {
        const row = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>'
        const texts = ['Name', 'E-Mail', filled('ä', 60_000)].map(t => `<si><t>${t}</t></si>`)
        const body = row.replaceAll(/>[01]</g, '>2<').repeat(4_999)
        return zip(workbookParts({ sheet: row + body, strings: texts.join('') }))
      },
      tooLarge({ limitCharacters: 4_000_000 }),
    ],
    'a CSV with three million columns': [
      () => `Name;E-Mail${filled(';x', 6 * megabyte)}\r\n`,
      tooLarge({ limitColumns: 200 }),
    ],
    'a CSV of separators': [() => filled(';', 10 * megabyte), tooLarge({ limitColumns: 200 })],
    'a CSV of line ends': [() => filled('\n', 10 * megabyte), tooLarge({ limitRows: 5_000 })],
    'a CSV without a line end': [
      () => filled('x', 10 * megabyte),
      { status: 400, body: { errors: [{ problem: 'damaged' }] } },
    ],
    'a CSV of quotes': [
      () => `Name;E-Mail\r\n${filled('"', 5 * megabyte)}`,
      { status: 400, body: { errors: [{ problem: 'damaged' }] } },
    ],
    'a CSV of brackets': [
      () => `Name;E-Mail;${filled('(', 90_000)}\r\n`,
      { status: 200, body: { counts: { add: 0 } } },
    ],
  }
  test.each(Object.keys(bombs))('%s', async what => {
    const [make, expected] = bombs[what]!
    expect(await preview(make()), what).toMatchObject(expected)
  })

  test('cells full of blanks or far too long are told by what is wrong', async () => {
    const blanks = ' '.repeat(40_000)
    const answer = await preview(
      `Name;E-Mail;Funktion\r\n${blanks}Anna${blanks};anna@kreis.example;\r\n` +
        `A${blanks}B;ab@kreis.example;\r\nBea;bea@kreis.example;${'BuMA,'.repeat(9_000)}\r\n`,
    )
    expect(answer.body.rows.map(row => [row.action, row.problems[0]?.problem])).toEqual([
      ['add', undefined],
      ['bad', 'tooLong'],
      ['add', 'tooLong'],
    ])
  })

  test('a person has three lists at work, further ones are refused, and somebody else is read', async () => {
    const slow = zip(workbookParts({ sheet: filled('<row/>', 3 * megabyte) }))
    const colleague = await addMember(app, staff, { name: 'Uwe Groß', roles: ['kgs'] })
    const mine = Array.from({ length: 6 }, () => preview(slow))
    const other = await preview(zip(good()), colleague)
    expect(other.status).toBe(200)
    const codes = (await Promise.all(mine)).map(answer => answer.status).sort()
    expect(codes).toEqual([400, 400, 400, 429, 429, 429])
  })
})

/**
 * The end says that its numbers stand in a ZIP64 directory, which tells of other entries than the
 * plain one.
 */
function withLargeDirectory(parts: readonly ZipPart[]): Uint8Array {
  const plain = Buffer.from(zip(parts))
  const body = plain.subarray(0, -22)
  const [count, size, start] = [
    parts.length,
    plain.readUInt32LE(plain.length - 10),
    plain.readUInt32LE(plain.length - 6),
  ]
  const large = Buffer.concat([
    numbers([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count]),
    numbers([8, size], [8, start]),
  ])
  const locator = numbers([4, 0x07064b50], [4, 0], [8, body.length], [4, 1])
  const end = endOfZip({ count, size: 0xffffffff, start })
  return new Uint8Array(Buffer.concat([body, large, locator, end]))
}

/** Many names in the directory for one and the same content. */
function overlapping(): Uint8Array {
  const plain = Buffer.from(zip(good()))
  const start = plain.readUInt32LE(plain.length - 6)
  const directory = plain.subarray(start, -22)
  const last = directory.subarray(directory.lastIndexOf(numbers([4, 0x02014b50])))
  const again = Buffer.from(last)
  again.write('xl/worksheets/sheet2.xml', 46)
  return new Uint8Array(
    Buffer.concat([
      plain.subarray(0, start),
      directory,
      again,
      endOfZip({ count: good().length + 1, size: directory.length + again.length, start }),
    ]),
  )
}
