import type { Role } from '../lib/actor.ts'
import type { Mode } from '../lib/modes.ts'

export type SamplePerson = {
  title?: string
  name: string
  organisation: string
  /** local part of an address in a reserved domain, which no mail server serves (RFC 2606 §2) */
  mailbox: string
  mobile?: string
  roles: Role[]
  /** labels of the template: the functions they hold, and those they deputise for at rank 1 */
  holds?: string[]
  deputyFor?: string[]
  reply?: { mode: Mode } | { deputy: string }
}

export const sampleStaff = {
  name: 'Krisenstab Beispielkreis',
  organisation: 'Beispielkreis (erfunden)',
  hotline: '0221 4710-444',
  dialInNumber: '0221 4710-700',
  dialInCode: '48 15 16',
  defaultPlace: 'Kreishaus, Raum 101',
  defaultSeats: 12,
} as const

const county = 'Beispielkreis'

/**
 * Fourteen invented people; their numbers come from the range the Bundesnetzagentur reserves for
 * films.
 */
export const samplePeople: readonly SamplePerson[] = [
  {
    title: 'Dr.',
    name: 'Sabine Köhler-Özdemir',
    organisation: county,
    mailbox: 'koehler',
    mobile: '0171 3920001',
    roles: ['lead'],
    holds: ['Leiter des Krisenstabes'],
    reply: { mode: 'onSite' },
  },
  {
    name: 'Friedrich-Wilhelm von Hohenfels',
    organisation: county,
    mailbox: 'hohenfels',
    mobile: '0171 3920002',
    roles: ['lead', 'member'],
    deputyFor: ['Leiter des Krisenstabes'],
  },
  {
    name: 'Murat Yıldız',
    organisation: county,
    mailbox: 'yildiz',
    mobile: '0171 3920003',
    roles: ['kgs', 'member'],
    holds: ['KGS Innerer Dienst'],
    reply: { mode: 'onSite' },
  },
  {
    name: 'Katharina Sommerfeld',
    organisation: county,
    mailbox: 'sommerfeld',
    mobile: '0171 3920004',
    roles: ['kgs', 'minuteTaker', 'member'],
    holds: ['KGS Lage und Dokumentation'],
    reply: { mode: 'onSite' },
  },
  {
    name: 'Thomas Brinkmann',
    organisation: 'Ordnungsamt',
    mailbox: 'brinkmann',
    mobile: '0171 3920005',
    roles: ['member'],
    holds: ['SMS Ordnung'],
    reply: { mode: 'video' },
  },
  {
    title: 'Dr.',
    name: 'Nadja Petrović',
    organisation: 'Gesundheitsamt',
    mailbox: 'petrovic',
    mobile: '0171 3920006',
    roles: ['member'],
    holds: ['SMS Gesundheit'],
    reply: { mode: 'phone' },
  },
  {
    name: 'Hannes Lindqvist',
    organisation: 'Umweltamt',
    mailbox: 'lindqvist',
    mobile: '0171 3920007',
    roles: ['member'],
    holds: ['SMS Umwelt'],
  },
  {
    name: 'Ulrike Overbeck',
    organisation: 'Sozialamt',
    mailbox: 'overbeck',
    mobile: '0171 3920008',
    roles: ['member'],
    holds: ['SMS Soziales'],
    reply: { mode: 'video' },
  },
  {
    name: 'Jürgen Schäfers',
    organisation: 'Amt für Katastrophenschutz',
    mailbox: 'schaefers',
    mobile: '0171 3920009',
    roles: ['member'],
    holds: ['SMS Katastrophenschutz'],
    reply: { mode: 'onSite' },
  },
  {
    name: 'Jonas Brandt',
    organisation: 'Pressestelle',
    mailbox: 'brandt',
    mobile: '0171 3920010',
    roles: ['member', 'press'],
    holds: ['BuMA'],
    reply: { deputy: 'demir' },
  },
  {
    name: 'Aylin Demir',
    organisation: 'Pressestelle',
    mailbox: 'demir',
    mobile: '0171 3920011',
    roles: ['member', 'press'],
    deputyFor: ['BuMA'],
    reply: { mode: 'video' },
  },
  {
    name: 'Petra Nowak',
    organisation: 'Polizeiinspektion Beispielstadt',
    mailbox: 'nowak',
    roles: ['guest'],
    holds: ['VP Polizei'],
  },
  {
    name: 'Gisela Achterberg',
    organisation: 'Hauptamt',
    mailbox: 'achterberg',
    mobile: '0171 3920013',
    roles: ['records'],
  },
  {
    name: 'Emre Kaya',
    organisation: 'IT-Abteilung',
    mailbox: 'kaya',
    mobile: '0171 3920014',
    roles: ['it'],
  },
]

