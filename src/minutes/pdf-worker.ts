import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { Lang } from '../lib/time.ts'
import type { Minutes } from './contract.ts'
import { minutesFingerprint } from './fingerprint.ts'
import { printedMinutes } from './rules/print.ts'
import { minutesJson } from './rules/release.ts'

/** A page in words that needs no record beside it, e.g. a table of attendance. */
export type PrintedPage = { stamp: number[]; rows: readonly unknown[] } & Record<string, unknown>
export type PdfStandard = 'a-3a' | 'ua-1'
export type PdfWork =
  | { minutes: Minutes; lang: Lang; standard: PdfStandard }
  | { page: PrintedPage; stampS: number }
export type PdfJob = { id: number } & PdfWork
export type PdfAnswer = { id: number; pdf: Uint8Array } | { id: number; error: string }

const templates = join(import.meta.dirname, 'template')
const fonts = join(templates, 'fonts')
const readTemplate = (name: string) => readFileSync(join(templates, name), 'utf8')
const paper = readTemplate('paper.typ')
const documents = {
  minutes: paper + readTemplate('minutes.typ'),
  table: paper + readTemplate('table.typ'),
}
const compiler = NodeCompiler.create({
  // an empty folder, so that a text people typed cannot make the template read a file
  workspace: join(templates, 'none'),
  fontArgs: [
    {
      fontBlobs: readdirSync(fonts)
        .filter(file => file.endsWith('.ttf'))
        .sort()
        .map(file => readFileSync(join(fonts, file))),
    },
  ],
})

process.on('disconnect', () => process.exit())
process.on('message', (job: PdfJob) => {
  process.send?.(answer(job))
  // frees memory that the last two documents did not use; after the answer, so that nobody waits
  // for it
  compiler.evictCache(2)
})

function answer(job: PdfJob): PdfAnswer {
  const { id } = job
  try {
    const { document, inputs, standard, stampS } = toCompile(job)
    const compiled = compiler.compile({ mainFileContent: documents[document], inputs })
    if (!compiled.result) {
      const problems = compiled.takeDiagnostics()
      return { id, error: JSON.stringify(problems ? problems.shortDiagnostics : 'no document') }
    }
    const pdf = compiler.pdf(compiled.result, { pdfStandard: standard, creationTimestamp: stampS })
    return { id, pdf: new Uint8Array(pdf) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

function toCompile(job: PdfWork) {
  if ('page' in job) {
    const { page, stampS } = job
    const inputs = { page: JSON.stringify(page) }
    return { document: 'table', inputs, standard: 'ua-1', stampS } as const
  }
  const { minutes, lang, standard } = job
  const page = printedMinutes(minutes, { lang, fingerprint: minutesFingerprint(minutes) })
  const inputs = {
    page: JSON.stringify(page),
    record: minutesJson(minutes),
    attach: standard === 'a-3a' ? 'yes' : 'no',
  }
  const stampS = Math.floor(Date.parse(minutes.releasedAt ?? minutes.composedAt) / 1000)
  return { document: 'minutes', inputs, standard, stampS } as const
}
