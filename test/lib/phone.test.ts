import { expect, test } from 'vitest'
import { phoneNumber } from '../../src/lib/phone.ts'
import { telNumber } from '../../src/lib/tel.ts'

test.each([
  ['+49 (0) 171-3920013', '0171 3920013'],
  ['0049 (0)171/39 20 013', '0171 3920013'],
  ['+49 0171 3920013', '0171 3920013'],
  ['tel:+49-171-3920013', '0171 3920013'],
  ['(0171) 3920013', '0171 3920013'],
  ['0171.3920013', '0171 3920013'],
  ['0171 3920013 (priv.)', '0171 3920013'],
  ['02336 93-2214', '02336 932214'],
  ['02336 / 93-2214', '02336 932214'],
  ['+43 (0)660 1234567', '+43 660 1234567'],
])('"%s" is %s, and dials the same', (written, shown) => {
  expect(phoneNumber(written)).toBe(shown)
  const whole = (number: string | null) => number?.replace(/^(\+49|0049|0)(?=[1-9])/, '+49')
  expect(whole(telNumber(written))).toBe(whole(telNumber(shown)))
})

test.each([
  '0171 3920014 / 02336 93-2214',
  '0171 3920014; 0172 7654321',
  '0171 3920014 oder 0172 7654321',
  '0171 3920014 ab 18 Uhr',
  '171 3920014',
  'Durchwahl 12',
  '0231 50-0 App. 12',
  '0',
  '+49',
])('"%s" is not one number', written => {
  expect(phoneNumber(written)).toBe(null)
})

test('of several numbers in a text, the first is dialled', () => {
  expect(telNumber('0171 3920014 / 02336 93-2214')).toBe('01713920014')
  expect(telNumber('0221 4710-444, nachts 0221 4710-445')).toBe('02214710444')
  expect(telNumber('bitte die Zentrale fragen')).toBe(null)
})
