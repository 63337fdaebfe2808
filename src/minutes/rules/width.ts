/**
 * Does the text surely fit on one line of so many points, set in Fira Sans at 9 points? Judged high, so a doubtful text counts as
 * too long; letters outside Latin always do, since other fonts draw them. Rows known to be one line high need not be measured
 * by the typesetter, which is a quarter of its work for a large staff.
 */
export function fitsOneLine(text: string, points: number): boolean {
  if (!latin.test(text)) return false
  let width = 0
  for (const character of text)
    width += widths.get(character) ?? (/\p{Ll}/u.test(character) ? 0.62 : 0.75)
  return width * 9 <= points
}

const latin = /^[\u0020-\u003f\u0041-\u007e\u00a1-\u017f\u2013]*$/u

/** upper bounds in em, measured in the font */
const widths = new Map(
  (
    [
      [" ijlf.,:;'!I", 0.36],
      ['rt-()', 0.4],
      ['acegksvxyzäJLFETSXYZ0123456789/', 0.56],
      ['bdhnopquöüßABCKPRV', 0.62],
      ['DGHNOUÖÜ', 0.7],
      ['mwMW%ÆŒæœ', 0.93],
    ] as const
  ).flatMap(([characters, width]) => [...characters].map(character => [character, width] as const)),
)
