import type { z } from 'zod'
import type { Context } from '../lib/context.ts'
import type { MeetingId } from '../lib/ids.ts'
import type { Lang } from '../lib/time.ts'
import { readMinutes } from './actions/read.ts'
import type { Minutes, MinutesPdfQuery } from './contract.ts'
import { printMinutes } from './printing.ts'
import { minutesJson } from './rules/release.ts'
import { releasedPdf } from './store.ts'
import { recordOf } from './reading.ts'

/**
 * The PDF of the minutes: the released bytes in the language of the staff, or printed from the
 * record for a draft or another language.
 */
export async function minutesFile(
  ctx: Context,
  meetingId: MeetingId,
  { lang: wanted, standard }: z.output<typeof MinutesPdfQuery>,
) {
  const { row } = await readMinutes(ctx, meetingId)
  const record = recordOf(row)
  const lang = wanted ?? record.language
  const kept =
    lang === record.language ? await releasedPdf(ctx.database.db, row.id, standard) : undefined
  const bytes = kept ?? (await printMinutes(row, { lang, standard, personId: ctx.actor.personId }))
  // another name, because both files may be saved in one folder
  const name = standard === 'ua-1' ? `${nameOf(record, lang)} PDF-UA` : nameOf(record, lang)
  return { bytes: new Uint8Array(bytes), filename: `${name}.pdf` }
}

export async function minutesRecord(ctx: Context, meetingId: MeetingId) {
  const { row } = await readMinutes(ctx, meetingId)
  const record = recordOf(row)
  return { text: minutesJson(record), filename: `${nameOf(record, record.language)}.json` }
}

const words: Record<Lang, { minutes: string; draft: string }> = {
  de: { minutes: 'Protokoll', draft: 'Entwurf' },
  en: { minutes: 'Minutes', draft: 'Draft' },
}

function nameOf(record: Minutes, lang: Lang): string {
  const { minutes, draft } = words[lang]
  return [...(record.releasedAt ? [] : [draft]), minutes, record.title, record.date].join(' ')
}
