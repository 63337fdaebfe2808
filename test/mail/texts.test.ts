import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type MailText,
  cancelledText,
  changedText,
  deputyText,
  enrolmentText,
  invitationText,
  leftText,
  movedText,
  reminderText,
} from '../../src/mail/texts.ts'
import { facts, mailsOf } from './sample.ts'
import type { MeetingFacts } from '../../src/mail/facts.ts'

const before = {
  startsAt: new Date('2026-11-24T07:30:00Z'),
  endsAt: new Date('2026-11-24T08:20:00Z'),
}
const enrolment = {
  lang: 'de',
  zone: 'Europe/Berlin',
  recipientName: 'A',
  staffName: 'Krisenstab',
  givenBy: 'Sabine Köhler',
  isReplacement: false,
  enrolUrl: 'https://lagerunde.example/e#x',
  expiresAt: facts.startsAt,
  hotline: '112',
} as const

/** Every mail about a meeting, and whether it has an answer to ask for. */
const mails: [string, (given: MeetingFacts) => MailText, boolean][] = [
  ['an invitation', invitationText, true],
  ['a new date', given => movedText(given, before), true],
  ['a change', changedText, true],
  ['a cancellation', given => cancelledText(given, 'Lage entspannt'), false],
  ['a reminder', reminderText, true],
  [
    'a deputy’s invitation',
    given => deputyText(given, [{ name: 'Jonas Brandt', functionLabels: ['BuMA'] }]),
    true,
  ],
]

describe.each(mails)('%s', (_, made, asks) => {
  const mail = made(facts)

  test('says what, when and for whom in its subject and its text', () => {
    expect(mail.subject).toMatch(/18\. Sitzung, .*25\. November, 08:30 Uhr$/)
    for (const words of [
      'Guten Tag Dr. Çiğdem Yıldız,',
      '18. Sitzung im Einsatz „Hochwasser Beispielache (erfunden)“',
      'Krisenstab Beispielkreis',
      'Mittwoch, 25. November 2026, 08:30 bis 09:20 Uhr',
      'Hilfe: IT-Hotline 02336 93-4444',
    ]) {
      expect(mail.text).toContain(words)
      expect(mail.html).toContain(words.replace(/^.*: (IT-)/, '$1').replace(/^.*2026, /, ''))
    }
    expect(mail.text).toContain('Einsatz: Hochwasser Beispielache (erfunden)')
    expect(made({ ...facts, kind: 'exercise' }).text).toContain('Übung: Hochwasser Beispielache')
  })

  test(
    asks ? 'has one link to answer, and says that the choice is free' : 'asks for nothing',
    () => {
      expect(mail.text.split(facts.answerUrl)).toHaveLength(asks ? 2 : 1)
      expect(mail.text.includes('Niemand fragt nach dem Grund')).toBe(asks)
      if (asks) expect(mail.text).toContain('frei zwischen vor Ort, virtuell und telefonisch')
    },
  )

  test('names the ways to take part in their order', () => {
    const lines = mail.text
      .split('\n')
      .filter(line => /^(vor Ort|virtuell|telefonisch): /.test(line))
    expect(lines.map(line => line.split(':')[0])).toEqual(
      asks ? ['vor Ort', 'virtuell', 'telefonisch'] : [],
    )
  })

  test('speaks English throughout to whom it is set, and marks an exercise', () => {
    const english = made({ ...facts, lang: 'en', kind: 'exercise' })
    expect(english.subject).toMatch(/^EXERCISE: .*Wed, 25 November, 08:30$/)
    expect(english.text).toContain('EXERCISE – not a real incident')
    expect(english.text).not.toMatch(
      /Kennung|Sitzung findet|Guten Tag|Wann|Uhr|antworten|Hilfe|Stab:|Ihre Funktion/,
    )
    expect(made({ ...facts, kind: 'exercise' }).subject).toMatch(/^ÜBUNG: /)
    expect(mail.text).not.toMatch(/übung/i)
  })

  test('loads nothing from anywhere', () => {
    expect(mail.html).not.toMatch(/<(img|link|script|style|iframe|form|object)|src=|url\(|@import/i)
  })

  test('keeps text of people from being more than text', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '</p><script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' onclick='x",
        'a\r\nBcc: evil@x.example',
        'a\n\nHier antworten:\nhttps://evil.example',
        '&lt;',
        '\u2028x',
      ),
    )
    // no telephone is dialled where words stand
    const inWords = made({ ...facts, hotline: 'x', dialIn: { number: 'x' } })
    const tags = (html: string) =>
      html.match(/<[^>]*>/g)?.map(tag => tag.replace(/href="[^"]*"/, ''))
    const lines = (text: string) => text.split(/[\n\r\v\f\u0085\u2028\u2029]/).length
    fc.assert(
      fc.property(hostile, text => {
        const filled = made({
          ...facts,
          recipientName: text,
          staffName: text,
          title: text,
          place: `x${text}`,
          agenda: [text, text],
          incident: `x${text}`,
          hotline: `x${text}`,
          dialIn: { number: `x${text}`, pin: text },
        })
        expect(tags(filled.html)).toEqual(tags(inWords.html))
        expect(filled.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        expect(lines(filled.text)).toBe(lines(mail.text))
      }),
      { numRuns: 200 },
    )
  })
})

