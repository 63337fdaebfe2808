import sax from 'sax'

export class XmlError extends Error {
  override readonly name = 'XmlError'
}

/** Element names come without prefix. A handler that returns false ends the walk. */
export type XmlVisitor = {
  open?(name: string, attributeOf: (name: string) => string | undefined): void | false
  close?(name: string): void | false
  /** a long text comes in several pieces */
  text?(text: string): void | false
}

/** an office document has about ten levels */
const depthLimit = 100

/**
 * Walks through a document from outside once, without building a tree. Throws an XmlError at
 * anything that is not well-formed UTF-8, at a document type (so only the five entities of XML
 * exist, Recommendation 1.0 §4.6) and at 100 nested elements.
 */
export function walkXml(bytes: Uint8Array, visitor: XmlVisitor): void {
  const parser = sax.parser(true, { position: false })
  let depth = 0
  let isOver = false
  const visit = (answer: void | false | undefined) => {
    if (answer === false) isOver = true
  }
  const text = (piece: string) => {
    if (!isOver) visit(visitor.text?.(piece))
  }
  Object.assign(parser, {
    onopentag: ({ name, attributes }) => {
      if (isOver) return
      if (++depth > depthLimit) throw new XmlError(`More than ${depthLimit} nested elements`)
      const attributeOf = (wanted: string) => {
        const found = Object.entries(attributes).find(([given]) => localName(given) === wanted)
        return found?.[1] as string | undefined // the parser without namespaces gives plain text
      }
      visit(visitor.open?.(localName(name), attributeOf))
    },
    onclosetag: name => {
      if (isOver) return
      depth--
      visit(visitor.close?.(localName(name)))
    },
    ontext: text,
    oncdata: text,
    ondoctype: () => {
      throw new XmlError('A document type is not allowed')
    },
    onerror: error => {
      throw new XmlError(error.message.split('\n')[0])
    },
  } satisfies Partial<sax.SAXParser>)
  const decoded = decode(bytes)
  for (let at = 0; at < decoded.length && !isOver; at += pieceLength)
    parser.write(decoded.slice(at, at + pieceLength))
  if (!isOver) parser.close()
}

const pieceLength = 64 * 1024

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new XmlError('The document is not in UTF-8')
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
