import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Roster } from '../../src/roster/contract/roster.ts'
import { type Desk, type Someone, startDesk } from './support.ts'
import type { StaffId } from '../../src/lib/ids.ts'
import { zip } from '../support/zip.ts'
import type { ImportCounts, ImportPreview } from '../../src/roster/contract/import.ts'

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

const header = 'Titel;Name;Organisation;E-Mail;Mobil;Sprache;Funktion;Vertretung für;Rang;Rollen'
const list = (tag: string) =>
  [
    header,
    `Dr.;Çiğdem Yıldız;Kreis;yildiz-${tag}@kreis.example;0171 2345678;Deutsch;SMS Gesundheit;;;Mitglied`,
    `;Jörg Müßig;Kreis;MUESSIG-${tag}@kreis.example;+49 171 111111;;SMS Ordnung;Leiter des Krisenstabes;;"Mitglied, KGS"`,
    `;"Lena ""Leni"" Vogt";;vogt-${tag}@kreis.example;;en;;BuMA | SMS Ordnung;1;Presse`,
  ].join('\r\n')
const utf8 = (text: string) => new TextEncoder().encode(text)

async function upload<T>(
  who: Someone,
  staffId: StaffId,
  bytes: Uint8Array,
  what: 'preview' | 'import',
  seen?: string,
) {
  const form = new FormData()
  form.set('file', new File([bytes as BlobPart], 'liste.csv'))
  return desk.as(who)<T>(
    'POST',
    `/staffs/${staffId}/import${what === 'preview' ? '/preview' : ''}${seen ? `?seen=${seen}` : ''}`,
    form,
  )
}
const preview = async (who: Someone, staffId: StaffId, text: string | Uint8Array) =>
  upload<ImportPreview>(who, staffId, typeof text === 'string' ? utf8(text) : text, 'preview')
const take = async (who: Someone, staffId: StaffId, text: string | Uint8Array) =>
  upload<ImportCounts>(who, staffId, typeof text === 'string' ? utf8(text) : text, 'import')
const takeAsSeen = async (who: Someone, staffId: StaffId, text: string, seen: string) =>
  upload<ImportCounts>(who, staffId, utf8(text), 'import', seen)
/** What is stored, without what the database makes up. */
const stored = (roster: Roster) => ({
  members: roster.members.map(
    ({ displayName, email, mobile, organisation, language, roles, functions }) => ({
      displayName,
      email,
      mobile,
      organisation,
      language,
      roles,
      functions,
    }),
  ),
  holders: roster.functions.flatMap(fn =>
    fn.holders.map(
      holder =>
        `${fn.label} ${holder.rank} ${holder.name} ${holder.validFrom} ${holder.validUntil}`,
    ),
  ),
})

