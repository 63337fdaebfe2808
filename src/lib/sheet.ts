/**
 * A sheet of a workbook before it has a file format. Times have no zone: they are those of the wall
 * clock where the meeting was.
 */
export type Sheet = {
  name: string
  columns: readonly { header: string; width: number }[]
  rows: readonly SheetRow[]
}
export type SheetRow = { cells: readonly SheetCell[]; isTotal?: boolean }
/** A text is never read as number, date or formula. */
export type SheetCell =
  | string
  | { kind: 'day'; day: string }
  /** `wall`: `2026-11-29T02:07:00`; `offset`: `MESZ` in the hour that clocks show twice, else null */
  | { kind: 'time'; wall: string; shows: 'time' | 'dateTime'; offset: string | null }
  /** `sumOf`: indexes of the first and last row whose durations add up to it */
  | { kind: 'duration'; ms: number; sumOf?: readonly [number, number] }
