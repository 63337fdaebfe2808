import type { Template } from './contract/roster.ts'

export type TemplateFunction = { label: string; block: string; isRequired: boolean }

const required = (block: string, ...labels: string[]) =>
  labels.map(label => ({ label, block, isRequired: true }))
const optional = (block: string, ...labels: string[]) =>
  labels.map(label => ({ label, block, isRequired: false }))

/**
 * The functions of a new staff, which it can change afterwards. Their order is the order of the
 * minutes.
 */
export const templates: Record<Template, readonly TemplateFunction[]> = {
  /** EMS are named per incident, so the block begins empty */
  nrw: [
    ...required('Leitung', 'Leiter des Krisenstabes'),
    ...required('KGS', 'KGS Innerer Dienst', 'KGS Lage und Dokumentation'),
    ...required(
      'SMS',
      'SMS Ordnung',
      'SMS Gesundheit',
      'SMS Umwelt',
      'SMS Soziales',
      'SMS Katastrophenschutz',
    ),
    ...required('BuMA', 'BuMA'),
    ...optional(
      'Verbindungspersonen',
      'VP Polizei',
      'VP Bundeswehr',
      'VP THW',
      'VP Einsatzleitung',
    ),
  ],
  bw: [
    ...required('Leitung', 'Leitung'),
    ...required(
      'Verwaltungsbereiche',
      'Vb1 Innendienst',
      'Vb2 Lage und Dokumentation',
      'Vb3 Bevölkerungsinformation und Medienarbeit',
    ),
    ...optional(
      'Verwaltungsbereiche',
      'Vb4 Sicherheit und Ordnung',
      'Vb5 Katastrophenschutz',
      'Vb6 Gesundheit',
      'Vb7 Umwelt',
      'Vb8 Soziales',
    ),
    ...optional('Verbindungspersonen', 'VP Polizei', 'VP Bundeswehr', 'VP THW', 'VP Führungsstab'),
  ],
  fwdv: [
    ...required('Leitung', 'Leiter'),
    ...required(
      'Sachgebiete',
      'S1 Personal/Innerer Dienst',
      'S2 Lage',
      'S3 Einsatz',
      'S4 Versorgung',
      'S5 Presse- und Medienarbeit',
      'S6 Information und Kommunikation',
    ),
    ...optional('Fachberater', 'Fachberater'),
    ...optional('Verbindungspersonen', 'VP Polizei', 'VP Verwaltungsstab'),
  ],
}

/**
 * The usual headings in their order; a heading of a staff's own comes where its first function is.
 */
export const knownBlocks = [
  'Leitung',
  'KGS',
  'SMS',
  'EMS',
  'Verwaltungsbereiche',
  'Sachgebiete',
  'BuMA',
  'Fachberater',
  'Verbindungspersonen',
]
