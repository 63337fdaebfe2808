import { expect, test } from 'vitest'
import { tokenIn } from '../../../web/src/replies/token.ts'

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
