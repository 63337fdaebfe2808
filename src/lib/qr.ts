import { renderSVG } from 'uqr'

/** Dark on white with its quiet zone, also in dark mode, because cameras read no other. */
export function qrSvg(text: string): string {
  return renderSVG(text, { ecc: 'M', border: 4, pixelSize: 4 })
}
