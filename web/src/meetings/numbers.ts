/** What is typed as a whole number in [from, to]; null for anything else, nothing included. */
export function wholeNumber(
  typed: string,
  { from, to }: { from: number; to: number },
): number | null {
  if (!/^\d{1,6}$/.test(typed.trim())) return null
  const value = Number(typed)
  return value >= from && value <= to ? value : null
}

/** How long a meeting is planned to take. */
export function minutesOf({ startsAt, endsAt }: { startsAt: string; endsAt: string }): number {
  return Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000)
}
