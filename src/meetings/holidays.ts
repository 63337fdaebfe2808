import { getHolidayByDate, type HolidayType } from 'feiertagejs'
import type { Land } from '../words/lands.ts'
import type { Holiday } from './contract/series.ts'

const names: Record<HolidayType, Holiday | null> = {
  NEUJAHRSTAG: 'newYear',
  HEILIGEDREIKOENIGE: 'epiphany',
  KARFREITAG: 'goodFriday',
  OSTERSONNTAG: 'easterSunday',
  OSTERMONTAG: 'easterMonday',
  TAG_DER_ARBEIT: 'labourDay',
  CHRISTIHIMMELFAHRT: 'ascension',
  MARIAHIMMELFAHRT: 'assumption',
  PFINGSTSONNTAG: 'whitSunday',
  PFINGSTMONTAG: 'whitMonday',
  FRONLEICHNAM: 'corpusChristi',
  DEUTSCHEEINHEIT: 'unityDay',
  REFORMATIONSTAG: 'reformationDay',
  ALLERHEILIGEN: 'allSaints',
  BUBETAG: 'repentanceDay',
  ERSTERWEIHNACHTSFEIERTAG: 'christmasDay',
  ZWEITERWEIHNACHTSFEIERTAG: 'secondChristmasDay',
  WELTKINDERTAG: 'childrensDay',
  WELTFRAUENTAG: 'womensDay',
  // of one city
  AUGSBURGER_FRIEDENSFEST: null,
}

/**
 * The public holiday on that day (`2026-11-01`) in a Land; null: none. Without a Land it gives those
 * of all Germany. Includes days that are a holiday only in parts of the Land, as Mariä Himmelfahrt
 * is in Bavaria.
 */
export function holidayOn(day: string, land: Land | null): Holiday | null {
  const found = getHolidayByDate(day, land ?? 'BUND')
  return found ? names[found.name] : null
}
