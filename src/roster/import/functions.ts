import type { FunctionId } from '../../lib/ids.ts'
import { meantFunction, withWords } from '../rules/functionNames.ts'
import { type Read, labelKey } from './cells.ts'
import { shortened } from './row.ts'

/** `isDeputy`: the cell says so beside the label; `rank` then where it says the place, too. */
export type ReadFunction = {
  functionId: FunctionId
  label: string
  isDeputy: boolean
  rank: number | null
  /** whether the label stands there as the staff writes it */
  isExact: boolean
}
type Fn = { functionId: FunctionId; label: string }

/** `BuMA (Vertretung)`, `BuMA (2. Vertr.)` */
const behind =
  /^(.*?) ?[(,] ?(?:(\d{1,2})\. ?)?(?:(?:stell)?vertr(?:etung|eter(?:in)?|\.)?|stv\.?|stellv\.?|deputy)\)?$/i
/** `stv. BuMA`, `Stellvertretung BuMA` */
const before =
  /^(?:(\d{1,2})\. ?)?(?:stv\.|stellv\.|(?:stell)?vertretende[rs]?|(?:stell)?vertr(?:etung|eter(?:in)?|\.)):? (?=\S)(.*)$/i

/**
 * Reads functions by their labels or usual spellings, one or several. A label that contains a
 * separator is looked up whole first; a spelling that fits several functions is none.
 */
export function functionReader(functions: readonly Fn[]): (text: string) => Read<ReadFunction[]> {
  const byLabel = new Map(functions.map(fn => [labelKey(fn.label), fn]))
  const spelled = functions.map(withWords)
  const known = new Map<string, ReadFunction | null>()
  const expected = shortened(functions.map(fn => fn.label).join(', '), 500)

  function plain(text: string, deputy: { isDeputy: boolean; rank: number | null }) {
    const exact = byLabel.get(labelKey(text))
    const found = exact ?? meantFunction(text, spelled)
    if (!found) return null
    const { functionId, label } = found
    return { functionId, label, ...deputy, isExact: exact !== undefined }
  }
  function search(text: string): ReadFunction | null {
    const whole = plain(text, { isDeputy: false, rank: null })
    if (whole?.isExact) return whole
    const [, labelBehind, rankBehind] = behind.exec(text) ?? []
    const [, rankBefore, labelBefore] = before.exec(text) ?? []
    const label = labelBehind || labelBefore
    const said = rankBehind ?? rankBefore
    const rank = said === undefined ? null : Number(said)
    const deputy = label ? plain(label.trim(), { isDeputy: true, rank: rank || null }) : null
    return deputy ?? whole
  }
  // a list says the same again and again
  const find = (text: string) => {
    const key = text.trim()
    if (!known.has(key)) known.set(key, search(key))
    return known.get(key) ?? null
  }
  return text => {
    if (text === '') return { ok: true, value: [] }
    const whole = find(text)
    if (whole) return { ok: true, value: [whole] }
    for (const separator of [/[|;\n]/, /[|;\n,]/]) {
      const found = text
        .split(separator)
        .flatMap(label => (label.trim() === '' ? [] : [find(label)]))
      if (found.every(each => each !== null)) return { ok: true, value: [...new Set(found)] }
    }
    return { ok: false, problem: 'unknownFunction', expected }
  }
}

/** The labels as a cell can name them, so that they are read the same again. */
export const asCell = (read: readonly ReadFunction[]): string =>
  read.map(({ label, isDeputy, rank }) => (isDeputy ? asDeputy(label, rank) : label)).join(' | ')

/** A label with the mark of a deputy; `rank` null: the next one. */
const asDeputy = (label: string, rank: number | null = null): string =>
  `${label} (${rank === null ? '' : `${rank}. `}Vertretung)`

/** The same cell with that function as a deputy. */
export const cellDeputising = (read: readonly ReadFunction[], functionId: FunctionId): string =>
  asCell(
    read.map(fn => (fn.functionId === functionId ? { ...fn, isDeputy: true, rank: null } : fn)),
  )
