import { ArchiveError, openArchive } from '../archive.ts'
import { DomainError } from '../errors.ts'
import { XmlError } from '../xml.ts'
import { readOdsRows } from './ods.ts'
import type { SheetLimits } from './rows.ts'
import { readXlsxRows } from './xlsx.ts'

/**
 * Of the parts that are read, together. 5,000 rows of twelve filled columns are some 6 MB as XLSX and 8 MB as ODS; each further byte
 * costs the time and memory of one, since nothing is built of it.
 */
const unpackedLimitBytes = 10 * 1024 * 1024
/** an old or locked Office file */
const compound = [0xd0, 0xcf, 0x11, 0xe0]

/** Whether the bytes begin as a ZIP or an old or locked Office file do. */
export function looksLikeWorkbook(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x50, 0x4b]) || startsWith(bytes, compound)
}

/** Rows of the first sheet as text; a row that is left out is empty. Takes XLSX and ODS, and throws what is wrong with the file. */
export function readWorkbook(bytes: Uint8Array, limits: SheetLimits): string[][] {
  if (startsWith(bytes, compound))
    throw unsupported(
      'The workbook is locked by a password or of before 2007; save it as XLSX or CSV',
      'encrypted',
    )
  try {
    const archive = openArchive(bytes, { limitBytes: unpackedLimitBytes })
    const rows = readOdsRows(archive, limits) ?? readXlsxRows(archive, limits)
    if (rows) return rows
  } catch (error) {
    if (error instanceof XmlError) throw unsupported(damagedText, 'damaged')
    if (!(error instanceof ArchiveError)) throw error
    if (error.fault === 'tooLarge')
      throw new DomainError('tooLarge', 'The workbook unpacks to more than 10 MB', {
        details: { limitUnpackedBytes: unpackedLimitBytes },
      })
    throw error.fault === 'encrypted'
      ? unsupported('The workbook is locked by a password', 'encrypted')
      : unsupported(damagedText, 'damaged')
  }
  throw unsupported('The file is an archive, but no XLSX or ODS workbook')
}

const damagedText = 'The workbook cannot be read: expected an undamaged XLSX or ODS file'

function unsupported(message: string, reason?: 'encrypted' | 'damaged'): DomainError {
  return new DomainError('unsupportedFile', message, reason ? { details: { reason } } : {})
}

function startsWith(bytes: Uint8Array, signature: number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte)
}
