import { trimmed } from '../../lib/shapes.ts'
import { readEmail } from './cells.ts'
import { cleanCell } from './clean.ts'
import type { NameOrder } from './columns.ts'
import { readPersonName } from './names.ts'

export type Named = { name: string; email: string | null; text: string }

/** a longer part of a cell is no name, and would take long to read */
const longest = 300

/**
 * The people whom a cell names, one or several, each with the address where it stands there
 * (`Tülay Thöne <thoene@kreis.example>`), in spoken order.
 */
export function namesIn(cell: string, order: NameOrder = 'asSaid'): Named[] {
  return partsOf(cell).flatMap(text => {
    if (text.length > longest) return [{ name: text, email: null, text }]
    const address = text.split(/[\s<>;,]/).find(word => word.includes('@'))
    const email = address ? readEmail(cleanCell('email', address)) : null
    const words = cleanCell('name', address ? text.replace(address, '').replace('<>', '') : text)
    const read = readPersonName(trimmed(words, ' ,;:–-'), order)
    const name = read.ok ? read.name : words
    return name === '' ? [] : [{ name, email: email?.ok ? email.value : null, text }]
  })
}

/** A comma separates people only where both sides are whole names (`Ina Amt, Udo Neu`). */
function partsOf(cell: string): string[] {
  const parts = cell.split(/[;|/\n]| (?:und|and) /).flatMap(part => {
    const pieces = part.split(',').map(piece => piece.trim())
    const areNames =
      pieces.length > 1 && pieces.every(piece => piece.includes(' ') && !piece.includes('@'))
    return areNames ? pieces : [part]
  })
  return parts.map(part => part.trim()).filter(part => part !== '')
}

/** Equal for two spellings of one name: case, titles and order make no difference. */
export function nameKey(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .split(' ')
    .filter(word => word !== '' && !word.includes('.'))
    .join(' ')
}
