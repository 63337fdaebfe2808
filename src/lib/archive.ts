import { crc32, inflateRawSync } from 'node:zlib'

/**
 * `encrypted`: a password is needed. `tooLarge`: it unpacks to more than the limit. `damaged`:
 * everything else.
 */
export type ArchiveFault = 'damaged' | 'encrypted' | 'tooLarge'

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly fault: ArchiveFault
  constructor(fault: ArchiveFault, message: string) {
    super(message)
    this.fault = fault
  }
}

export type Archive = {
  has(name: string): boolean
  /**
   * The unpacked bytes; undefined when there is no such entry. The bytes actually unpacked count
   * towards the limit.
   */
  read(name: string): Uint8Array | undefined
}

type Entry = {
  name: string
  flags: number
  method: number
  crc: number
  packedSize: number
  size: number
  headerAt: number
  dataAt: number
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 }
const endSize = 22
const commentLimit = 0xffff
/** replaces a size or offset whose value is in a ZIP64 field */
const large = 0xffffffff
/** a workbook has a few dozen */
const entryLimit = 1_000
const [isEncrypted, hasDescriptor, isMasked] = [1 << 0, 1 << 3, 1 << 13]
const [stored, deflated] = [0, 8]

/**
 * Opens a ZIP archive from outside (PKWARE APPNOTE 6.3.10). Only the central directory counts;
 * local headers must agree with it, except for sizes that follow in a data descriptor (§4.4.4, bit
 * 3), as office programs write them. An entry is unpacked only when it is read; `limitBytes` holds
 * for all reads together. Throws damaged for ZIP64, which no archive of this size needs, for
 * entries that overlap or have the same name, and for false sizes and checksums. Names are compared
 * as OPC does, without case.
 */
export function openArchive(bytes: Uint8Array, { limitBytes }: { limitBytes: number }): Archive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = new Map<string, Entry>()
  for (const entry of directoryOf(view)) {
    if (entries.has(keyOf(entry.name))) throw damaged(`two entries are named "${entry.name}"`)
    entries.set(keyOf(entry.name), entry)
  }
  let unpackedBytes = 0
  return {
    has: name => entries.has(keyOf(name)),
    read(name) {
      const entry = entries.get(keyOf(name))
      if (!entry) return undefined
      if (entry.flags & (isEncrypted | isMasked))
        throw new ArchiveError('encrypted', `"${name}" is encrypted`)
      if (unpackedBytes + entry.size > limitBytes)
        throw new ArchiveError('tooLarge', `unpacks to more than ${limitBytes} bytes`)
      const content = unpack(bytes, entry)
      unpackedBytes += content.length
      return content
    },
  }
}

function unpack(bytes: Uint8Array, entry: Entry): Uint8Array {
  const { name, method, size, packedSize, dataAt } = entry
  const packed = bytes.subarray(dataAt, dataAt + packedSize)
  if (method === stored && packedSize !== size) throw damaged(`"${name}" has two lengths`)
  if (method !== stored && method !== deflated) throw damaged(`"${name}" is packed in a rare way`)
  const content = method === stored ? packed : inflate(packed, entry)
  if (content.length !== size) throw damaged(`"${name}" is shorter than it says`)
  if (crc32(content) !== entry.crc) throw damaged(`the checksum of "${name}" does not fit`)
  return content
}

function inflate(packed: Uint8Array, { name, size }: Entry): Uint8Array {
  try {
    // unpacking stops at one byte more than the entry's size
    const { buffer, engine } = inflateRawSync(packed, {
      maxOutputLength: Math.max(1, size),
      info: true,
    }) as unknown as { buffer: Uint8Array; engine: { bytesWritten: number } } // `info` makes it return this
    if (engine.bytesWritten !== packed.length) throw damaged(`"${name}" ends early`)
    return buffer
  } catch (error) {
    if (error instanceof ArchiveError) throw error
    throw damaged(`"${name}" does not unpack to what it says`)
  }
}

