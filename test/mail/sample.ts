import type { MeetingFacts } from '../../src/mail/texts.ts'

/** A mail about an invented meeting that one can take part in in every way. */
export const facts: MeetingFacts = {
  lang: 'de',
  zone: 'Europe/Berlin',
  recipientName: 'Dr. Çiğdem Yıldız',
  staffName: 'Krisenstab Beispielkreis',
  title: '18. Sitzung',
  kind: 'operation',
  startsAt: new Date('2026-11-25T07:30:00Z'),
  endsAt: new Date('2026-11-25T08:20:00Z'),
  place: 'Kreishaus, Raum 101',
  hasVirtualRoom: true,
  agenda: ['Lage', 'Aufträge'],
  answerUrl: 'https://lagerunde.example/antwort#geheim',
  meetingUrl: 'https://lagerunde.example/sitzungen/18',
  dialIn: { number: '02336 93-1111', pin: '12#' },
  hotline: '02336 93-4444',
}
