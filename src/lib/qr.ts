import { renderSVG } from 'uqr'

/** Dark on white with its quiet zone, whatever the page's colours: cameras need it so. */
export function qrSvg(text: string): string {
  return renderSVG(text, { ecc: 'M', border: 4, pixelSize: 4 })
}
