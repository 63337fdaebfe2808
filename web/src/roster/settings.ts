import type { Land } from '../../../src/words/lands.ts'
import type { Staff, StaffSettings } from '../../../src/roster/contract/roster.ts'
import { decimalNumber, wholeNumber } from '../ui/numbers.ts'

/** The settings of a staff in the form: numbers as text, minutes instead of seconds. */
export type TypedSettings = {
  name: string
  organisation: string
  zone: string
  language: 'de' | 'en'
  land: Land | ''
  hotline: string
  dialInNumber: string
  dialInCode: string
  place: string
  seats: string
  mergeGap: string
  partlyAfter: string
}

/** Both ends inclusive; seats may be empty. */
const limits = {
  seats: { from: 1, to: 10_000 },
  mergeGap: { from: 0, to: 3600 },
  partlyAfter: { from: 0, to: 1440 },
} as const
type NumberField = keyof typeof limits

export function typedSettings(staff: Staff): TypedSettings {
  const { name, organisation, zone, language, hotline, dialInNumber, dialInCode } = staff
  return {
    name,
    organisation,
    zone,
    language,
    land: staff.land ?? '',
    hotline,
    dialInNumber,
    dialInCode,
    place: staff.defaultPlace,
    seats: staff.defaultSeats === null ? '' : String(staff.defaultSeats),
    mergeGap: String(staff.mergeGapS),
    // seconds that make no whole minutes were set through the API and are kept
    partlyAfter: String(Math.round((staff.partlyAfterS / 60) * 100) / 100).replace('.', ','),
  }
}

/** The first number out of range, with its limits; null: all are valid. */
export function settingsProblem(
  typed: TypedSettings,
): { field: NumberField; min: number; max: number } | null {
  for (const field of ['seats', 'mergeGap', 'partlyAfter'] as const) {
    if (field === 'seats' && typed.seats.trim() === '') continue
    const { from: min, to: max } = limits[field]
    if (numberIn(field, typed[field]) === null) return { field, min, max }
  }
  return null
}

/** The settings to send, for typed values without problem; fields that are absent stay absent. */
export function settingsFrom(typed: Partial<TypedSettings>): StaffSettings {
  const { place, seats, mergeGap, partlyAfter, land, ...rest } = typed
  const seconds = (field: 'mergeGap' | 'partlyAfter', text: string) =>
    Math.round((numberIn(field, text) ?? 0) * (field === 'partlyAfter' ? 60 : 1))
  return {
    ...rest,
    ...(land === undefined ? {} : { land: land || null }),
    ...(place === undefined ? {} : { defaultPlace: place }),
    ...(seats === undefined ? {} : { defaultSeats: numberIn('seats', seats) }),
    ...(mergeGap === undefined ? {} : { mergeGapS: seconds('mergeGap', mergeGap) }),
    ...(partlyAfter === undefined ? {} : { partlyAfterS: seconds('partlyAfter', partlyAfter) }),
  }
}

function numberIn(field: NumberField, text: string): number | null {
  return (field === 'partlyAfter' ? decimalNumber : wholeNumber)(text, limits[field])
}
