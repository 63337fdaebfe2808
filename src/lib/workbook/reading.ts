import { ArchiveError, openArchive } from '../archive.ts'
import { DomainError } from '../errors.ts'
import { XmlError } from '../xml.ts'
import { openOds } from './ods.ts'
import type { Sheet, SheetLimits, SheetName } from './rows.ts'
import { openXlsx } from './xlsx.ts'

/**
 * Limit of all parts that are read, together. 5,000 rows of twelve filled columns are some 6 MB as
 * XLSX and 8 MB as ODS. Each byte costs only its own time and memory, because nothing is built from
 * it.
 */
const unpackedLimitBytes = 10 * 1024 * 1024
/** first bytes of an old or locked Office file */
const compound = [0xd0, 0xcf, 0x11, 0xe0]

/** Whether the bytes begin like a ZIP or an old or locked Office file. */
export function looksLikeWorkbook(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x50, 0x4b]) || startsWith(bytes, compound)
}

/** number of sheets searched for a wanted one; a workbook has one or two before its list */
const sheetsTried = 5

export type ReadSheet = Sheet & { sheets: SheetName[]; name: string }

/**
 * The sheet of this name or, without a name, the first visible one for which `isWanted` is true,
 * else the first. Cells are text; a skipped row is empty. Reads XLSX and ODS, and throws a
 * DomainError for a faulty file; null when there is no sheet of this name.
 */
export function readWorkbook(
  bytes: Uint8Array,
  limits: SheetLimits,
  { sheet, isWanted }: { sheet?: string | undefined; isWanted: (rows: string[][]) => boolean },
): ReadSheet | null {
  if (startsWith(bytes, compound))
    throw unsupported(
      'The workbook is locked by a password or of before 2007; save it as XLSX or CSV',
      'encrypted',
    )
  try {
    const archive = openArchive(bytes, { limitBytes: unpackedLimitBytes })
    const workbook = openOds(archive, limits) ?? openXlsx(archive, limits)
    if (workbook) {
      const { names: sheets, read } = workbook
      const named = (index: number) => ({ ...read(index), sheets, name: sheets[index]!.name }) // the index is valid
      if (sheet !== undefined) {
        const index = sheets.findIndex(({ name }) => name === sheet)
        return index < 0 ? null : named(index)
      }
      const shown = [...sheets.keys()].filter(index => !sheets[index]!.isHidden) // the index is valid
      if (shown[0] === undefined) throw new ArchiveError('damaged', 'The workbook has no sheet')
      const first = named(shown[0])
      if (isWanted(first.rows)) return first
      for (const index of shown.slice(1, sheetsTried)) {
        const other = named(index)
        if (isWanted(other.rows)) return other
      }
      return first
    }
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
