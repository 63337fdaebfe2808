import { mkdir, readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { play } from './player.ts'
import { readStory } from './story.ts'

const usage = 'npm run story -- FILE --out DIR [--fast]'

const { values, positionals } = parseArgs({
  options: { out: { type: 'string' }, fast: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const [file] = positionals
if (!file || !values.out) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}
try {
  const story = readStory(JSON.parse(await readFile(file, 'utf8')))
  await mkdir(values.out, { recursive: true })
  const { stage, strike } = values.fast
    ? await (await import('./fast.ts')).fastStage()
    : await (await import('./real.ts')).realStage(story)
  try {
    await play(story, { stage, out: values.out })
  } finally {
    await strike()
  }
  process.exit(0)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