describe('a list', () => {
  test('is taken over whole, and a second time changes nothing', async () => {
    const { staffId, lead } = await desk.staff()
    const seen = await preview(lead, staffId, list('a'))
    expect(seen.body).toMatchObject({
      counts: { add: 3, change: 0, same: 0, bad: 0 },
      ignoredColumns: [],
    })
    expect((await desk.roster(lead, staffId)).members).toHaveLength(1)
    expect((await take(lead, staffId, list('a'))).body).toEqual({
      add: 3,
      change: 0,
      same: 0,
      bad: 0,
    })
    const after = stored(await desk.roster(lead, staffId))
    expect(after.members).toContainEqual({
      displayName: 'Jörg Müßig',
      email: 'muessig-a@kreis.example',
      mobile: '0171111111',
      organisation: 'Kreis',
      language: 'de',
      roles: ['member', 'kgs'],
      functions: ['Vertretung Leiter des Krisenstabes', 'SMS Ordnung'],
    })
    expect(after.members).toContainEqual(
      expect.objectContaining({
        displayName: 'Lena "Leni" Vogt',
        language: 'en',
        roles: ['press'],
      }),
    )
    expect(after.holders).toHaveLength(5)
    expect((await preview(lead, staffId, list('a'))).body.counts).toEqual({
      add: 0,
      change: 0,
      same: 3,
      bad: 0,
    })
    const trail = await desk.deps.database.sql`select count(*)::int as n from audit_trail`
    expect((await take(lead, staffId, list('a'))).body).toEqual({
      add: 0,
      change: 0,
      same: 3,
      bad: 0,
    })
    expect(stored(await desk.roster(lead, staffId))).toEqual(after)
    expect(await desk.deps.database.sql`select count(*)::int as n from audit_trail`).toEqual(trail)
  })

  test('reads the same in every form that spreadsheets save', async () => {
    const rows = (tag: string) =>
      list(tag)
        .split('\r\n')
        .map(line => line.split(';').map(cell => cell.replace(/^"|"$/g, '').replaceAll('""', '"')))
    const windows1252 = (text: string) =>
      Uint8Array.from(
        [...text.replaceAll('Ç', 'C').replaceAll('ğ', 'g').replaceAll('ı', 'i')].map(c =>
          c.charCodeAt(0),
        ),
      )
    const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))
    const forms: Record<string, (text: string, tag: string) => Uint8Array | Promise<Uint8Array>> = {
      'utf-8': text => utf8(text),
      'utf-8 with BOM': text => utf8(`\ufeff${text}`),
      'windows-1252': windows1252,
      'unix line ends': text => utf8(text.replaceAll('\r\n', '\n')),
      'TAB, utf-16': text => utf16(text.replaceAll(';', '\t')),
      comma: text => utf8(text.replaceAll(';', ',').replace('"Mitglied, KGS"', '"Mitglied, KGS"')),
      'sep=;': text => utf8(`sep=;\r\n${text}`),
      xlsx: async (_, tag) => writeXlsx({ sheets: [{ name: 'Stab', rows: rows(tag) }] }),
      'xlsx with a title above': async (_, tag) =>
        writeXlsx({
          sheets: [{ name: 'Stab', rows: [['Krisenstab, Stand November'], [], ...rows(tag)] }],
        }),
    }
    for (const [i, [name, write]] of Object.entries(forms).entries()) {
      const { staffId, lead } = await desk.staff()
      const bytes = await write(list(`f${i}`), `f${i}`)
      expect(await take(lead, staffId, bytes), name).toMatchObject({
        status: 200,
        body: { add: 3, bad: 0 },
      })
      const { members, holders } = stored(await desk.roster(lead, staffId))
      expect(
        members.map(m => m.displayName),
        name,
      ).toEqual(expect.arrayContaining(['Jörg Müßig', 'Lena "Leni" Vogt']))
      expect(holders, name).toHaveLength(5)
    }
  })

  test('names each bad row and cell, and everything else can still be taken over', async () => {
    const { staffId, lead } = await desk.staff()
    const text = [
      header,
      ';Gut Gelaunt;;gut@kreis.example;;;;;;',
      ';;;leer@kreis.example;;;;;;',
      ';Ohne Adresse;;;;;;;;',
      ';Zwei Adressen;;"a@kreis.example, b@kreis.example";;;;;;',
      ';Zeilenumbruch;;"zeile@kreis.example\nBcc: x@kreis.example";1711234567;;;;;',
      ';Sprache;;sprache@kreis.example;;Latein;SMS Nirgends;;zwölf;Kaiser',
      `;${'x'.repeat(201)};;lang@kreis.example;;;;;;`,
      '',
      ';Gut Gelaunt;;gut@kreis.example;;;BuMA;;;',
      ';Anders Genannt;;gut@kreis.example;;;;;;',
      ';Noch Jemand;;noch@kreis.example;;;BuMA;;;',
    ].join('\r\n')
    const { body } = await preview(lead, staffId, text)
    expect(body.counts).toEqual({ add: 4, change: 1, same: 0, bad: 5 })
    const told = (costs: 'person' | 'value') =>
      body.rows.flatMap(row =>
        row.problems
          .filter(p => p.costs === costs)
          .map(p => [row.action, p.cell, p.column, p.problem]),
      )
    expect(told('person')).toEqual([
      ['bad', 'B3', 'Name', 'missing'],
      ['bad', 'D4', 'E-Mail', 'missing'],
      ['bad', 'D6', 'E-Mail', 'notAnAddress'],
      ['bad', 'B8', 'Name', 'tooLong'],
      ['bad', 'B11', 'Name', 'contradictsEarlierRow'],
    ])
    expect(told('value')).toEqual([
      ['add', 'F7', 'Sprache', 'unknownLanguage'],
      ['add', 'J7', 'Rollen', 'unknownRole'],
      ['add', 'I7', 'Rang', 'badRank'],
      ['add', 'G7', 'Funktion', 'unknownFunction'],
      ['add', 'G12', 'Funktion', 'rankTaken'],
    ])
    expect(body.rows.at(-2)?.problems[0]?.expected).toBe('Gut Gelaunt (2)')
    expect(body.rows.at(-1)?.problems[0]?.expected).toBe('Gut Gelaunt')
    expect((await take(lead, staffId, text)).body).toEqual(body.counts)
    expect((await desk.roster(lead, staffId)).members.map(m => [m.name, m.functions])).toEqual([
      ['Zwei Adressen', []], // by the first of them
      ['Gut Gelaunt', ['BuMA']],
      ['Noch Jemand', []],
      ['Sabine Köhler-Özdemir', []],
      ['Sprache', []],
    ])
  })

  test('changes only what it says: empty cells and unnamed roles stay', async () => {
    const { staffId, lead } = await desk.staff()
    const text = `Vorname,Name,email,Mobile,Roles,Lieblingsfarbe\nSabine,Köhler,${lead.email},0171 999999,,blau`
    const seen = await preview(lead, staffId, text)
    expect(seen.body).toMatchObject({ counts: { change: 1 }, ignoredColumns: ['Lieblingsfarbe'] })
    await take(lead, staffId, text)
    expect((await desk.roster(lead, staffId)).members).toMatchObject([
      { name: 'Sabine Köhler', mobile: '0171999999', roles: ['lead'], language: 'de' },
    ])
  })

  test('gives no role that its reader may not give', async () => {
    const { staffId } = await desk.staff()
    const kgs = await desk.person(staffId, 'Uwe Groß', ['kgs'])
    const { body } = await preview(
      kgs,
      staffId,
      `Name;E-Mail;Rollen\nUwe Groß;${kgs.email};KGS, Leitung`,
    )
    expect(body.rows[0]?.problems).toMatchObject([{ cell: 'C2', problem: 'roleNotYours' }])
    const member = await desk.person(staffId, 'Aylin Demir')
    expect((await take(member, staffId, list('x'))).status).toBe(403)
  })

  test('ranks at most 99 deputies of a function', async () => {
    const { staffId, lead } = await desk.staff()
    const rows = Array.from({ length: 101 }, (_, i) => `Person ${i};deputy${i}@kreis.example;BuMA`)
    const { body } = await take(lead, staffId, `Name;E-Mail;Vertretung\n${rows.join('\n')}`)
    expect(body).toEqual({ add: 101, change: 0, same: 0, bad: 0 })
    const buma = (await desk.roster(lead, staffId)).functions.find(fn => fn.label === 'BuMA')
    expect(buma?.holders).toHaveLength(99)
  })

  test('keeps every script, combining marks and emoji', async () => {
    const { staffId, lead } = await desk.staff()
    const names = ['محمد بن علي', 'Zoe\u0308 👩‍🚒', 'Nguyễn Thị Minh', '山田 太郎', '=SUMME(A1)']
    await take(
      lead,
      staffId,
      `Name;E-Mail\n${names.map((name, i) => `${name};script${i}@kreis.example`).join('\n')}`,
    )
    expect((await desk.roster(lead, staffId)).members.map(m => m.name)).toEqual(
      expect.arrayContaining(names),
    )
  })
})

