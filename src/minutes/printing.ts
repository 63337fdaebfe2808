import type { PersonId } from '../lib/ids.ts'
import type { Lang } from '../lib/time.ts'
import { renderMinutes, type PdfStandard } from './pdf.ts'
import { recordOf } from './reading.ts'
import type { MinutesRow } from './store.ts'

/** some three hundred files of usual size, in this process alone: what is asked for again is asked for again soon */
const keptLimitBytes = 32 * 1024 * 1024
/** what was asked for longest ago comes first */
const kept = new Map<string, Uint8Array>()
let keptBytes = 0
/** the same file is printed once for all who ask meanwhile */
const atWork = new Map<string, Promise<Uint8Array>>()

/**
 * The minutes as they stand in this row, printed or as printed before. A revision tells what is in them: it grows with each change of
 * the words, of the composed facts and of the state.
 */
export async function printMinutes(
  row: MinutesRow,
  { lang, standard, personId }: { lang: Lang; standard: PdfStandard; personId: PersonId },
): Promise<Uint8Array> {
  const key = `${row.id} ${row.revision} ${lang} ${standard}`
  const turn = { isKnown: false, group: personId, lane: personId }
  const printed =
    kept.get(key) ??
    atWork.get(key) ??
    renderMinutes(recordOf(row), { lang, standard, turn }).finally(() => atWork.delete(key))
  if (printed instanceof Promise) atWork.set(key, printed)
  const pdf = await printed
  keep(key, pdf)
  return pdf
}

function keep(key: string, pdf: Uint8Array): void {
  forget(key)
  kept.set(key, pdf)
  keptBytes += pdf.length
  for (const oldest of kept.keys()) {
    if (keptBytes <= keptLimitBytes) return
    forget(oldest)
  }
}

function forget(key: string): void {
  keptBytes -= kept.get(key)?.length ?? 0
  kept.delete(key)
}
