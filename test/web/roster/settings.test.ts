import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StaffSettings, type Staff } from '../../../src/roster/contract/roster.ts'
import { settingsFrom, settingsProblem, typedSettings } from '../../../web/src/roster/settings.ts'

const staff: Staff = {
  staffId: 'staff_1' as Staff['staffId'],
  name: 'Krisenstab',
  organisation: 'Kreis',
  template: 'nrw',
  zone: 'Europe/Berlin',
  language: 'de',
  mergeGapS: 120,
  partlyAfterS: 300,
  hotline: '',
  dialInNumber: '',
  dialInCode: '',
  defaultPlace: '',
  defaultSeats: null,
  land: null,
  isSample: false,
  revision: 1,
}

test('settings that nobody touched are written back as they were, whatever their seconds', () => {
  fc.assert(
    fc.property(
      fc.nat(3600),
      fc.nat(86_400),
      fc.option(fc.integer({ min: 1, max: 10_000 })),
      (mergeGapS, partlyAfterS, defaultSeats) => {
        const typed = typedSettings({ ...staff, mergeGapS, partlyAfterS, defaultSeats })
        expect(settingsProblem(typed)).toBe(null)
        expect(settingsFrom(typed)).toMatchObject({ mergeGapS, partlyAfterS, defaultSeats })
        expect(StaffSettings.safeParse(settingsFrom(typed)).success).toBe(true)
      },
    ),
  )
})

test('a number that does not fit is named with what would', () => {
  const typed = typedSettings(staff)
  expect(settingsProblem({ ...typed, seats: 'zwölf' })).toEqual({
    field: 'seats',
    min: 1,
    max: 10_000,
  })
  expect(settingsProblem({ ...typed, seats: '' })).toBe(null)
  expect(settingsProblem({ ...typed, mergeGap: '3601' })).toMatchObject({ field: 'mergeGap' })
  expect(settingsProblem({ ...typed, mergeGap: '1,5' })).toMatchObject({ field: 'mergeGap' })
  expect(settingsProblem({ ...typed, partlyAfter: '' })).toMatchObject({ field: 'partlyAfter' })
  expect(settingsFrom({ ...typed, partlyAfter: '7,5', seats: ' 14 ' })).toMatchObject({
    partlyAfterS: 450,
    defaultSeats: 14,
  })
})
