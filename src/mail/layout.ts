import type { Lang } from '../lib/time.ts'

/** A piece of a mail, written once and shown as plain text and as HTML. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'facts'; rows: readonly (readonly [label: string, value: string])[] }
  | { kind: 'link'; label: string; url: string }
  | { kind: 'list'; title: string; items: readonly string[] }

/** Control characters and line ends become blanks, so that nobody's text can look like a paragraph of ours. */
export function inLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}

export function textOf(blocks: readonly Block[]): string {
  return `${blocks.map(textBlock).join('\n\n')}\n`
}

/** A whole page without style sheets, pictures or anything else that a mail program would have to fetch. */
export function htmlOf(blocks: readonly Block[], page: { lang: Lang; title: string }): string {
  const body = blocks.map(htmlBlock).join('\n')
  return `<!doctype html>
<html lang="${page.lang}"><head><meta charset="utf-8"><title>${escaped(page.title)}</title></head>
<body style="font-family:Fira Sans,Segoe UI,Arial,sans-serif;font-size:16px;line-height:1.5;max-width:640px">
${body}
</body></html>
`
}

function textBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return inLine(block.text)
    case 'facts':
      return block.rows.map(([label, value]) => `${inLine(label)}: ${inLine(value)}`).join('\n')
    case 'link':
      return `${inLine(block.label)}:\n${inLine(block.url)}`
    case 'list':
      return [
        `${inLine(block.title)}:`,
        ...block.items.map((item, index) => `${index + 1}. ${inLine(item)}`),
      ].join('\n')
  }
}

function htmlBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p>${escaped(block.text)}</p>`
    case 'facts':
      return `<p>${block.rows.map(([label, value]) => `${escaped(label)}: <b>${escaped(value)}</b>`).join('<br>\n')}</p>`
    case 'link': {
      const url = escaped(block.url)
      // the address stands there too: who reads it may want to see it before opening
      return `<p><a href="${url}"><b>${escaped(block.label)}</b></a><br>\n<small>${url}</small></p>`
    }
    case 'list':
      return `<p>${escaped(block.title)}:</p>\n<ol>${block.items.map(item => `<li>${escaped(item)}</li>`).join('')}</ol>`
  }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return inLine(text).replace(/[&<>"']/g, character => entities[character]!) // the class and the table name the same five
}
