import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashPassword, isPassword } from '../../src/access/password.ts'
import {
  mayDoFirstStart,
  mayShowCode,
  mayUseSample,
  passwordProblem,
  pauseEndsAtMs,
  standingOf,
  wrongWindowMs,
  type Place,
} from '../../src/access/rules.ts'
import { otpauthUrlOf, stepOfCode } from '../../src/access/totp.ts'
import { networkOf } from '../../src/lib/address.ts'
import { newPrintedCode, readPrintedCode, seal, unseal } from '../../src/lib/secrets.ts'
import { appCode } from '../support/totp.ts'

const person = { name: 'Sabine Köhler-Özdemir', email: 'koehler@beispielkreis.example' }

test.each([
  ['kurz', 'tooShort'],
  ['elfZeichen1', 'tooShort'],
  ['passwort2026!', 'common'],
  ['P4ssw0rt!2026', 'common'],
  ['Krisenstab2026', 'common'],
  ['123456789012', 'common'],
  ['987654321098', 'common'],
  ['aaaaaaaaaaaaaaaa', 'common'],
  ['hallohallohallo', 'common'],
  ['qwertzuiopü1', 'common'],
  ['Koehler123456', 'personal'],
  ['Beispielkreis1', 'personal'],
  ['x'.repeat(300), 'tooLong'],
])('the password %s is refused as %s', (password, problem) => {
  expect(passwordProblem(password, person)).toBe(problem)
})

test.each([
  'drei Kühe im Nebel',
  'ein langes Kennwort 42',
  'koehler mag grüne Dächer sehr',
  '🐄🌫️ Nebel über der Ache',
])('the password %s is taken', password => {
  expect(passwordProblem(password, person)).toBeNull()
})

test('a password is checked however its letters were composed', async () => {
  const hash = await hashPassword('Kühe im Nebel'.normalize('NFC'))
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=9216,t=4,p=1\$/)
  expect(await isPassword('Kühe im Nebel'.normalize('NFD'), hash)).toBe(true)
  expect(await isPassword('Kühe im nebel', hash)).toBe(false)
})

test('without an account no password is right, and the check costs the same work', async () => {
  expect(await isPassword('', null)).toBe(false)
  expect(await isPassword('drei Kühe im Nebel', null)).toBe(false)
})

test('fewer than two factors never make a whole session', () => {
  const here: Place = { reach: 'thisMachine', looksLocal: true, hasShownCode: true }
  const elsewhere = { ...here, isSample: true, looksLocal: false }
  const real = { ...here, isSample: false }
  const sample = { ...here, isSample: true }
  expect(standingOf([], sample)).toBeNull()
  expect(standingOf(['totp'], sample)).toBeNull()
  expect(standingOf(['password'], sample)).toBe('secondFactor')
  expect(standingOf(['password', 'totp'], elsewhere)).toBe('full')
  expect(standingOf(['sample'], sample)).toBe('full')
  expect(standingOf(['sample'], elsewhere)).toBeNull()
  expect(standingOf(['sample'], real)).toBeNull()
})

test('which wall stands when: settings, headers and code in every combination', () => {
  const rows: [Place['reach'], boolean, boolean, string][] = [
    // reach, looks local, has shown the code: may show it, do the first start, use the sample
    ['thisMachine', false, false, '- - -'],
    ['thisMachine', false, true, '- - -'],
    ['thisMachine', true, false, 'code - -'],
    ['thisMachine', true, true, 'code start sample'],
    ['network', false, false, 'code - -'],
    ['network', false, true, 'code start -'],
    ['network', true, false, 'code - -'],
    ['network', true, true, 'code start -'],
  ]
  for (const [reach, looksLocal, hasShownCode, wanted] of rows) {
    const place = { reach, looksLocal, hasShownCode }
    const may = [
      mayShowCode(place) ? 'code' : '-',
      mayDoFirstStart(place) ? 'start' : '-',
      mayUseSample(place) ? 'sample' : '-',
    ].join(' ')
    expect([place, may]).toEqual([place, wanted])
    expect(standingOf(['sample'], { ...place, isSample: true })).toBe(
      wanted.endsWith('sample') ? 'full' : null,
    )
  }
})

