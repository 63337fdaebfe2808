import type { Lang } from '../lib/time.ts'

/** A part of a mail, written once and shown as plain text and as HTML. */
export type Block =
  | { kind: 'text'; text: string }
  /** across the top, for everything that belongs to an exercise */
  | { kind: 'band'; text: string }
  | { kind: 'facts'; rows: readonly Fact[] }
  /** a button or, in plain text, a link; `isSecond`: less important than another one */
  | { kind: 'link'; label: string; url: string; isSecond?: true }
  /** numbered, unless it is a list of dates, whose numbers would look like those of meetings */
  | { kind: 'list'; title: string; items: readonly string[]; isOfDates?: true }

/** `callUrl`: a link that dials the value, only in HTML; null when it is no number. */
export type Fact = readonly [label: string, value: string, callUrl?: string | null]

/**
 * Control characters and line ends become blanks, so that a person's text cannot look like a
 * paragraph of ours.
 */
export function inLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}

export function textOf(blocks: readonly Block[]): string {
  return `${blocks.map(textBlock).join('\n\n')}\n`
}

/**
 * Breaks long words and addresses, so that no mail is wider than a phone; the first property is for
 * older mail programs.
 */
const wrapping = 'word-wrap:break-word;overflow-wrap:anywhere'

// also on the address itself, because webmail drops the styles of the body
const address = 'word-break:break-all'

const button = 'display:inline-block;padding:10px 18px;border:2px solid #1b4d89;border-radius:4px'
const filled = `${button};background:#1b4d89;color:#ffffff;text-decoration:none`
// the border has the colour of the text, which fits light and dark schemes
const outlined = `${button};border-color:currentColor;text-decoration:none`

/**
 * A whole page without style sheets, pictures or anything else that a mail program would have to
 * fetch.
 */
export function htmlOf(blocks: readonly Block[], page: { lang: Lang; title: string }): string {
  const body = blocks.map(htmlBlock).join('\n')
  return `<!doctype html>
<html lang="${page.lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escaped(page.title)}</title></head>
<body style="margin:0 auto;padding:16px;max-width:608px;font:16px/1.5 Fira Sans,Segoe UI,Arial,sans-serif;${wrapping}">
${body}
</body></html>
`
}

function textBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return inLine(block.text)
    case 'band':
      return `//////// ${inLine(block.text)} ////////`
    case 'facts':
      return block.rows.map(([label, value]) => `${inLine(label)}: ${inLine(value)}`).join('\n')
    case 'link':
      return `${inLine(block.label)}:\n${inLine(block.url)}`
    case 'list':
      return [
        `${inLine(block.title)}:`,
        ...block.items.map(
          (item, index) => `${block.isOfDates ? '–' : `${index + 1}.`} ${inLine(item)}`,
        ),
      ].join('\n')
  }
}

function htmlBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p>${escaped(block.text)}</p>`
    // dashes of the text's colour, because mail programs drop gradients
    case 'band':
      return `<p style="border-top:10px dashed;border-bottom:10px dashed;padding:4px 0;text-align:center"><b>${escaped(block.text)}</b></p>`
    case 'facts':
      return `<p>${block.rows.map(htmlFact).join('<br>\n')}</p>`
    case 'link': {
      const url = escaped(block.url)
      // shows the address as text, because people may want to see it before opening it
      const style = block.isSecond ? outlined : filled
      return `<p><a href="${url}" style="${style}"><b>${escaped(block.label)}</b></a><br>\n<small style="${address}">${url}</small></p>`
    }
    case 'list': {
      const tag = block.isOfDates ? 'ul' : 'ol'
      return `<p>${escaped(block.title)}:</p>\n<${tag}>${block.items.map(item => `<li>${escaped(item)}</li>`).join('')}</${tag}>`
    }
  }
}

function htmlFact([label, value, callUrl]: Fact): string {
  const shown = `<b>${escaped(value)}</b>`
  return `${escaped(label)}: ${callUrl ? `<a href="${escaped(callUrl)}">${shown}</a>` : shown}`
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return inLine(text).replace(/[&<>"']/g, character => entities[character]!) // the pattern and the table have the same five characters
}