describe('a broken file', () => {
  const fileOf = async (bytes: Uint8Array) => {
    const { staffId, lead } = await desk.staff()
    const before = await desk.countPeople()
    const answers = [await preview(lead, staffId, bytes), await take(lead, staffId, bytes)]
    expect(await desk.countPeople()).toBe(before)
    expect(answers[0]!.body.code).toBe(answers[1]!.body.code)
    return answers[0]!
  }

  test('without headings is refused with what was expected', async () => {
    for (const text of ['', 'gross@kreis.example', 'Vorname;Alter\nUwe;50']) {
      expect(await fileOf(utf8(text))).toMatchObject({
        status: 400,
        body: {
          code: 'invalid',
          errors: [{ field: 'file', problem: 'noHeadings', expected: 'Name, E-Mail' }],
        },
      })
    }
  })

  test('that is no list at all is unsupported', async () => {
    const workbook = await writeXlsx({
      sheets: [
        {
          name: 'A',
          rows: [
            ['Name', 'E-Mail'],
            ['A', 'a@b.example'],
          ],
        },
      ],
    })
    const pdf = utf8('%PDF-1.7\n\0\0')
    const locked = Uint8Array.from([
      0xd0,
      0xcf,
      0x11,
      0xe0,
      0xa1,
      0xb1,
      0x1a,
      0xe1,
      ...Array.from({ length: 600 }, () => 0),
    ])
    const otherZip = zip([{ name: 'readme.txt', text: 'hello' }])
    const flipped = workbook.map((byte, i) => (i > 40 && i < 400 ? byte ^ 0xff : byte))
    for (const bytes of [
      pdf,
      locked,
      workbook.slice(0, 900),
      workbook.slice(0, 10),
      otherZip,
      flipped,
    ]) {
      expect(await fileOf(bytes)).toMatchObject({ status: 415, body: { code: 'unsupportedFile' } })
    }
  })

  test('that breaks off inside a quoted cell is invalid', async () => {
    expect(await fileOf(utf8('Name;E-Mail\n"Uwe Groß;gross@kreis.example'))).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'file', problem: 'damaged' }] },
    })
  })

  test('above 10 MB or 5,000 rows is too large', async () => {
    const row = (i: number) => `Person ${i};p${i}@gross.example`
    const rows = Array.from({ length: 5_001 }, (_, i) => row(i))
    expect(await fileOf(utf8(`Name;E-Mail\n${rows.join('\n')}`))).toMatchObject({
      status: 413,
      body: { code: 'tooLarge', details: { limitRows: 5_000 } },
    })
    expect(await fileOf(utf8('x'.repeat(10 * 1024 * 1024 + 1)))).toMatchObject({
      status: 413,
      body: { code: 'tooLarge' },
    })
    const wide = await writeXlsx({
      sheets: [
        {
          name: 'A',
          rows: [
            ['Name', 'E-Mail'],
            ...Array.from({ length: 6_000 }, (_, i) => [`P ${i}`, `p${i}@gross.example`]),
          ],
        },
      ],
    })
    expect(await fileOf(wide)).toMatchObject({
      status: 413,
      body: { details: { limitRows: 5_000 } },
    })
  })
})

