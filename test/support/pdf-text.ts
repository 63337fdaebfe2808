import { PDFiumLibrary } from '@hyzyla/pdfium'

const pdfium = PDFiumLibrary.init()

/**
 * The text of a PDF in the order it is drawn, without white space; right-to-left words come in
 * their visual order.
 */
export async function pdfText(pdf: Uint8Array): Promise<string> {
  const document = await (await pdfium).loadDocument(pdf)
  const text = [...document.pages()].map(page => page.getText()).join('')
  document.destroy()
  return text.replace(/\s/g, '')
}

/**
 * Whether the PDF contains the text, with its words in reading order or in the visual order of
 * right-to-left text.
 */
export function includesText(page: string, wanted: string): boolean {
  const words = wanted.split(/\s+/)
  return page.includes(words.join('')) || page.includes(words.toReversed().join(''))
}
