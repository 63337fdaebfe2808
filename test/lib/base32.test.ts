import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base32Number, base32Of } from '../../src/lib/base32.ts'

test('text of bytes has one character each, and none that is mistaken for another when read out', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
      expect(base32Of(bytes)).toMatch(new RegExp(`^[0-9a-hjkmnp-tv-z]{${bytes.length}}$`))
    }),
  )
  expect(base32Of(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(
    '0123456789abcdefghjkmnpqrstvwxyz',
  )
})

test('numbers of one length sort as text as they do as numbers', () => {
  const number = fc.integer({ min: 0, max: 2 ** 48 })
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(base32Number(a, 10) < base32Number(b, 10)).toBe(a < b)
    }),
  )
  expect(base32Number(33, 3)).toBe('011')
})
