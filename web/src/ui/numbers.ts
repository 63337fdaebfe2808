type Range = { from: number; to: number }

/** A typed whole number in [from, to]; null for other texts and for an empty one. */
export function wholeNumber(typed: string, range: Range): number | null {
  return /^\d{1,6}$/.test(typed.trim()) ? within(Number(typed), range) : null
}

/** The same with decimals after a comma or a point. */
export function decimalNumber(typed: string, range: Range): number | null {
  const plain = typed.trim().replace(',', '.')
  return /^\d{1,6}(\.\d{1,6})?$/.test(plain) ? within(Number(plain), range) : null
}

const within = (value: number, { from, to }: Range) => (value >= from && value <= to ? value : null)
