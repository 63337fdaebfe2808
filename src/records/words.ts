import type { Lang } from '../lib/time.ts'

/** Words that only the files for reading use. */
export const words = {
  de: {
    persons: 'Personen',
    attendance: 'Aufenthalte',
    date: 'Datum',
    incident: 'Lage',
    actsFor: 'in Vertretung für',
    duration: 'Dauer',
    status: 'Status',
    source: 'Quelle',
    sum: (name: string, meetings: number) =>
      `Summe ${name}, ${meetings === 1 ? '1 Sitzung' : `${meetings} Sitzungen`}`,
    sumOfAll: (meetings: number) =>
      `Summe aller, ${meetings === 1 ? '1 Sitzung' : `${meetings} Sitzungen`}`,
    countedOnce: (span: string) => `${span} zugleich in anderem Modus, einmal gezählt`,
    forExcel: 'für Excel',
    page: 'Seite',
  },
  en: {
    persons: 'People',
    attendance: 'Stays',
    date: 'Date',
    incident: 'Incident',
    actsFor: 'deputising for',
    duration: 'Duration',
    status: 'Status',
    source: 'Source',
    sum: (name: string, meetings: number) =>
      `Total ${name}, ${meetings === 1 ? '1 meeting' : `${meetings} meetings`}`,
    sumOfAll: (meetings: number) =>
      `Total of all, ${meetings === 1 ? '1 meeting' : `${meetings} meetings`}`,
    countedOnce: (span: string) => `${span} in another mode at the same time, counted once`,
    forExcel: 'for Excel',
    page: 'Page',
  },
} as const satisfies Record<Lang, unknown>