test('an app code counts in its step, the one before and the one after, nowhere else', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  fc.assert(
    fc.property(
      fc.integer({ min: 60_000_000, max: 80_000_000 }),
      fc.integer({ min: -5, max: 5 }),
      fc.integer({ min: 0, max: 29_999 }),
      (step, away, ms) => {
        const code = appCode(secret, (step + away) * 30_000)
        const found = stepOfCode(secret, code, new Date(step * 30_000 + ms))
        // two steps may by chance show one code
        if (Math.abs(away) <= 1) expect(Math.abs((found ?? 0) - step)).toBeLessThanOrEqual(1)
        else if (found !== null) expect(appCode(secret, found * 30_000)).toBe(code)
      },
    ),
  )
  expect(stepOfCode(secret, '12345', new Date())).toBeNull()
  expect(otpauthUrlOf(secret, 'a@b.example')).toBe(
    `otpauth://totp/Lagerunde:a%40b.example?secret=${secret}&issuer=Lagerunde`,
  )
})

test('every third wrong answer beyond the free ones makes the pause longer, and none lasts longer than the longest', () => {
  const patience = { name: 'x', free: 3, longestMs: 10_000 }
  const pauseAfter = (count: number) =>
    pauseEndsAtMs(Array(count).fill(wrongWindowMs), patience, wrongWindowMs) - wrongWindowMs
  expect([0, 1, 2, 3, 4, 5, 6, 9, 12, 15, 501].map(pauseAfter)).toEqual([
    0, 0, 0, 1_000, 0, 0, 2_000, 4_000, 8_000, 10_000, 10_000,
  ])
  expect(pauseEndsAtMs(Array(9).fill(0), patience, wrongWindowMs)).toBe(wrongWindowMs)
})

test('whoever waits as told is not refused then, though another behind the same address guesses every second', () => {
  const patience = { name: 'x', free: 10, longestMs: 120_000 }
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 7_200 }), { minLength: 5, maxLength: 20 }),
      arrivalsS => {
        const wrong: number[] = []
        const promises = new Set<number>()
        for (let s = 0; s <= 7_400; s++) {
          const nowMs = s * 1_000
          const endsAtMs = () => pauseEndsAtMs(wrong, patience, nowMs)
          if (endsAtMs() <= nowMs) wrong.push(nowMs)
          if (promises.has(nowMs)) expect(endsAtMs()).toBe(nowMs)
          if (arrivalsS.includes(s) && endsAtMs() > nowMs) promises.add(endsAtMs())
        }
      },
    ),
    { numRuns: 20 },
  )
})

test('whoever tries as soon as they may is answered a bounded number of times in any window', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1_000, max: 120_000 }),
      fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 60, maxLength: 60 }),
      (free, longestMs, dawdlesMs) => {
        const wrong: number[] = []
        for (const dawdleMs of dawdlesMs) {
          const nowMs = (wrong.at(-1) ?? 0) + dawdleMs
          wrong.push(pauseEndsAtMs(wrong, { name: 'x', free, longestMs }, nowMs))
        }
        // free ones, then three before each pause: those that double, and the longest
        const pauses = Math.ceil(Math.log2(longestMs / 1_000)) + wrongWindowMs / longestMs + 2
        const most = free + 3 * pauses
        for (const from of wrong) {
          const inWindow = wrong.filter(at => at >= from && at < from + wrongWindowMs)
          expect(inWindow.length).toBeLessThanOrEqual(most)
        }
      },
    ),
  )
})

test('a printed code is read as it was printed, however it is typed', () => {
  fc.assert(
    fc.property(fc.constant(null).map(newPrintedCode), code => {
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/)
      expect(readPrintedCode(code.toLowerCase().replaceAll('-', ' '))).toBe(code)
      expect(readPrintedCode(` ${code.replaceAll('0', 'o').replaceAll('1', 'l')}\n`)).toBe(code)
    }),
    { numRuns: 30 },
  )
})

test('what is sealed opens with the same secret and purpose only, and not when a byte changed', () => {
  const secret = new Uint8Array(32).fill(7)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, at) => {
      const sealed = seal(secret, 'app code', text)
      expect(unseal(secret, 'app code', sealed)).toBe(text)
      expect(unseal(secret, 'kept answer', sealed)).toBeNull()
      expect(unseal(new Uint8Array(32), 'app code', sealed)).toBeNull()
      const changed = Uint8Array.from(sealed)
      changed[at % changed.length]! ^= 1
      expect(unseal(secret, 'app code', changed)).toBeNull()
    }),
    { numRuns: 50 },
  )
  expect(unseal(secret, 'app code', new Uint8Array(5))).toBeNull()
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('limits count %s as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
