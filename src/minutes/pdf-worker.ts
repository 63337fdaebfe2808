import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { Lang } from '../lib/time.ts'
import type { Minutes } from './contract.ts'
import { minutesFingerprint } from './fingerprint.ts'
import { printedMinutes } from './rules/print.ts'
import { minutesJson } from './rules/release.ts'

export type PdfJob = { id: number; minutes: Minutes; lang: Lang; standard: 'a-3a' | 'ua-1' }
export type PdfAnswer = { id: number; pdf: Uint8Array } | { id: number; error: string }

const templates = join(import.meta.dirname, 'template')
const fonts = join(templates, 'fonts')
const template = readFileSync(join(templates, 'minutes.typ'), 'utf8')
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

function answer({ id, minutes, lang, standard }: PdfJob): PdfAnswer {
  try {
    const page = printedMinutes(minutes, { lang, fingerprint: minutesFingerprint(minutes) })
    const inputs = {
      page: JSON.stringify(page),
      record: minutesJson(minutes),
      attach: standard === 'a-3a' ? 'yes' : 'no',
    }
    const stampS = Math.floor(Date.parse(minutes.releasedAt ?? minutes.composedAt) / 1000)
    const compiled = compiler.compile({ mainFileContent: template, inputs })
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
