import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { AttendanceRow, DeskInput } from '../../src/attendance/contract.ts'
import { Board } from '../../src/board/contract.ts'
import { invitationText } from '../../src/mail/texts.ts'
import { newId } from '../../src/lib/ids.ts'
import {
  doorModes,
  modeOfConnection,
  modes,
  modeTable,
  perMode,
  remoteModes,
} from '../../src/lib/modes.ts'
import { AttendanceSummary, MinutesBandRow } from '../../src/minutes/contract.ts'
import { composeMinutes } from '../../src/minutes/rules/compose.ts'
import { documentOf } from '../../src/minutes/rules/document.ts'
import { printedMinutes } from '../../src/minutes/rules/print.ts'
import { hybridSentence } from '../../src/minutes/rules/sentence.ts'
import { personColumns, personRows } from '../../src/records/columns.ts'
import { MyAttendance, RecordsSummary } from '../../src/records/contract.ts'
import { sayIn } from '../../src/words/say.ts'
import { facts as mailFacts } from '../mail/sample.ts'
import { peopleFacts, sampleInput } from '../minutes/sample.ts'
import { attendance, meeting, person, stay } from '../records/sample.ts'

const langs = ['de', 'en'] as const
const source = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

describe.each(modes)('the mode %s', mode => {
  /** one person, there in this mode alone */
  const minutes = composeMinutes({
    ...sampleInput(),
    ...peopleFacts([{ name: 'Uwe Groß', functions: [1], stays: [[mode, '08:31', '09:21']] }]),
    bandRows: [
      {
        label: 'KGS Innerer Dienst · Uwe Groß',
        functionLabel: 'KGS Innerer Dienst',
        name: 'Uwe Groß',
        bars: [{ fromMs: 0, untilMs: 1, kind: mode }],
      },
    ],
  })

  test.each(langs)('is counted and named in the sentence of the minutes (%s)', lang => {
    const nobody = AttendanceSummary.parse({
      ...perMode(() => 0),
      guests: 0,
      represented: [],
      excused: [],
      technicallyPrevented: [],
      absent: [],
      notRecorded: [],
    })
    const sentence = hybridSentence({ attendance: { ...nobody, [mode]: 7 } }, lang)
    expect(sentence).toContain('7')
    if (remoteModes.includes(mode))
      expect(sentence).toMatch(new RegExp(`7 (sind )?${sayIn(lang)(`mode.${mode}`)}`))
    expect(minutes.attendance[mode]).toBe(1)
  })

  test.each(langs)('has its word in the record, its sign and its bar in the annex (%s)', lang => {
    const word = sayIn(lang)(`mode.${mode}`)
    const rows = documentOf(minutes, { lang }).attendance.blocks.flatMap(block => block.rows)
    expect(rows.find(row => row.name === 'Uwe Groß')?.mode).toEqual([word])
    const { band } = printedMinutes(minutes, { lang, fingerprint: 'ab'.repeat(32) })
    expect(band.legend).toContainEqual({ kind: mode, word })
    expect(band.table[0]?.mode).toEqual([word])
    expect(MinutesBandRow.parse(minutes.band[0]).bars[0]?.kind).toBe(mode)
  })

  test('is drawn on paper and on the screen', () => {
    const template = ['minutes', 'paper']
      .map(file => source(`src/minutes/template/${file}.typ`))
      .join('')
    for (const table of ['kinds', 'fills', 'outlines'])
      expect(
        new RegExp(`#let ${table} = \\(([^]*?)\\n?\\)\\n`).exec(template)?.[1],
        `${table} of the template`,
      ).toMatch(new RegExp(`\\b${mode}: `))
    expect(source('web/src/words/words.css')).toMatch(
      new RegExp(`^\\.${mode} \\{\\n  background`, 'm'),
    )
  })

  test('has a column and its seconds in the export', () => {
    const header = `${sayIn('de')(`mode.${mode}`)} (s)`
    expect(personColumns.map(column => column.header)).toContain(header)
    const [row] = personRows([
      meeting([person('Uwe Groß', { attendance: attendance('present', [stay(mode, 0, 60)]) })]),
    ])
    expect(row?.[`${mode}S`]).toBe(60)
  })

  test('is counted on the board, in the figures of a period and in one’s own', () => {
    expect(Object.keys(Board.shape.counts.shape)).toContain(mode)
    expect(
      Object.keys(RecordsSummary.shape.perMeeting.element.shape.byMode.unwrap().shape),
    ).toContain(mode)
    expect(Object.keys(MyAttendance.element.shape.seconds.shape)).toContain(mode)
    for (const planned of [AttendanceRow.shape.planned, MyAttendance.element.shape.planned])
      expect(planned.options).toContain(mode)
  })

  test.each(langs)('is among the choices a mail names, and says how (%s)', lang => {
    const { text } = invitationText({ ...mailFacts, lang })
    const [facts = '', choice = ''] = text.split(mailFacts.answerUrl)
    expect(facts).toMatch(new RegExp(`^${sayIn(lang)(`mode.${mode}`)}: .+`, 'm'))
    expect(choice).toContain(sayIn(lang)(`mode.${mode}`))
  })
})

test('at the door people are entered in the modes of the door and no other', () => {
  const entered = modes.filter(
    mode => DeskInput.safeParse({ memberId: newId('member'), mode }).success,
  )
  expect(entered).toEqual(doorModes)
})

test('each kind of connection that the media server reports is a mode of its own', () => {
  const kinds = modes.flatMap(mode => modeTable[mode].mediaKind ?? [])
  expect(kinds.map(modeOfConnection)).toEqual(modes.filter(mode => modeTable[mode].mediaKind))
})

test('no other file lists the modes by hand', () => {
  const listed = globSync('{src,web/src}/**/*.{ts,tsx}', { cwd: new URL('../..', import.meta.url) })
    .filter(file => /'onSite'(,| \|)\s*'video'/.test(source(file)))
    .toSorted()
  expect(listed).toEqual([])
})