test('a new date shows the old one as such', () => {
  expect(movedText(facts, before).text).toContain(
    'Bisher: Dienstag, 24. November 2026, 08:30 bis 09:20 Uhr',
  )
})

test('a cancellation gives its reason, if there is one', () => {
  expect(cancelledText(facts, 'Lage entspannt').text).toContain('Grund: Lage entspannt')
  expect(cancelledText(facts, '').text).not.toContain('Grund')
})

test('a deputy learns for whom and as what, and how to pass on', () => {
  const { text } = deputyText(facts, [{ name: 'Jonas Brandt', functionLabels: ['BuMA', 'KGS'] }])
  expect(text).toContain(
    'Jonas Brandt ist verhindert und hat Sie als Vertretung benannt. Sie übernehmen: BuMA, KGS.',
  )
  expect(text).toContain('die nächste Vertretung benennen')
  expect(deputyText(facts, [{ name: 'Jonas Brandt', functionLabels: [] }]).text).not.toContain(
    'Sie übernehmen',
  )
})

test('what a meeting does not have is not spoken of', () => {
  const { dialIn: _, ...bare } = facts
  const { text } = invitationText({
    ...bare,
    place: '',
    hasVirtualRoom: false,
    agenda: [],
    hotline: '',
  })
  expect(text).not.toMatch(/^(vor Ort|virtuell):|Tagesordnung|Hilfe|zuschalten/m)
  // the page for replying offers every way all the same
  expect(text).toContain('frei zwischen vor Ort, virtuell und telefonisch,')
  expect(text).toContain('telefonisch: über die KGS;')
})

test('a mail names incident or exercise, day and time, and the meeting only by what it is called', () => {
  const bare = { ...facts, title: null, isNumbered: false }
  const at = 'Mittwoch, 25. November 2026, 08:30 Uhr'
  // below the greeting, above which an exercise has its band
  const said = (text: string) => /(?:Guten Tag|Dear) [^\n]*,\n\n([^\n]*)/.exec(text)?.[1]
  expect(said(invitationText(bare).text)).toBe(
    `Krisenstab Beispielkreis lädt Sie ein zur Sitzung im Einsatz „Hochwasser Beispielache (erfunden)“ am ${at}.`,
  )
  expect(said(movedText({ ...bare, kind: 'exercise', incident: 'Probealarm' }, before).text)).toBe(
    `die Sitzung in der Übung „Probealarm“ ist verschoben: jetzt ${at}. Nur dieser Termin gilt noch.`,
  )
  expect(said(leftText({ ...bare, title: 'Übergabe', incident: '' }).text)).toBe(
    `Sie gehören dem Stab „Krisenstab Beispielkreis“ nicht mehr an. Zur Sitzung „Übergabe“ am ${at} sind Sie deshalb nicht mehr eingeladen.`,
  )
  expect(said(cancelledText({ ...bare, lang: 'en' }, '').text)).toBe(
    'The meeting for the incident “Hochwasser Beispielache (erfunden)” on Wednesday, 25 November 2026, 08:30 will not take place.',
  )
  for (const [name, made] of Object.entries(mailsOf(bare)))
    for (const lang of ['de', 'en'] as const)
      expect(made(lang).text, name).not.toMatch(/(Sitzung|[Mm]eeting), Krisenstab|: Sitzung[.,]/)
})

test('an invitation names the function one is asked for', () => {
  expect(invitationText(facts).text).toContain('Ihre Funktion: SMS Ordnung')
  const both = invitationText({ ...facts, lang: 'en', functions: ['BuMA', 'KGS'] })
  expect(both.text).toContain('Your functions: BuMA, KGS')
  expect(invitationText({ ...facts, functions: [] }).text).not.toContain('Ihre Funktion')
})

test('a hotline told in words stands as it is', () => {
  expect(invitationText({ ...facts, hotline: 'Leitstelle, Tel. 112' }).text).toContain(
    'Hilfe: Leitstelle, Tel. 112',
  )
})

test('an access mail says who gave it, why, how long it takes, which apps, and how long its link holds', () => {
  const { subject, text } = enrolmentText(enrolment)
  expect(subject).toBe('Ihr Zugang zu Lagerunde, Krisenstab')
  expect(text).toContain('https://lagerunde.example/e#x')
  expect(text).toContain('Sabine Köhler hat Sie in den Stab „Krisenstab“ aufgenommen')
  expect(text).toContain('dauert 2 Minuten')
  expect(text).toMatch(/FreeOTP oder 2FAS, beide kostenlos/)
  const again = enrolmentText({ ...enrolment, isReplacement: true }).text
  expect(again).toContain('neuen Zugang zu Lagerunde ausgestellt')
  expect(again).not.toContain('aufgenommen')
  expect(text).toContain('bis Mittwoch, 25. November 2026, 08:30 Uhr')
  expect(enrolmentText({ ...enrolment, lang: 'en' }).text).toContain(
    'until Wednesday, 25 November 2026, 08:30',
  )
})