export const sampleIncident = {
  title: 'Hochwasser an der Beispielache (erfunden)',
  kind: 'operation' as const,
}

export const sampleMeeting = {
  beginsInMs: 2 * 60_000,
  durationMin: 45,
  agenda: [
    { title: 'Lagevortrag', responsible: 'KGS Lage und Dokumentation', minutes: 10 },
    { title: 'Berichte der Fachbereiche', responsible: 'SMS', minutes: 15 },
    { title: 'Warnung der Bevölkerung', responsible: 'BuMA', minutes: 5 },
    { title: 'Entscheidungen und Aufträge', responsible: 'Leitung', minutes: 10 },
    { title: 'Nächste Sitzung', responsible: 'Leitung', minutes: null },
  ],
}

type SampleEntry = { minute: number; text: string } & (
  | { kind: 'decision'; reason: string }
  | { kind: 'order'; responsible: string; dueInH: number }
  | { kind: 'log' | 'fault' }
)

/**
 * What happened the day before, in minutes from the planned beginning; a stay without end lasts
 * until the close.
 */
export const yesterday = {
  opens: 1,
  closes: 42,
  agendaStarts: [1, 9, 24, 29, 39],
  attendance: [
    { who: 'koehler', mode: 'onSite', stays: [[-4, null]] },
    { who: 'yildiz', mode: 'onSite', stays: [[-12, null]] },
    { who: 'sommerfeld', mode: 'onSite', stays: [[-9, null]] },
    { who: 'schaefers', mode: 'onSite', stays: [[-2, null]] },
    { who: 'brinkmann', mode: 'video', stays: [[-1, null]] },
    {
      who: 'overbeck',
      mode: 'video',
      stays: [
        [2, 14],
        [15, 21],
        [27, null],
      ],
    },
    { who: 'demir', mode: 'video', stays: [[0, null]] },
    { who: 'lindqvist', mode: 'video', stays: [[11, null]] },
    { who: 'petrovic', mode: 'phone', stays: [[1, 36]] },
  ] satisfies {
    who: string
    mode: Mode
    stays: [number, number | null][]
  }[],
  entries: [
    { minute: 4, kind: 'log', text: 'Pegel Beispielstadt 412 cm, steigend.' },
    { minute: 12, kind: 'log', text: 'Umweltamt: Deich am Auenweg durchweicht, wird beobachtet.' },
    {
      minute: 22,
      kind: 'fault',
      text: 'Verbindung der SMS Soziales unterbrochen; nach sechs Minuten wieder da.',
    },
    {
      minute: 26,
      kind: 'decision',
      text: 'Das Bürgertelefon öffnet täglich um 7 Uhr.',
      reason: 'In der Zentrale gehen seit dem frühen Morgen viele Anrufe ein.',
    },
    {
      minute: 31,
      kind: 'decision',
      text: 'Sandsackreserve II wird zum Auenweg gebracht.',
      reason: 'Der Deich hält nach Einschätzung des Umweltamtes nicht über Nacht.',
    },
    {
      minute: 32,
      kind: 'order',
      text: 'Dienstplan Bürgertelefon bis zur nächsten Sitzung vorlegen',
      responsible: 'brandt',
      dueInH: 26,
    },
    {
      minute: 34,
      kind: 'order',
      text: 'Notunterkunft in der Sporthalle vorbereiten',
      responsible: 'overbeck',
      dueInH: 8,
    },
    {
      minute: 37,
      kind: 'order',
      text: 'Pegelprognose für 48 Stunden einholen',
      responsible: 'lindqvist',
      dueInH: 6,
    },
  ] satisfies SampleEntry[],
  /** carried out three hours after the close */
  done: 'Pegelprognose für 48 Stunden einholen',
}

export const sampleAddress = (mailbox: string) => `${mailbox}@beispielkreis.example`
