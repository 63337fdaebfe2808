import { inflateSync } from 'node:zlib'
import type { Minutes } from '../../src/minutes/contract.ts'
import { renderMinutes, stopMinutesRenderer } from '../../src/minutes/pdf.ts'
import { composeMinutes } from '../../src/minutes/rules/compose.ts'
import { minutesJson } from '../../src/minutes/rules/release.ts'
import { sampleInput } from '../../test/minutes/sample.ts'
import type { Channel } from './strings.ts'

const perDocument = 250

/** Each string is a log entry, and names, titles and places of the same minutes are strings of the batch too. */
export async function throughPdf(strings: readonly string[]): Promise<Channel> {
  const effects: string[] = []
  try {
    const harmless = new Map<number, string>()
    for (let from = 0; from < strings.length; from += perDocument) {
      // the record is kept in a database that has no half pairs
      const texts = strings.slice(from, from + perDocument).map(text => text.toWellFormed())
      if (!harmless.has(texts.length)) harmless.set(texts.length, (await readPdf(minutesOf(texts.map(() => 'harmless')))).structure)
      const minutes = minutesOf(texts)
      const { structure, attached } = await readPdf(minutes)
      if (structure !== harmless.get(texts.length)) effects.push(`pdf structure: strings from ${from}`)
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
  const next = () => texts[taken++ % texts.length] ?? ''
  return {
    ...sample,
    organisation: next(),
    staff: next(),
    incident: next(),
    title: next(),
    place: next(),
    lead: next(),
    minuteTakers: sample.minuteTakers.map(taker => ({ ...taker, name: next() })),
    blocks: sample.blocks.map(block => ({ ...block, rows: block.rows.map(row => (row.name === null ? row : { ...row, name: next(), organisation: next() })) })),
    agenda: sample.agenda.map(item => ({ ...item, title: next(), responsible: next(), text: next() })),
    decisions: sample.decisions.map(decision => ({ ...decision, text: next(), reason: next() })),
    orders: sample.orders.map(order => ({ ...order, text: next(), responsible: next() })),
    band: sample.band.map(row => ({ ...row, label: next() })),
    lage: `x${next()}`,
    press: `x${next()}`,
    remarks: `x${next()}`,
    log: texts.map((text, number) => ({ number, at: sample.begin, text: `x${text}` })),
  }
}

/** What a document can do and how it is built: its tags and everything active, counted; and the record attached to it. */
async function readPdf(minutes: Minutes): Promise<{ structure: string; attached: string }> {
  const raw = Buffer.from(await renderMinutes(minutes, { lang: 'de', standard: 'a-3a' })).toString('latin1')
  const streams = Array.from(raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g), ([, body = '']) => inflated(Buffer.from(body, 'latin1')))
  const attached = streams.find(stream => stream.includes('"lagerunde-minutes-1"'))
  const rest = [raw.replace(/stream\r?\n[\s\S]*?\r?\nendstream/g, ''), ...streams.filter(stream => stream !== attached).map(stream => stream.toString('latin1'))]
  const counts = new Map<string, number>()
  for (const [word] of rest.join('\n').matchAll(/\/(?:S ?\/\w+|URI|Annots?|JS|JavaScript|Launch|OpenAction|AA|GoToR?|SubmitForm|EmbeddedFile|Filespec|RichMedia)\b/g)) {
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return { structure: JSON.stringify([...counts].sort()), attached: attached?.toString('utf8') ?? '' }
}

function inflated(body: Buffer): Buffer {
  try {
    return inflateSync(body)
  } catch {
    return body // some streams are not compressed
  }
}