/** The entries of the central directory, each checked against its local header. */
function directoryOf(view: DataView): Entry[] {
  const end = endOf(view)
  const count = view.getUint16(end + 10, true)
  const [size, start] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)]
  const isWhole = view.getUint32(end + 4, true) === 0 && view.getUint16(end + 8, true) === count
  if (!isWhole || count > entryLimit || start + size !== end)
    throw damaged('its directory is not where it says, too long, or of the kind for large files')
  const entries: Entry[] = []
  let at = start
  for (let i = 0; i < count; i++) {
    const { entry, length } = centralEntry(view, { at, end })
    entries.push(entry)
    at += length
  }
  if (at !== end) throw damaged('its directory is longer than its entries')
  let freeFrom = 0
  for (const entry of entries.toSorted((a, b) => a.headerAt - b.headerAt)) {
    if (entry.headerAt < freeFrom) throw damaged('entries overlap')
    entry.dataAt = dataOf(view, entry)
    freeFrom = entry.dataAt + entry.packedSize
    if (freeFrom > start) throw damaged(`"${entry.name}" reaches into the directory`)
  }
  return entries.filter(entry => !entry.name.endsWith('/'))
}

function endOf(view: DataView): number {
  const last = view.byteLength - endSize
  for (let at = last; at >= 0 && at >= last - commentLimit; at--) {
    if (
      view.getUint32(at, true) === signatures.end &&
      at + endSize + view.getUint16(at + 20, true) === view.byteLength
    )
      return at
  }
  throw damaged('it has no directory')
}

function centralEntry(view: DataView, { at, end }: { at: number; end: number }) {
  if (at + 46 > end || view.getUint32(at, true) !== signatures.central)
    throw damaged('its directory breaks off')
  const nameLength = view.getUint16(at + 28, true)
  const length = 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  if (at + length > end) throw damaged('its directory breaks off')
  if ([20, 24, 42].some(offset => view.getUint32(at + offset, true) === large))
    throw damaged('it is of the kind for large files')
  const entry: Entry = {
    name: nameAt(view, { at: at + 46, length: nameLength }),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    headerAt: view.getUint32(at + 42, true),
    dataAt: 0,
  }
  return { entry, length }
}

/** Where the packed bytes begin; throws unless the local header agrees with the directory. */
function dataOf(view: DataView, { name, flags, method, crc, ...sizes }: Entry): number {
  const at = sizes.headerAt
  if (at + 30 > view.byteLength || view.getUint32(at, true) !== signatures.local)
    throw damaged(`"${name}" is not where the directory says`)
  const nameLength = view.getUint16(at + 26, true)
  const dataAt = at + 30 + nameLength + view.getUint16(at + 28, true)
  if (dataAt > view.byteLength) throw damaged(`"${name}" breaks off`)
  const localFlags = view.getUint16(at + 6, true)
  const isSame =
    nameAt(view, { at: at + 30, length: nameLength }) === name &&
    ((localFlags ^ flags) & (isEncrypted | isMasked)) === 0 &&
    view.getUint16(at + 8, true) === method
  // with a data descriptor the header may have zeros instead
  const isTrue =
    (localFlags & hasDescriptor) !== 0 ||
    [crc, sizes.packedSize, sizes.size].every(
      (value, i) => view.getUint32(at + 14 + 4 * i, true) === value,
    )
  if (!isSame || !isTrue) throw damaged(`"${name}" says otherwise than the directory`)
  return dataAt
}

function nameAt(view: DataView, { at, length }: { at: number; length: number }): string {
  // names of office parts are ASCII; for other names it only matters whether they are equal
  return Buffer.from(view.buffer, view.byteOffset + at, length).toString('utf8')
}

function keyOf(name: string): string {
  return name.replaceAll('\\', '/').toLowerCase()
}

function damaged(what: string): ArchiveError {
  return new ArchiveError('damaged', `The archive is damaged: ${what}`)
}
