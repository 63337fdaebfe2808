import { inflateSync } from 'node:zlib'
import type { Minutes } from '../../src/minutes/contract.ts'
import { renderMinutes, stopMinutesRenderer } from '../../src/minutes/pdf.ts'
import { composeMinutes } from '../../src/minutes/rules/compose.ts'
import { minutesJson } from '../../src/minutes/rules/release.ts'
import { sampleInput } from '../../test/minutes/sample.ts'
import type { Channel } from './strings.ts'

const perDocument = 250

/**
 * Prints minutes with one log entry per string; names, titles and places of the minutes are strings
 * of the batch, too.
 */
export async function throughPdf(strings: readonly string[]): Promise<Channel> {
  const effects: string[] = []
  try {
    const harmless = new Map<number, string>()
    for (let from = 0; from < strings.length; from += perDocument) {
      // the database that stores the record has no lone surrogates
      const texts = strings.slice(from, from + perDocument).map(text => text.toWellFormed())
      if (!harmless.has(texts.length))
        harmless.set(
          texts.length,
          (await readPdf(minutesOf(texts.map(() => 'harmless')))).structure,
        )
      const minutes = minutesOf(texts)
      const { structure, attached } = await readPdf(minutes)
      if (structure !== harmless.get(texts.length))
        effects.push(`pdf structure: strings from ${from}`)
      if (attached !== minutesJson(minutes)) effects.push(`pdf record: strings from ${from}`)
    }
  } finally {
    await stopMinutesRenderer()
  }
  return { effects, refused: 0 }
}

const sample = composeMinutes(sampleInput())

function minutesOf(texts: readonly string[]): Minutes {
  let taken = 0
  // never empty: an empty text is left out of the page, which changes the structure without harm
  const next = () => `x${texts[taken++ % texts.length]}`
  return {
    ...sample,
    organisation: next(),
    staff: next(),
    incident: next(),
    title: next(),
    place: next(),
    lead: next(),
    minuteTakers: sample.minuteTakers.map(taker => ({ ...taker, name: next() })),
    blocks: sample.blocks.map(block => ({
      ...block,
      rows: block.rows.map(row =>
        row.name === null ? row : { ...row, name: next(), organisation: next() },
      ),
    })),
    agenda: sample.agenda.map(item => ({
      ...item,
      title: next(),
      responsible: next(),
      text: next(),
    })),
    decisions: sample.decisions.map(decision => ({ ...decision, text: next(), reason: next() })),
    orders: sample.orders.map(order => ({ ...order, text: next(), responsible: next() })),
    band: sample.band.map(row => ({ ...row, label: next() })),
    lage: next(),
    press: next(),
    remarks: next(),
    log: texts.map((text, number) => ({ number, at: sample.begin, text: `x${text}` })),
  }
}

const wanted =
  /\/(?:S \/\w+|URI|Annots?|JS|JavaScript|Launch|OpenAction|AA|GoToR?|SubmitForm|EmbeddedFile|Filespec|RichMedia)\b/g

/**
 * The structure of a document: its tags and everything active, counted; and the attached record.
 */
async function readPdf(minutes: Minutes): Promise<{ structure: string; attached: string }> {
  const raw = Buffer.from(await renderMinutes(minutes, { lang: 'de', standard: 'a-3a' })).toString(
    'latin1',
  )
  const streams = Array.from(
    raw.matchAll(/ obj\s*<<((?:(?!endobj)[\s\S])*?)>>\s*stream\r?\n([\s\S]*?)endstream/g),
    ([, about = '', body = '']) => ({
      about,
      body: inflated(Buffer.from(body, 'latin1')),
    }),
  )
  const attached = streams.find(({ body }) => body.includes('"lagerunde-minutes-1"'))?.body
  // tags and actions are objects, outside of streams or packed into object streams; fonts and
  // drawings may contain any bytes
  const packed = streams
    .filter(({ about }) => about.includes('/ObjStm'))
    .map(({ body }) => body.toString('latin1'))
  // the file's id is random and may contain any bytes
  const objects = raw
    .replace(/stream\r?\n[\s\S]*?endstream/g, '')
    .replace(/\/ID ?\[[\s\S]*?\]/g, '')
  const counts = new Map<string, number>()
  for (const [word] of [objects, ...packed].join('\n').matchAll(wanted)) {
    // an emphasis that continues on the next page makes two tags
    const isInline = /Strong|Em|Span/.test(word)
    counts.set(word, isInline ? 1 : (counts.get(word) ?? 0) + 1)
  }
  return {
    structure: JSON.stringify([...counts].sort()),
    attached: attached?.toString('utf8') ?? '',
  }
}

function inflated(body: Buffer): Buffer {
  try {
    return inflateSync(body)
  } catch {
    return body // some streams are not compressed
  }
}
