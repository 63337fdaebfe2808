import type { Lang } from '../../src/lib/time.ts'
import {
  type MailText,
  cancelledText,
  changedText,
  deputyText,
  enrolmentText,
  invitationText,
  leftText,
  movedText,
  releasedText,
  relievedText,
  reminderText,
  standInText,
  uninvitedText,
} from '../../src/mail/texts.ts'
import type { MeetingFacts } from '../../src/mail/facts.ts'

/** A mail about an invented meeting that one can take part in in every way. */
export const facts: MeetingFacts = {
  lang: 'de',
  zone: 'Europe/Berlin',
  at: new Date('2026-11-24T07:00:00Z'),
  recipientName: 'Dr. Çiğdem Yıldız',
  staffName: 'Krisenstab Beispielkreis',
  title: '18. Sitzung',
  isNumbered: true,
  functions: ['SMS Ordnung'],
  kind: 'operation',
  incident: 'Hochwasser Beispielache (erfunden)',
  startsAt: new Date('2026-11-25T07:30:00Z'),
  endsAt: new Date('2026-11-25T08:20:00Z'),
  place: 'Kreishaus, Raum 101',
  hasVirtualRoom: true,
  agenda: ['Lage', 'Aufträge'],
  answerUrl: 'https://lagerunde.example/antwort#geheim',
  othersUrl: null,
  joinUrl: 'https://lagerunde.example/sitzungen/18/lobby',
  dialIn: { number: '02336 93-1111', pin: '12#' },
  hotline: '02336 93-4444',
}

/** What people type at its longest, in words that do not break by themselves. */
export const longFacts: MeetingFacts = {
  ...facts,
  recipientName:
    'Dr. Maximiliane-Wilhelmine Freifrau von und zu Hohenlohe-Schillingsfürst-Waldenburg',
  staffName:
    'Krisenstab Bevölkerungsschutzkoordinierungsstelle Ennepe-Ruhr-Kreis und Nachbarkreise',
  title: `Katastrophenschutzabstimmungssitzung ${'Ü'.repeat(60)}`,
  isNumbered: false,
  incident:
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsbrand',
  place: 'Feuerwehrgerätehauserweiterungsbauversammlungsraumnebengebäude, 3. Obergeschoss',
  agenda: ['Grundwasserverunreinigungsgefahrenabwehrmaßnahmenkoordinierungsbesprechungsergebnisse'],
  answerUrl: `https://krisenstab-bevoelkerungsschutz.ennepe-ruhr-kreis.example/answer#${'a1B2'.repeat(24)}`,
  joinUrl: `https://krisenstab-bevoelkerungsschutz.ennepe-ruhr-kreis.example/meetings/${'m'.repeat(60)}`,
  dialIn: { number: '+49 (0) 2336 93-1111-2222-3333', pin: '123456789012345678901234567890#' },
  hotline: 'Leitstelle, Störungsannahmebereitschaftsdienstkoordinationstelefonnummer 02336 93-4444',
}

/** Every mail that is sent, by what it is. */
export function mailsOf(given: MeetingFacts): Record<string, (lang: Lang) => MailText> {
  const before = {
    startsAt: new Date('2026-11-24T07:30:00Z'),
    endsAt: new Date('2026-11-24T08:20:00Z'),
  }
  const principal = { name: given.recipientName, functionLabels: [given.incident, 'BuMA'] }
  const { zone, recipientName, staffName, hotline, answerUrl: enrolUrl, endsAt: expiresAt } = given
  const givenBy = 'Dr. Sabine Köhler-Özdemir'
  const access = { zone, recipientName, staffName, givenBy, hotline, enrolUrl, expiresAt }
  return {
    invitation: lang => invitationText({ ...given, lang }),
    moved: lang => movedText({ ...given, lang }, before),
    changed: lang => changedText({ ...given, lang }),
    cancelled: lang => cancelledText({ ...given, lang }, `Entspannt: ${given.place}`),
    reminder: lang => reminderText({ ...given, lang, kind: 'exercise' }),
    deputy: lang => deputyText({ ...given, lang }, [principal]),
    left: lang => leftText({ ...given, lang }),
    uninvited: lang => uninvitedText({ ...given, lang }),
    relieved: lang => relievedText({ ...given, lang }, { senders: [recipientName], still: [] }),
    relievedOfSome: lang =>
      relievedText({ ...given, lang }, { senders: [recipientName], still: ['Jonas Brandt'] }),
    released: lang => releasedText({ ...given, lang }, [recipientName]),
    standInOut: lang => standInText({ ...given, lang }, { deputy: recipientName, standIn: null }),
    standInOther: lang =>
      standInText({ ...given, lang }, { deputy: recipientName, standIn: 'Jonas Brandt' }),
    enrolment: lang => enrolmentText({ ...access, lang, isReplacement: false }),
    replacement: lang => enrolmentText({ ...access, lang, isReplacement: true }),
  }
}
