import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fastStage } from '../support/story/fast.ts'
import { play } from '../support/story/player.ts'
import { realStage } from '../support/story/real.ts'
import { readStory } from '../support/story/story.ts'

const Truth = z.strictObject({
  toleranceS: z.number(),
  /** name, mode, from and until in seconds after the planned beginning */
  intervals: z.array(z.tuple([z.string(), z.string(), z.number(), z.number()])),
  persons: z.record(
    z.string(),
    z.strictObject({ status: z.string(), planned: z.string(), totalS: z.number(), representedBy: z.string().optional() }),
  ),
  minutes: z.array(z.string()).default([]),
})
type Row = Record<string, string>

const folder = new URL('.', import.meta.url).pathname
const files = readdirSync(folder).filter(name => name.endsWith('.json'))
/** Told in real time with a real LiveKit; the others on a virtual clock. */
const real = new Set(['cut-connection.json', 'two-devices.json'])
const outs: string[] = []
afterAll(() => outs.forEach(out => rmSync(out, { recursive: true, force: true })))

describe('stories come out as they happened', () => {
  for (const file of files) {
    test(`${file.replace('.json', '')}, ${real.has(file) ? 'for real' : 'on a virtual clock'}`, { timeout: 180_000 }, async () => {
      const story = readStory(JSON.parse(readFileSync(join(folder, file), 'utf8')))
      const truth = Truth.parse(story.truth)
      const out = mkdtempSync(join(tmpdir(), 'lagerunde-told-'))
      outs.push(out)
      const { stage, strike } = real.has(file) ? await realStage() : await fastStage()
      try {
        await play(story, { stage, out })
      } finally {
        await strike()
      }
      const intervals = rows(join(out, 'attendance.csv'))
      const beginMs = originOf(intervals, truth)
      const told = intervals.map(row => [
        row.Name,
        row.Modus,
        (Date.parse(row.Von!) - beginMs) / 1000,
        (Date.parse(row.Bis!) - beginMs) / 1000,
      ])
      expect(sorted(told).map(([name, mode]) => [name, mode])).toEqual(sorted(truth.intervals).map(([name, mode]) => [name, mode]))
      for (const [i, [, , from, until]] of sorted(truth.intervals).entries()) {
        expect(
          Math.abs(Number(sorted(told)[i]![2]) - Number(from)),
          `${file}: begin of ${JSON.stringify(sorted(told)[i])}`,
        ).toBeLessThanOrEqual(truth.toleranceS)
        expect(
          Math.abs(Number(sorted(told)[i]![3]) - Number(until)),
          `${file}: end of ${JSON.stringify(sorted(told)[i])}`,
        ).toBeLessThanOrEqual(truth.toleranceS)
      }
      const persons = rows(join(out, 'persons.csv'))
      for (const [name, wanted] of Object.entries(truth.persons)) {
        const row = persons.find(person => person.Name === name)
        expect(row, `${name} in persons.csv`).toBeDefined()
        expect(row!.Status).toMatch(new RegExp(`^${wanted.status.replace(/[()]/g, '\\$&')}`))
        expect(row!.Geplant).toBe(wanted.planned)
        expect(Math.abs(Number(row!['Gesamt (s)']) - wanted.totalS)).toBeLessThanOrEqual(truth.toleranceS * 2)
        expect(row!['Vertreten durch']).toBe(wanted.representedBy ?? '')
      }
      const record = readFileSync(join(out, 'minutes.json'), 'utf8')
      for (const text of truth.minutes) expect(record).toContain(text)
      expect(readFileSync(join(out, 'minutes.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
      expect(readFileSync(join(out, 'board.png')).length).toBeGreaterThan(10_000)
    })
  }

  test('an unknown step is refused by its path and name', () => {
    const story = { ...JSON.parse(readFileSync(join(folder, files[0]!), 'utf8')), steps: [{ atS: 0, do: 'dance' }] }
    expect(() => readStory(story)).toThrow(/steps\.0\.do.*"dance"/s)
    expect(() => readStory({ ...story, steps: [{ atS: 0, do: 'remove', who: 'x' }] })).toThrow(/steps\.0\.do: "remove"/)
    expect(() => readStory({ ...story, colour: 'red' })).toThrow(/colour/)
  })
})

function rows(path: string): Row[] {
  const text = readFileSync(path, 'utf8')
  expect(text.startsWith('\uFEFF')).toBe(true)
  expect(text).toContain('\r\n')
  return parse(text, { bom: true, delimiter: ';', columns: true }) as Row[]
}

/** The planned beginning, taken from the first true interval: everything else is measured from there. */
function originOf(intervals: Row[], truth: z.infer<typeof Truth>): number {
  const [name, mode, from] = truth.intervals[0]!
  const row = intervals.find(each => each.Name === name && each.Modus === mode)
  expect(row, `${name} in attendance.csv`).toBeDefined()
  return Date.parse(row!.Von!) - from * 1000
}

function sorted(list: readonly (readonly unknown[])[]): (readonly unknown[])[] {
  return list.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])) || Number(a[2]) - Number(b[2]))
}
