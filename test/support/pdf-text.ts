import { PDFiumLibrary } from '@hyzyla/pdfium'

const pdfium = PDFiumLibrary.init()

/**
 * The text of a PDF in the order it is drawn, without white space; right-to-left words come in
 * their visual order.
 */
export async function pdfText(pdf: Uint8Array): Promise<string> {
  return (await pdfPageTexts(pdf)).join('')
}

/** The same page by page. */
export async function pdfPageTexts(pdf: Uint8Array): Promise<string[]> {
  const document = await (await pdfium).loadDocument(pdf)
  const texts = [...document.pages()].map(page => page.getText().replace(/\s/g, ''))
  document.destroy()
  return texts
}

/**
 * Whether the PDF contains the text, with its words in reading order or in the visual order of
 * right-to-left text.
 */
export function includesText(page: string, wanted: string): boolean {
  const words = wanted.split(/\s+/)
  return page.includes(words.join('')) || page.includes(words.toReversed().join(''))
}
