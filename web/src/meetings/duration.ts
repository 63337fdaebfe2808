/** The planned length of a meeting in whole minutes. */
export function plannedDurationMin({
  startsAt,
  endsAt,
}: {
  startsAt: string
  endsAt: string
}): number {
  return Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000)
}
