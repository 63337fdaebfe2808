import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of an archive, and what is false about it. */
export type ZipPart = {
  name: string
  text: string | Uint8Array
  isStored?: boolean
  /**
   * Where sizes and checksum are written: behind the content, with zeros in the local header, as
   * office programs and streaming writers do. `bare` omits the signature; `large` writes sizes of 8
   * bytes, as for ZIP64.
   */
  descriptor?: 'signed' | 'bare' | 'large'
  /** false lengths in the directory, or in both directory and local header */
  claims?: { size?: number; packedSize?: number; alsoLocally?: boolean }
  crc?: number
  flags?: number
  extra?: Uint8Array
}

/** Makes a ZIP archive by hand, so that it can be wrong in any way. */
export function zip(parts: readonly ZipPart[], { gap = new Uint8Array() } = {}): Uint8Array {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const { local, central } = entry(part, offset)
    locals.push(local)
    directory.push(central)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  return new Uint8Array(
    Buffer.concat([
      ...locals,
      central,
      gap,
      endOfZip({ count: parts.length, size: central.length, start: offset }),
    ]),
  )
}

export function endOfZip({
  count,
  size,
  start,
}: {
  count: number
  size: number
  start: number
}): Buffer {
  return numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, size],
    [4, start],
    [2, 0],
  )
}

/** Whole numbers of so many bytes, little-endian. */
export function numbers(...fields: (readonly [1 | 2 | 4 | 8, number])[]): Buffer {
  return Buffer.concat(
    fields.map(([length, value]) => {
      const bytes = Buffer.alloc(length)
      if (length === 8) bytes.writeBigUInt64LE(BigInt(value))
      else bytes.writeUIntLE(value, 0, length)
      return bytes
    }),
  )
}

function entry(part: ZipPart, offset: number): { local: Buffer; central: Buffer } {
  const { descriptor, claims = {}, extra = new Uint8Array() } = part
  const content = Buffer.from(part.text as string)
  const packed = part.isStored ? content : deflateRawSync(content)
  const crc = part.crc ?? crc32(content)
  const name = Buffer.from(part.name)
  const said = { packed: claims.packedSize ?? packed.length, size: claims.size ?? content.length }
  const local = descriptor
    ? { crc: 0, packed: 0, size: 0 }
    : claims.alsoLocally
      ? { crc, ...said }
      : { crc, packed: packed.length, size: content.length }
  const flags = (part.flags ?? 0) | (descriptor ? 8 : 0)
  const method = part.isStored ? 0 : 8
  const wide = descriptor === 'large' ? 8 : 4
  return {
    local: Buffer.concat([
      numbers([4, 0x04034b50], [2, 20], [2, flags], [2, method], [4, 0]),
      numbers([4, local.crc], [4, local.packed], [4, local.size], [2, name.length], [2, 0]),
      name,
      packed,
      descriptor === undefined
        ? Buffer.alloc(0)
        : numbers(
            ...(descriptor === 'bare' ? [] : [[4, 0x08074b50] as const]),
            [4, crc],
            [wide, packed.length],
            [wide, content.length],
          ),
    ]),
    central: Buffer.concat([
      numbers([4, 0x02014b50], [2, 20], [2, 20], [2, flags], [2, method], [4, 0]),
      numbers([4, crc], [4, said.packed], [4, said.size], [2, name.length], [2, extra.length]),
      numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
      name,
      extra,
    ]),
  }
}
