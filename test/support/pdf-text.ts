import { PDFiumLibrary } from '@hyzyla/pdfium'

const pdfium = PDFiumLibrary.init()

/** The text of a PDF in the order it is drawn, without white space; words of right-to-left scripts come in the order they are seen. */
export async function pdfText(pdf: Uint8Array): Promise<string> {
  const document = await (await pdfium).loadDocument(pdf)
  const text = [...document.pages()].map(page => page.getText()).join('')
  document.destroy()
  return text.replace(/\s/g, '')
}

/** Is the text in there, its words in reading order or in the order right-to-left text is seen? */
export function includesText(page: string, wanted: string): boolean {
  const words = wanted.split(/\s+/)
  return page.includes(words.join('')) || page.includes(words.toReversed().join(''))
}