describe('a preview', () => {
  test('that the roster has overtaken is refused and changes nothing', async () => {
    const { staffId, lead } = await desk.staff()
    const text = list('seen')
    await take(lead, staffId, text)
    const newer = text.replace('0171 2345678', '0171 7654321')
    const first = await preview(lead, staffId, newer)
    const second = await preview(lead, staffId, newer)
    expect(second.body.seen).toBe(first.body.seen)

    // somebody corrects the number that the list is about to overwrite
    const before = await desk.roster(lead, staffId)
    const { memberId } = before.members.find(each => each.name === 'Çiğdem Yıldız')!
    const mobile = '0171 9999999'
    await desk.as(lead)('PATCH', `/staffs/${staffId}/members/${memberId}`, { mobile })
    const corrected = stored(await desk.roster(lead, staffId))
    for (const { body } of [first, second]) {
      const refused = await takeAsSeen(lead, staffId, newer, body.seen)
      expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } })
      expect(stored(await desk.roster(lead, staffId))).toEqual(corrected)
    }
    const { body } = await preview(lead, staffId, newer)
    expect(await takeAsSeen(lead, staffId, newer, body.seen)).toMatchObject({
      status: 200,
      body: { change: 1, same: 2 },
    })
    // and not twice
    expect((await takeAsSeen(lead, staffId, newer, body.seen)).status).toBe(409)
  })

  test('that another list has overtaken is refused, one that stays right is not', async () => {
    const { staffId, lead } = await desk.staff()
    const mine = await preview(lead, staffId, list('mine'))
    await take(lead, staffId, 'Name;E-Mail\nOtto Fremd;otto-fremd@kreis.example\n')
    const again = await preview(lead, staffId, list('mine'))
    expect(again.body.seen).toBe(mine.body.seen)
    await take(
      lead,
      staffId,
      'Name;E-Mail;Funktion\nIna Amt;ina-amt@kreis.example;SMS Gesundheit\n',
    )
    const refused = await takeAsSeen(lead, staffId, list('mine'), mine.body.seen)
    expect(refused.body.code).toBe('conflict')
  })

  test('of another file is refused', async () => {
    const { staffId, lead } = await desk.staff()
    const { body } = await preview(lead, staffId, list('one'))
    expect((await takeAsSeen(lead, staffId, list('other'), body.seen)).body.code).toBe('conflict')
  })
})

test('two lists of two staffs with the same people in another order are taken over at once', async () => {
  const deadlocks = async () =>
    (
      await desk.deps.database.sql`select deadlocks::int as count from pg_stat_database
        where datname = current_database()`
    )[0]!.count as number
  const before = await deadlocks()
  const [one, other] = [await desk.staff(), await desk.staff()]
  for (let round = 0; round < 3; round++) {
    // so many people of other staffs may be taken in within an hour
    desk.at(`2026-12-24T1${2 * round}:00:00Z`)
    const rows = Array.from(
      { length: 30 },
      (_, i) => `Person ${i};p${i % 2 ? round : ''}-${i}@kreis.example;Amt ${round}`,
    )
    const [up, down] = [rows, rows.toReversed()].map(each =>
      ['Name;E-Mail;Organisation', ...each].join('\n'),
    ) as [string, string]
    const answers = await Promise.all([
      take(one.lead, one.staffId, up),
      take(other.lead, other.staffId, down),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  }
  expect(await deadlocks()).toBe(before)
})
