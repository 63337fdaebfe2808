import { DomainError } from './errors.ts'

/** Loaded when the first workbook is read or written; most processes never see one. */
const library = async () => ({ ...(await import('hucre/xlsx')), ...(await import('hucre')) })
type Workbook = Parameters<Awaited<ReturnType<typeof library>>['writeXlsx']>[0]

export async function writeXlsx(workbook: Workbook): Promise<Uint8Array> {
  return (await library()).writeXlsx(workbook)
}

const unpackedLimitBytes = 100 * 1024 * 1024
const columnLimit = 200

/** Rows of the first sheet as text; a row that is left out is empty. `rowLimit` is the number of rows after which reading stops. */
export async function readXlsx(bytes: Uint8Array, rowLimit: number): Promise<string[][]> {
  refuseBomb(bytes)
  const { EncryptedFileError, HucreError, streamXlsxRows } = await library()
  const rows: string[][] = []
  try {
    for await (const { index, values } of streamXlsxRows(bytes, { sheet: 0 })) {
      if (index >= rowLimit) break
      while (rows.length < index) rows.push([])
      rows.push(Array.from(values.slice(0, columnLimit), value => cellText(value)))
    }
  } catch (error) {
    if (error instanceof EncryptedFileError)
      throw new DomainError('unsupportedFile', 'The workbook is locked by a password', {
        details: { reason: 'encrypted' },
      })
    if (error instanceof DomainError) throw error
    // whatever a reader stumbles over in a damaged file is the file's fault
    if (error instanceof HucreError || error instanceof RangeError || error instanceof TypeError)
      throw damaged()
    throw error
  }
  return rows
}

/** Whether the bytes begin as a ZIP or an old or locked Office file do. */
export function looksLikeWorkbook(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x50, 0x4b]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])
}

/**
 * Sums what the archive's directory says its entries unpack to; the reader refuses entries that are longer than they say. An
 * entry that says nothing could be any size. PKWARE APPNOTE 4.3.12 and 4.3.16.
 */
function refuseBomb(bytes: Uint8Array): void {
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new DomainError(
      'unsupportedFile',
      'The workbook is locked by a password or of before 2007; save it as XLSX or CSV',
      {
        details: { reason: 'encrypted' },
      },
    )
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= 0 && end > bytes.length - 65_558 && view.getUint32(end, true) !== 0x06054b50) end--
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) throw damaged()
  const entries = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  let unpacked = 0
  for (let i = 0; i < entries; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw damaged()
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)]
    if (size === 0 && packed > 2) throw damaged()
    unpacked += size
    at +=
      46 +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true)
  }
  if (unpacked > unpackedLimitBytes) {
    throw new DomainError('tooLarge', 'The workbook unpacks to more than 100 MB', {
      details: { limitBytes: unpackedLimitBytes },
    })
  }
}

function cellText(value: string | number | boolean | Date | null): string {
  if (value === null) return ''
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
}

function damaged(): DomainError {
  return new DomainError(
    'unsupportedFile',
    'The workbook cannot be read: expected an undamaged XLSX file',
    {
      details: { reason: 'damaged' },
    },
  )
}

function startsWith(bytes: Uint8Array, signature: number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte)
}
