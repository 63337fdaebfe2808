import type { PersonId } from '../lib/ids.ts'
import type { Lang } from '../lib/time.ts'
import { renderMinutes, type PdfStandard } from './pdf.ts'
import { recordOf } from './reading.ts'
import type { MinutesRow } from './store.ts'

/**
 * room for some three hundred files of usual size in this process; a file is usually asked for
 * again soon after
 */
const keptLimitBytes = 32 * 1024 * 1024
/** in the order of use, the least recent first */
const kept = new Map<string, Uint8Array>()
let keptBytes = 0
/** prints under way, so that a file is printed once for everybody who asks at the same time */
const atWork = new Map<string, Promise<Uint8Array>>()

/**
 * The printed minutes of this row, from memory when they were printed before. The key needs only
 * the revision, because it rises with each change of texts, facts and state.
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
