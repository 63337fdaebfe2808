import { inflateSync } from 'node:zlib'

/**
 * Reads the text of a PDF as our renderer writes it (plain objects, Flate streams, ToUnicode maps, ActualText), in the order
 * it is drawn, without white space. Right-to-left text comes in the order it is seen.
 */
export function pdfText(pdf: Uint8Array): string {
  const objects = objectsOf(pdf)
  let text = ''
  for (const { head } of objects.values()) {
    if (!/\/Type \/Page\b/.test(head)) continue
    const maps = fontMaps(head, objects)
    const contents = /\/Contents (\d+) 0 R/.exec(head)?.[1]
    if (contents) text += contentText(streamOf(objects, Number(contents)).toString('latin1'), maps)
  }
  return text.replace(/\s/g, '')
}

/** Files attached to the PDF, in the order they stand in it. */
export function pdfAttachments(pdf: Uint8Array): string[] {
  const objects = objectsOf(pdf)
  return [...objects]
    .filter(([, { head }]) => /\/Type \/EmbeddedFile/.test(head))
    .map(([number]) => streamOf(objects, number).toString('utf8'))
}

/** Is the text in there, in reading order or in the order right-to-left text is seen? */
export function includesText(page: string, wanted: string): boolean {
  const bare = wanted.replace(/\s/g, '')
  return page.includes(bare) || page.includes([...bare].reverse().join(''))
}

type PdfObject = { head: string; stream: Buffer | null }
type GlyphMap = Map<number, string>

function objectsOf(pdf: Uint8Array): Map<number, PdfObject> {
  const bytes = Buffer.from(pdf)
  const source = bytes.toString('latin1')
  const objects = new Map<number, PdfObject>()
  for (const match of source.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length
    const end = source.indexOf('endobj', start)
    const streamAt = source.indexOf('\nstream\n', start)
    if (streamAt < 0 || streamAt > end) {
      objects.set(Number(match[1]), { head: source.slice(start, end), stream: null })
      continue
    }
    const head = source.slice(start, streamAt)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    objects.set(Number(match[1]), {
      head,
      stream: bytes.subarray(streamAt + 8, streamAt + 8 + length),
    })
  }
  return objects
}

function streamOf(objects: Map<number, PdfObject>, number: number): Buffer {
  const object = objects.get(number)
  if (!object?.stream) throw new Error(`Object ${number} has no stream`)
  return object.head.includes('/FlateDecode') ? inflateSync(object.stream) : object.stream
}

function fontMaps(pageHead: string, objects: Map<number, PdfObject>): Map<string, GlyphMap> {
  const ref = /\/Resources (\d+) 0 R/.exec(pageHead)?.[1]
  const resources = ref ? (objects.get(Number(ref))?.head ?? '') : pageHead
  const maps = new Map<string, GlyphMap>()
  for (const [, name, number] of resources.matchAll(/\/(f\d+) (\d+) 0 R/g)) {
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(number))?.head ?? '')?.[1]
    if (name && unicode)
      maps.set(name, glyphMap(streamOf(objects, Number(unicode)).toString('latin1')))
  }
  return maps
}

function glyphMap(cmap: string): GlyphMap {
  const map: GlyphMap = new Map()
  for (const [, glyph, text] of cmap.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gm))
    map.set(parseInt(glyph!, 16), utf16(Buffer.from(text!, 'hex')))
  return map
}

/** A string in parentheses, as the content of a page has it: pairs of parentheses in it need no backslash (ISO 32000-1, 7.3.4.2). */
const literal = [1, 2, 3, 4].reduce(
  inner => String.raw`\((?:\\[\s\S]|[^\\()]|${inner})*\)`,
  String.raw`\((?:\\[\s\S]|[^\\()])*\)`,
)
const actualText = new RegExp(String.raw`/ActualText (${literal}|<[0-9A-Fa-f]*>)`)

function contentText(content: string, maps: Map<string, GlyphMap>): string {
  const token = new RegExp(
    String.raw`/Span <<([\s\S]*?)>> BDC|(?:BDC|BMC)\b|\bEMC\b|/(f\d+) [\d.]+ Tf|\[((?:${literal}|[^\]()])*)\] TJ|(${literal}) Tj`,
    'g',
  )
  let map: GlyphMap = new Map()
  let text = ''
  const isReplaced: boolean[] = []
  for (const match of content.matchAll(token)) {
    const [whole, span, font, pieces, single] = match
    if (span !== undefined) {
      const actual = actualText.exec(span)?.[1]
      if (actual !== undefined) text += pdfString(actual)
      isReplaced.push(actual !== undefined)
    } else if (whole === 'EMC') isReplaced.pop()
    else if (font) map = maps.get(font) ?? new Map()
    else if (pieces === undefined && single === undefined) isReplaced.push(false)
    else if (!isReplaced.includes(true)) {
      const strings =
        single === undefined ? (pieces!.match(new RegExp(literal, 'g')) ?? []) : [single]
      for (const bytes of strings.map(each => unescaped(each.slice(1, -1))))
        for (let i = 0; i + 1 < bytes.length; i += 2) text += map.get(bytes.readUInt16BE(i)) ?? ''
    }
  }
  return text
}

function pdfString(literal: string): string {
  const bytes = literal.startsWith('<')
    ? Buffer.from(literal.slice(1, -1), 'hex')
    : unescaped(literal.slice(1, -1))
  return bytes[0] === 0xfe && bytes[1] === 0xff
    ? utf16(bytes.subarray(2))
    : bytes.toString('latin1')
}

function unescaped(literal: string): Buffer {
  const named: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
  return Buffer.from(
    literal.replace(/\\([0-7]{1,3}|[\s\S])/g, (_, what: string) =>
      /^[0-7]/.test(what) ? String.fromCharCode(parseInt(what, 8)) : (named[what] ?? what),
    ),
    'latin1',
  )
}

function utf16(bigEndian: Buffer): string {
  return Buffer.from(bigEndian).swap16().toString('utf16le')
}
