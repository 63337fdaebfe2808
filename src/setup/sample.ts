import type { Role } from '../lib/actor.ts'

export type SamplePerson = {
  title?: string
  name: string
  organisation: string
  /** local part of an address that no mail server ever reaches (RFC 2606 §2) */
  mailbox: string
  mobile?: string
  roles: Role[]
  /** labels of the template; the first name is held, `deputyFor` stands in at rank 1 */
  holds?: string[]
  deputyFor?: string[]
  reply?: { mode: 'onSite' | 'video' | 'phone' } | { deputy: string }
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

/** Fourteen people who do not exist; their numbers are of the range that the Bundesnetzagentur keeps for films. */
export const samplePeople: readonly SamplePerson[] = [
  { title: 'Dr.', name: 'Sabine Köhler-Özdemir', organisation: county, mailbox: 'koehler', mobile: '0171 3920001', roles: ['lead'], holds: ['Leiter des Krisenstabes'], reply: { mode: 'onSite' } },
  { name: 'Friedrich-Wilhelm von Hohenfels', organisation: county, mailbox: 'hohenfels', mobile: '0171 3920002', roles: ['lead', 'member'], deputyFor: ['Leiter des Krisenstabes'] },
  { name: 'Murat Yıldız', organisation: county, mailbox: 'yildiz', mobile: '0171 3920003', roles: ['kgs', 'member'], holds: ['KGS Innerer Dienst'], reply: { mode: 'onSite' } },
  { name: 'Katharina Sommerfeld', organisation: county, mailbox: 'sommerfeld', mobile: '0171 3920004', roles: ['kgs', 'minuteTaker', 'member'], holds: ['KGS Lage und Dokumentation'], reply: { mode: 'onSite' } },
  { name: 'Thomas Brinkmann', organisation: 'Ordnungsamt', mailbox: 'brinkmann', mobile: '0171 3920005', roles: ['member'], holds: ['SMS Ordnung'], reply: { mode: 'video' } },
  { title: 'Dr.', name: 'Nadja Petrović', organisation: 'Gesundheitsamt', mailbox: 'petrovic', mobile: '0171 3920006', roles: ['member'], holds: ['SMS Gesundheit'], reply: { mode: 'phone' } },
  { name: 'Hannes Lindqvist', organisation: 'Umweltamt', mailbox: 'lindqvist', mobile: '0171 3920007', roles: ['member'], holds: ['SMS Umwelt'] },
  { name: 'Ulrike Overbeck', organisation: 'Sozialamt', mailbox: 'overbeck', mobile: '0171 3920008', roles: ['member'], holds: ['SMS Soziales'], reply: { mode: 'video' } },
  { name: 'Jürgen Schäfers', organisation: 'Amt für Katastrophenschutz', mailbox: 'schaefers', mobile: '0171 3920009', roles: ['member'], holds: ['SMS Katastrophenschutz'], reply: { mode: 'onSite' } },
  { name: 'Jonas Brandt', organisation: 'Pressestelle', mailbox: 'brandt', mobile: '0171 3920010', roles: ['member', 'press'], holds: ['BuMA'], reply: { deputy: 'demir' } },
  { name: 'Aylin Demir', organisation: 'Pressestelle', mailbox: 'demir', mobile: '0171 3920011', roles: ['member', 'press'], deputyFor: ['BuMA'], reply: { mode: 'video' } },
  { name: 'Petra Nowak', organisation: 'Polizeiinspektion Beispielstadt', mailbox: 'nowak', roles: ['guest'], holds: ['VP Polizei'] },
  { name: 'Gisela Achterberg', organisation: 'Hauptamt', mailbox: 'achterberg', mobile: '0171 3920013', roles: ['records'] },
  { name: 'Emre Kaya', organisation: 'IT-Abteilung', mailbox: 'kaya', mobile: '0171 3920014', roles: ['it'] },
]

export const sampleIncident = { title: 'Hochwasser an der Beispielache', kind: 'exercise' as const }

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

export const sampleAddress = (mailbox: string) => `${mailbox}@beispielkreis.example`
