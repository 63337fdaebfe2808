import { expect, test } from 'vitest'
import { shortName, wallPages, type WallRow } from '../../../web/src/board/wall.ts'

test('first names become initials; titles, ranks and particles stay', () => {
  for (const [name, short] of [
    ['Dr. Sabine Köhler-Özdemir', 'Dr. S. Köhler-Özdemir'],
    ['Friedrich-Wilhelm von Hohenfels', 'F.-W. von Hohenfels'],
    ['PHK Bernd Thöne', 'PHK B. Thöne'],
    ['Anna Maria Müller (SMS Ordnung)', 'A. M. Müller'],
    ['Prof. Dr. Çiğdem Yıldız', 'Prof. Dr. Ç. Yıldız'],
    ['Kappel', 'Kappel'],
  ])
    expect(shortName(name!)).toBe(short)
})

test('each line stands on one page, the red ones on all, and 40 lines fit one page', () => {
  const rows = (count: number): WallRow[] =>
    Array.from({ length: count }, (_, i) => ({ key: `${i}`, label: `${i}` }))
  const of = (red: number, others: number) => wallPages({ red: rows(red), others: rows(others) })
  expect(of(0, 15)).toMatchObject({ isDense: false, lines: 15 })
  expect(of(6, 29)).toMatchObject({ isDense: true, lines: 15, pages: { length: 1 } })
  expect(of(6, 34).pages.length).toBe(1)
  expect(of(6, 35).pages.length).toBe(2)
  for (const [red, others] of [
    [6, 54],
    [35, 0],
    [0, 100],
    [60, 40],
  ] as const) {
    const { pages, lines } = of(red, others)
    expect(pages.flat().length).toBe(others)
    expect(Math.max(...pages.map(page => page.length))).toBeLessThanOrEqual(2 * lines + 1)
  }
})
