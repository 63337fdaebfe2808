import { expect, test } from 'vitest'
import { isOfSeries, tokenIn } from '../../../web/src/replies/token.ts'

const token = `att_${'0'.repeat(26)}.1.${'aB_-'.repeat(5)}xy`

test('the token is found whatever a mail program put around it', () => {
  for (const fragment of [
    token,
    `#${token}`,
    `${token}>`,
    `${token}.`,
    encodeURIComponent(token),
    `${token}%`,
    ` ${token} `,
  ]) {
    expect(tokenIn(fragment)).toBe(token)
  }
})

test('a link that was cut off has none', () => {
  for (const fragment of ['', '#', token.slice(0, -1), token.slice(4), '%E0%A4%A'])
    expect(tokenIn(fragment)).toBeNull()
})

test('a link to all dates of a series is told by its address or by its token', () => {
  const all = token.replace('.1.', '.1.all.')
  expect(tokenIn(`#${all}`)).toBe(all)
  expect([`#${all}`, `#series/${token}`, `#${token}`].map(isOfSeries)).toEqual([true, true, false])
})
