import type { Figure } from './figure.ts'

export type Row = { name: string; value: string; bar: string; holds: string }
const heading: Row = { name: 'name', value: 'value', bar: 'bar', holds: 'holds' }
const valueWidth = 24

/** Prints rows one by one; all are as wide as the longest name and bar of the run. */
export function tableOf(figures: readonly Pick<Figure, 'name' | 'bar'>[]): {
  heading: string
  line: (row: Row) => string
} {
  const nameWidth = Math.max(heading.name.length, ...figures.map(figure => figure.name.length))
  const barWidth = Math.max(heading.bar.length, ...figures.map(figure => figure.bar.length))
  const line = ({ name, value, bar, holds }: Row) =>
    `${name.padEnd(nameWidth)} | ${value.padEnd(valueWidth)} | ${bar.padEnd(barWidth)} | ${holds}`
  return { heading: line(heading), line }
}
