import type { Staff, StaffChange } from '../../../src/roster/contract.ts'

/** The settings of a staff as the form shows them: numbers as text, minutes instead of seconds. */
export type TypedSettings = {
  name: string
  organisation: string
  zone: string
  language: 'de' | 'en'
  hotline: string
  dialInNumber: string
  dialInCode: string
  place: string
  seats: string
  mergeGap: string
  partlyAfter: string
}

/** Both ends inclusive; seats may be left empty. */
const limits = {
  seats: { min: 1, max: 10_000 },
  mergeGap: { min: 0, max: 3600 },
  partlyAfter: { min: 0, max: 1440 },
} as const

export function typedSettings(staff: Staff): TypedSettings {
  const { name, organisation, zone, language, hotline, dialInNumber, dialInCode } = staff
  return {
    name,
    organisation,
    zone,
    language,
    hotline,
    dialInNumber,
    dialInCode,
    place: staff.defaultPlace,
    seats: staff.defaultSeats === null ? '' : String(staff.defaultSeats),
    mergeGap: String(staff.mergeGapS),
    // seconds that make no whole minutes were set elsewhere and stay as they are
    partlyAfter: String(Math.round((staff.partlyAfterS / 60) * 100) / 100).replace('.', ','),
  }
}

/** The first number that does not fit, with what would; null: all do. */
export function settingsProblem(
  typed: TypedSettings,
): { field: keyof typeof limits; min: number; max: number } | null {
  for (const field of ['seats', 'mergeGap', 'partlyAfter'] as const) {
    if (field === 'seats' && typed.seats.trim() === '') continue
    const value = numberOf(typed[field])
    const { min, max } = limits[field]
    const isWhole = field === 'partlyAfter' || Number.isInteger(value)
    if (!isWhole || !(value >= min && value <= max)) return { field, min, max }
  }
  return null
}

export function settingsFrom(typed: TypedSettings): StaffChange {
  const { place, seats, mergeGap, partlyAfter, ...rest } = typed
  return {
    ...rest,
    defaultPlace: place,
    defaultSeats: seats.trim() === '' ? null : numberOf(seats),
    mergeGapS: numberOf(mergeGap),
    partlyAfterS: Math.round(numberOf(partlyAfter) * 60),
  }
}

function numberOf(text: string): number {
  const plain = text.trim().replace(',', '.')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN
}
