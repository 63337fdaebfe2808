import type { BoardView, FunctionRow, PersonThere } from '../../../src/board/contract.ts'

/** One line of the wall: a function nobody fills, or somebody who is there. */
export type WallRow = {
  key: string
  label: string
  row?: FunctionRow
  person?: PersonThere
  /** who fills the function besides, in the same mode */
  besides?: readonly PersonThere[]
}

/** All lines: functions, then people without one. After the end only who was there. */
export function wallRows(
  board: BoardView,
  { isOver }: { isOver: boolean },
): { red: WallRow[]; others: WallRow[] } {
  const lines = board.rows.flatMap((row): WallRow[] => {
    const { functionId, label, filledBy } = row
    if (row.unfilled) return isOver ? [] : [{ key: functionId, label, row }]
    return [...Map.groupBy(filledBy, person => person.mode).values()].map(
      ([person, ...besides]) => ({
        key: `${functionId} ${person!.attendeeId}`, // groups have members
        label,
        person: person!,
        besides,
      }),
    )
  })
  const people = board.others.map(person => ({
    key: person.attendeeId,
    label: person.organisation,
    person,
  }))
  const isRed = ({ row }: WallRow) => row?.isRequired === true && board.openedAt !== null
  return {
    red: lines.filter(isRed),
    others: [...lines.filter(line => !isRed(line)), ...people],
  }
}

const inOneColumn = 15
const linesOfScreen = 20

/**
 * Divides the lines into pages that fit the screen: one column up to 15 lines, else two, at most 40
 * lines on a page. The red ones stand on every page, in two columns, from 29 on in three.
 */
export function wallPages({ red, others }: { red: WallRow[]; others: WallRow[] }): {
  red: WallRow[]
  pages: WallRow[][]
  isDense: boolean
  /** lines below the red ones */
  lines: number
} {
  const isDense = red.length + others.length > inOneColumn
  if (!isDense) return { red, pages: [others], isDense, lines: others.length }
  const redLines = Math.ceil(red.length / (red.length > 28 ? 3 : 2))
  const most = Math.max(2, linesOfScreen - redLines)
  const count = Math.max(1, Math.ceil(others.length / (2 * most)))
  const perPage = Math.ceil(others.length / count)
  const pages = Array.from({ length: count }, (_, i) =>
    others.slice(i * perPage, (i + 1) * perPage),
  )
  return { red, pages, isDense, lines: Math.ceil(perPage / 2) }
}

/**
 * First names as initials: *Dr. S. Köhler-Özdemir*, *F.-W. von Hohenfels*. Titles and ranks stay. An
 * addition in brackets is left out, because the function stands beside the name.
 */
export function shortName(name: string): string {
  const full = name.replace(/ \(.*\)$/, '')
  const words = full.split(' ')
  const last = words.findIndex((word, i) => i > 0 && /^\p{Ll}/u.test(word))
  const surname = last > 0 ? last : words.length - 1
  const isTitle = (word: string) => word.endsWith('.') || /^\p{Lu}{2,}$/u.test(word)
  const short = words.map((word, i) =>
    i >= surname || isTitle(word)
      ? word
      : word
          .split('-')
          .map(part => `${[...part][0] ?? ''}.`)
          .join('-'),
  )
  return short.join(' ')
}
