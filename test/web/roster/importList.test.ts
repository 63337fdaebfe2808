import { expect, test } from 'vitest'
import { noEdits } from '../../../src/roster/contract/import.ts'
import { readTable } from '../../../src/roster/import/table.ts'
import { ApiError } from '../../../web/src/api.ts'
import { emptyList, holdOn, listFaultOf, sizeWords } from '../../../web/src/roster/importList.ts'

test.each(['de', 'en'] as const)(
  'every heading of the empty list in %s is read by the import',
  lang => {
    const header = readTable(
      { bytes: new TextEncoder().encode(emptyList(lang)), edits: noEdits },
      { withHiddenRows: false },
    ).header
    expect(header.ignored).toEqual([])
    expect(header.columns.map(column => column.key).join(' ')).toBe(
      'title name email mobile organisation language functions deputyFor rank roles',
    )
  },
)

test('a file beyond the limit is refused before it is sent', async () => {
  await expect(
    holdOn(new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'gross.csv')),
  ).rejects.toMatchObject({ code: 'tooLarge' })
  expect((await holdOn(new File(['Name'], 'klein.csv'))).name).toBe('klein.csv')
})

test('a fault of the file is told from a failure of the server', () => {
  const unsupported = (details: Record<string, unknown>) =>
    listFaultOf(new ApiError({ status: 415, code: 'unsupportedFile', details }))
  expect(unsupported({})?.fault).toBe('unsupported')
  expect(unsupported({ reason: 'encrypted' })?.fault).toBe('encrypted')
  expect(unsupported({ reason: 'damaged' })?.fault).toBe('damaged')
  expect(unsupported({ reason: 'tooSlow' })?.fault).toBe('tooSlow')
  const tooLarge = (details: Record<string, unknown>) =>
    listFaultOf(new ApiError({ status: 413, code: 'tooLarge', details }))?.fault
  expect(tooLarge({})).toBe('tooLarge')
  expect(tooLarge({ limitRows: 5_000 })).toBe('tooLarge')
  expect(tooLarge({ limitColumns: 200 })).toBe('tooWide')
  expect(tooLarge({ limitUnpackedBytes: 1 })).toBe('tooFull')
  expect(tooLarge({ limitMemoryMb: 256 })).toBe('tooFull')
  const tooMany = (details: Record<string, unknown>) =>
    listFaultOf(new ApiError({ status: 429, code: 'tooManyAttempts', details }))?.fault
  expect(tooMany({})).toBe('busy')
  expect(tooMany({ limit: 'strangers' })).toBe('strangers')
  const invalid = (problem: string, value: string) =>
    listFaultOf(
      new ApiError({ status: 400, code: 'invalid', fields: [{ field: 'file', problem, value }] }),
    )
  expect(invalid('noHeadings', 'a, b')).toEqual({ fault: 'noHeadings', value: 'a, b' })
  expect(invalid('noHeadings', '')).toEqual({ fault: 'empty', value: '' })
  expect(invalid('damaged', 'line 4')?.fault).toBe('damaged')
  expect(listFaultOf(new ApiError({ status: 500, code: 'internal' }))).toBe(null)
  expect(listFaultOf(new ApiError({ status: 0, code: 'offline' }))).toBe(null)
})

test('sizes are said as people say them', () => {
  expect([
    sizeWords(2_202_010, 'de'),
    sizeWords(2_202_010, 'en'),
    sizeWords(900, 'de'),
    sizeWords(20, 'de'),
  ]).toEqual(['2,1 MB', '2.1 MB', '1 KB', '1 KB'])
})
