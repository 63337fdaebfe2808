import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanCell } from '../../src/roster/import/clean.ts'
import { decodeList, undamaged } from '../../src/roster/import/letters.ts'
import { readPersonName } from '../../src/roster/import/names.ts'

const word = fc.constantFrom('Hans', 'Müller', 'Çiğdem', 'Öz', 'Groß', 'Köhler-Özdemir', 'Zoë')
const keys = fc.constantFrom('name', 'email', 'mobile', 'organisation', 'functions' as const)

test('what is clean stays so', () => {
  fc.assert(
    fc.property(keys, fc.string({ unit: 'grapheme', maxLength: 60 }), (key, text) => {
      const once = cleanCell(key, text)
      // an address in another is unpacked once each time
      fc.pre(key !== 'email' || !/[<?:]/.test(text))
      expect(cleanCell(key, once)).toBe(once)
    }),
  )
})

test('a name that was turned stays so, and no part of it is lost', () => {
  fc.assert(
    fc.property(word, word, (given, family) => {
      const read = readPersonName(`${family}, ${given}`, 'asSaid')
      expect(read).toMatchObject({ ok: true, name: `${given} ${family}`, isTurned: true })
      expect(readPersonName(`${given} ${family}`, 'asSaid')).toMatchObject({
        name: `${given} ${family}`,
        isTurned: false,
      })
    }),
  )
})

test('whatever is UTF-8 is read as such, and no other text is taken for a damaged one', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), words => {
      const text = words.join(' ')
      expect(decodeList(new TextEncoder().encode(text))).toMatchObject({ text, isDoubtful: false })
      expect(undamaged(text)).toBeNull()
    }),
  )
})
