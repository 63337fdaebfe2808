import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findChromium } from '../test/support/chromium.ts'
import type { Client } from '../test/support/client.ts'
import type { Figure } from './figure.ts'
import { ensureWeb, startProduct, withDataFolder } from './product.ts'
import { median } from './rate.ts'
import { replyPath, signInSampleLead } from './sample-lead.ts'

const run = promisify(execFile)
const folder = fileURLToPath(new URL('lighthouse', import.meta.url))
const categories = ['performance', 'accessibility', 'best-practices'] as const
type Scores = Record<(typeof categories)[number], number>

const least: Scores = { performance: 95, accessibility: 100, 'best-practices': 100 }

export const lighthouse: Figure = {
  name: 'lighthouse',
  bar: `performance ≥ ${least.performance}, accessibility and best practices ${least.accessibility}`,
  method:
    'Lighthouse with its own settings for mobile devices (simulated slow 4G, processor four times slower) opens the sign-in page, the answer page of a mail, the overview and the board of the sample staff, each in a new browser; the lowest median of five over the four pages.',
  async run({ quick }) {
    await ensureWeb()
    await installLighthouse()
    return withDataFolder(async dataDir => {
      const product = await startProduct(dataDir)
      try {
        const { client, ids } = await signInSampleLead(product.address, dataDir)
        const pages = [
          { name: 'sign-in', path: '/sign-in', client: null },
          { name: 'answer', path: await replyPath(client, ids.next), client: null },
          { name: 'overview', path: '/', client },
          { name: 'board', path: `/meetings/${ids.next}`, client },
        ]
        const medians: Record<string, Scores> = {}
        for (const page of pages) {
          const scores: Scores[] = []
          for (let round = 0; round < (quick ? 1 : 5); round++)
            scores.push(await judge(product.address + page.path, page.client))
          medians[page.name] = eachCategory(of => median(scores.map(score => score[of])))
        }
        const lowest = eachCategory(of =>
          Math.min(...Object.values(medians).map(scores => scores[of])),
        )
        return {
          value: categories.map(of => lowest[of]).join(' · '),
          holds: categories.every(of => lowest[of] >= least[of]),
          detail: medians,
        }
      } finally {
        await product.stop()
      }
    })
  },
}

const eachCategory = (of: (category: keyof Scores) => number) =>
  Object.fromEntries(categories.map(category => [category, of(category)])) as Scores

/** Installed at its first use, because it weighs more than all other packages together. */
async function installLighthouse(): Promise<void> {
  if (!existsSync(join(folder, 'node_modules'))) await run('npm', ['ci'], { cwd: folder })
}

/** Scores of 0 to 100. `client`: whose session the browser has; null: nobody's. */
async function judge(url: string, client: Client | null): Promise<Scores> {
  const { executablePath, env } = findChromium()
  const work = await mkdtemp(join(tmpdir(), 'lagerunde-lighthouse-'))
  try {
    const headers = join(work, 'headers.json')
    const report = join(work, 'report.json')
    const cookies = client?.cookies().map(({ name, value }) => `${name}=${value}`) ?? []
    await writeFile(headers, JSON.stringify(client ? { Cookie: cookies.join('; ') } : {}))
    await run(
      process.execPath,
      [
        join(folder, 'node_modules', 'lighthouse', 'cli', 'index.js'),
        url,
        `--only-categories=${categories.join(',')}`,
        `--extra-headers=${headers}`,
        '--output=json',
        `--output-path=${report}`,
        '--chrome-flags=--headless=old --no-sandbox --disable-gpu',
        '--no-enable-error-reporting',
        '--quiet',
      ],
      { cwd: work, env: { ...process.env, ...env, CHROME_PATH: executablePath } },
    )
    const { categories: found, runtimeError } = JSON.parse(await readFile(report, 'utf8')) as {
      categories: Record<string, { score: number | null }>
      runtimeError?: { message: string }
    }
    if (runtimeError) throw new Error(runtimeError.message)
    return eachCategory(of => Math.round((found[of]?.score ?? 0) * 100))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
