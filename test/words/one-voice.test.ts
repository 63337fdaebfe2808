import { describe, expect, test } from 'vitest'
import { AttendanceStatus } from '../../src/attendance/contract.ts'
import { bandRows } from '../../src/attendance/rules/band.ts'
import { EntryKind } from '../../src/journal/contract.ts'
import { Kind } from '../../src/incidents/contract.ts'
import { invitationText } from '../../src/mail/texts.ts'
import { roles } from '../../src/lib/actor.ts'
import { modes } from '../../src/lib/modes.ts'
import { MeetingState } from '../../src/meetings/contract/meeting.ts'
import { composeMinutes } from '../../src/minutes/rules/compose.ts'
import { documentOf } from '../../src/minutes/rules/document.ts'
import { printedMinutes } from '../../src/minutes/rules/print.ts'
import { hybridSentence } from '../../src/minutes/rules/sentence.ts'
import { intervalRows, personRows } from '../../src/records/columns.ts'
import { capital } from '../../src/words/capital.ts'
import { words as de } from '../../src/words/de.ts'
import { words as en } from '../../src/words/en.ts'
import { promiseWords, type Promised } from '../../src/words/promise.ts'
import { phrase } from '../../src/words/phrase.ts'
import { sayIn, type Say } from '../../src/words/say.ts'
import { texts as germanPages } from '../../web/src/i18n/de/common.ts'
import { texts as englishPages } from '../../web/src/i18n/en/common.ts'
import { facts as mailFacts } from '../mail/sample.ts'
import { idOf, peopleFacts, sampleInput, type SamplePerson } from '../minutes/sample.ts'
import { attendance, meeting, person, stay } from '../records/sample.ts'

const pages = { de: germanPages, en: englishPages }
const tables = { de, en }

const composed = (who: SamplePerson) =>
  composeMinutes({ ...sampleInput(), ...peopleFacts([{ functions: [1], ...who }]) })
const rowOf = (who: SamplePerson, lang: 'de' | 'en') =>
  documentOf(composed(who), { lang })
    .attendance.blocks.flatMap(block => block.rows)
    .find(row => row.name === who.name)

describe.each(['de', 'en'] as const)('in %s', lang => {
  /** as a page says it */
  const onPage: Say = (key, values) => phrase(pages[lang], key, { lang, values })
  const say = sayIn(lang)

  test('pages, board among them, have the words of the one table and none of their own', () => {
    for (const group of Object.keys(tables[lang]) as (keyof typeof de)[])
      expect(pages[lang][group]).toBe(tables[lang][group])
  })

  test.each(modes)('the mode %s is called the same by page, mail, minutes and export', mode => {
    const word = onPage(`mode.${mode}`)
    expect(invitationText({ ...mailFacts, lang }).text).toMatch(new RegExp(`^${word}: `, 'm'))
    const there: SamplePerson = { name: 'Uwe Groß', stays: [[mode, '08:31', '09:21']] }
    expect(rowOf(there, lang)?.mode).toEqual([word])
    const page = printedMinutes(composed(there), { lang, fingerprint: 'ab'.repeat(32) })
    expect(page.band.legend.find(sign => sign.kind === mode)?.word).toBe(word)
    if (lang === 'en') return
    // exports are German, whoever takes them
    const stays = [stay(mode, 0, 60)]
    expect(
      intervalRows([meeting([person('x', { attendance: attendance('present', stays) })])])[0]?.mode,
    ).toBe(word)
    expect(
      personRows([meeting([person('x', { plan: { kind: 'accepted', mode } })])])[0]?.planned,
    ).toBe(word)
  })

  test.each(modes)('a stretch of time in the mode %s is called the same by band and page', mode => {
    const attendeeId = idOf('attendee', 1)
    const bar = { attendeeId, mode, fromMs: 0, untilMs: 60_000, isOpen: false, sources: [] }
    const [row] = bandRows({
      functions: [],
      people: [
        {
          attendeeId,
          name: 'Uwe Groß',
          functionIds: [],
          plan: { kind: 'none' },
          deputyId: null,
          deputyFor: null,
          isVisitor: false,
        },
      ],
      stays: [bar],
      gaps: [],
      window: { openedAtMs: 0, closedAtMs: 60_000 },
      nowMs: 60_000,
      say,
      time: String,
    })
    expect(row?.text).toBe(`${onPage(`modeLong.${mode}`)} 0–60000`)
  })

  test.each(AttendanceStatus.options)(
    'the status %s is called the same by page, minutes, their sentence and export',
    status => {
      const word = onPage(`status.${status}`)
      const isAbsent = !['present', 'partlyPresent', 'represented'].includes(status)
      const who: SamplePerson = { name: 'Uwe Groß', status }
      if (isAbsent) {
        expect(rowOf(who, lang)?.mode).toEqual([word])
        expect(hybridSentence(composed(who), lang)).toContain(`${capital(word)}: Uwe Groß.`)
      }
      if (lang === 'en') return
      const [row] = personRows([meeting([person('x', { attendance: attendance(status) })])])
      expect(row?.status).toBe(word)
    },
  )

  test('who was represented is told the same by page, minutes and export', () => {
    const told = onPage('status.representedBy', { name: 'Sören Ahlers' })
    const minutes = composeMinutes({
      ...sampleInput(),
      ...peopleFacts([
        { name: 'Uwe Groß', functions: [1], status: 'represented', representedBy: 1 },
        { name: 'Sören Ahlers', stays: [['onSite', '08:31', '09:21']] },
      ]),
    })
    const row = documentOf(minutes, { lang })
      .attendance.blocks.flatMap(block => block.rows)
      .find(each => each.name === 'Uwe Groß')
    expect(row?.extra).toContain(told)
    if (lang === 'en') return
    const [exported] = personRows([
      meeting([
        person('x', {
          attendance: attendance('represented'),
          representedByName: 'Sören Ahlers',
        }),
      ]),
    ])
    expect(exported?.status).toBe(told)
  })

  test.each([
    { kind: 'none' },
    ...modes.map(mode => ({ kind: 'accepted' as const, mode })),
    { kind: 'declined', deputyName: null },
    { kind: 'declined', deputyName: 'Sören Ahlers' },
  ] satisfies Promised[])('the promise %o is told with the words of the table', promised => {
    const told = promiseWords(promised, onPage)
    expect(told).toBe(promiseWords(promised, say))
    expect(told).not.toMatch(/\{\{|plan\.|mode\./)
    if (promised.kind === 'accepted') expect(told).toContain(onPage(`mode.${promised.mode}`))
    if (promised.kind === 'declined') expect(told.startsWith(onPage('plan.unable'))).toBe(true)
  })

  test('each state, kind, role and entry has a word of its own', () => {
    const told = [
      MeetingState.options.map(state => say(`state.${state}`)),
      Kind.options.map(kind => say(`kind.${kind}`)),
      roles.map(role => say(`role.${role}`)),
      EntryKind.options.map(kind => say(`entry.${kind}`)),
    ]
    for (const group of told) {
      expect(new Set(group).size).toBe(group.length)
      for (const word of group) expect(word).not.toMatch(/\./)
    }
  })
})
