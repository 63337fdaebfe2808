import { expect, test } from 'vitest'
import { texts as de } from '../../../web/src/i18n/de/board.ts'
import { texts as en } from '../../../web/src/i18n/en/board.ts'

test('who is gone is said to be gone, not to have gone of themselves: they may have been removed', () => {
  expect([de.reason.left, en.reason.left]).toEqual([
    '{{name}} ist seit {{time}} nicht mehr da',
    '{{name}} has not been there since {{time}}',
  ])
})
