import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import ICAL from 'ical.js'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isoWithOffset } from '../../src/lib/time.ts'
import { intervalColumns, personColumns } from '../../src/records/columns.ts'
import { fastStage } from '../support/story/fast.ts'
import { layoutFaults } from '../support/pdf-layout.ts'
import { play } from '../support/story/player.ts'
import { realStage } from '../support/story/real.ts'
import { readStory } from '../support/story/story.ts'

const Truth = z.strictObject({
  toleranceS: z.number(),
  /** name, mode, from and until in seconds after the planned beginning */
  intervals: z.array(z.tuple([z.string(), z.string(), z.number(), z.number()])),
  persons: z.record(
    z.string(),
    z.strictObject({
      status: z.string(),
      planned: z.string(),
      totalS: z.number(),
      representedBy: z.string().optional(),
    }),
  ),
  minutes: z.array(z.string()).default([]),
  /** names that minutes and exports do not know */
  strangers: z.array(z.string()).default([]),
  /** keys of those whose last calendar part is a CANCEL */
  cancelled: z.array(z.string()).default([]),
})
type Row = Record<string, string>

const folder = new URL('./', import.meta.url).pathname
const files = readdirSync(folder).filter(name => name.endsWith('.json'))
/**
 * All are told on a virtual clock; these in real time with a real LiveKit as well, and must come
 * out the same.
 */
const real = [
  'cut-connection.json',
  'two-devices.json',
  'server-away.json',
  'moved-while-gathering.json',
  'who-left-the-staff.json',
  'a-staff-that-changes.json',
]
const tellings = [
  ...files.map(file => ({ file, isReal: false })),
  ...real.map(file => ({ file, isReal: true })),
]
const outs: string[] = []
afterAll(() => outs.forEach(out => rmSync(out, { recursive: true, force: true })))

describe('stories come out as they happened', () => {
  for (const { file, isReal } of tellings) {
    test(
      `${file.replace('.json', '')}, ${isReal ? 'for real' : 'on a virtual clock'}`,
      { timeout: 180_000 },
      async () => {
        const story = readStory(JSON.parse(readFileSync(join(folder, file), 'utf8')))
        const truth = Truth.parse(story.truth)
        const out = mkdtempSync(join(tmpdir(), 'lagerunde-told-'))
        outs.push(out)
        const { stage, strike } = isReal ? await realStage(story) : await fastStage()
        try {
          await play(story, { stage, out })
        } finally {
          await strike()
        }
        const intervals = rows(join(out, 'attendance.csv'), intervalColumns)
        const beginMs = originOf(intervals, truth)
        const told = intervals.map(row => [
          row.Name,
          row.Modus,
          (Date.parse(row.Von!) - beginMs) / 1000,
          (Date.parse(row.Bis!) - beginMs) / 1000,
        ])
        expect(sorted(told).map(([name, mode]) => [name, mode])).toEqual(
          sorted(truth.intervals).map(([name, mode]) => [name, mode]),
        )
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
        for (const row of intervals) {
          expect(row.Von!.slice(-6), 'the offset of the staff').toBe(
            isoWithOffset(row.Von!, story.staff.zone).slice(-6),
          )
          expect(
            Math.abs((Date.parse(row.Bis!) - Date.parse(row.Von!)) / 1000 - Number(row.Sekunden)),
          ).toBeLessThanOrEqual(0.5)
          expect(row.Berichtigt).toBe('')
        }
        const persons = rows(join(out, 'persons.csv'), personColumns)
        for (const row of persons) {
          const own = intervals
            .filter(each => each.Name === row.Name)
            .map(each => [Date.parse(each.Von!), Date.parse(each.Bis!)] as const)
          expect(
            Math.abs(Number(row['Gesamt (s)']) - unionS(own)),
            `${row.Name}: no second twice`,
          ).toBeLessThanOrEqual(1)
        }
        for (const [name, wanted] of Object.entries(truth.persons)) {
          const row = persons.find(person => person.Name === name)
          expect(row, `${name} in persons.csv`).toBeDefined()
          expect(row!.Status).toMatch(new RegExp(`^${wanted.status.replace(/[()]/g, '\\$&')}`))
          expect(row!.Geplant).toBe(wanted.planned)
          expect(Math.abs(Number(row!['Gesamt (s)']) - wanted.totalS)).toBeLessThanOrEqual(
            truth.toleranceS * 2,
          )
          expect(row!['Vertreten durch']).toBe(wanted.representedBy ?? '')
        }
        const record = readFileSync(join(out, 'minutes.json'), 'utf8')
        for (const text of truth.minutes) expect(record).toContain(text)
        for (const name of truth.strangers)
          for (const told of [record, JSON.stringify(persons), JSON.stringify(intervals)])
            expect(told).not.toContain(name)
        expect(await layoutFaults(readFileSync(join(out, 'minutes.pdf')))).toEqual([])
        expect(readFileSync(join(out, 'board.png')).length).toBeGreaterThan(10_000)
        for (const { key } of story.people) {
          const path = join(out, `invitation-${key}.ics`)
          if (!existsSync(path)) continue
          const root = new ICAL.Component(ICAL.parse(readFileSync(path, 'utf8')))
          const event = root.getFirstSubcomponent('vevent')!
          const isOut = truth.cancelled.includes(key)
          expect(root.getFirstPropertyValue('method')).toBe(isOut ? 'CANCEL' : 'REQUEST')
          expect(event.getAllProperties('attendee'), `${key} alone`).toHaveLength(1)
          if (!isOut) expect(event.getFirstPropertyValue('location')).toBe(story.meeting.place)
        }
        const [first] = story.people
        expect(existsSync(join(out, `invitation-${first!.key}.ics`)), 'the lead is invited').toBe(
          true,
        )
      },
    )
  }

  test('an unknown step is refused by its path and name', () => {
    const story = {
      ...JSON.parse(readFileSync(join(folder, files[0]!), 'utf8')),
      steps: [{ atS: 0, do: 'dance' }],
    }
    expect(() => readStory(story)).toThrow(/steps\.0\.do.*"dance"/s)
    expect(() => readStory({ ...story, steps: [{ atS: 0, do: 'remove', who: 'x' }] })).toThrow(
      /steps\.0\.do: "remove"/,
    )
    expect(() => readStory({ ...story, steps: [], colour: 'red' })).toThrow(
      /^colour: unknown field$/,
    )
    const told = (steps: unknown[]) => () => readStory({ ...story, steps })
    expect(told([{ atS: 0, do: 'checkIn', who: 'lead', speed: 3 }])).toThrow(
      /^steps\.0\.speed: unknown field$/,
    )
    expect(told([{ atS: 0, do: 'checkIn', who: 'nobody' }])).toThrow(
      /^steps\.0\.who: "nobody" is nobody/,
    )
    expect(told([{ atS: 0, do: 'correct', who: 'lead', from: 1, to: 2 }])).toThrow(
      /^steps\.0\.do: "correct"/,
    )
    expect(told([{ atS: 0, do: 'mediaOutage', forS: 2 }])).toThrow(/^steps\.0\.do: "mediaOutage"/)
    expect(() =>
      readStory({ ...story, steps: [], staff: { ...story.staff, template: 'bayern' } }),
    ).toThrow(/^staff\.template: expected one of/)
  })
})

function rows(path: string, columns: readonly { header: string }[]): Row[] {
  const text = readFileSync(path, 'utf8')
  expect(text.slice(1).split('\r\n')[0]).toBe(columns.map(({ header }) => header).join(';'))
  expect(text.startsWith('\uFEFF')).toBe(true)
  expect(text).toContain('\r\n')
  return parse(text, { bom: true, delimiter: ';', columns: true }) as Row[]
}

/**
 * The planned beginning, taken from the first true interval: everything else is measured from
 * there.
 */
function originOf(intervals: Row[], truth: z.infer<typeof Truth>): number {
  const [name, mode, from] = truth.intervals[0]!
  const row = intervals.find(each => each.Name === name && each.Modus === mode)
  expect(row, `${name} in attendance.csv`).toBeDefined()
  return Date.parse(row!.Von!) - from * 1000
}

/** Seconds covered by any of the spans. */
function unionS(spans: readonly (readonly [number, number])[]): number {
  let covered = 0
  let untilMs = -Infinity
  for (const [from, until] of spans.toSorted((a, b) => a[0] - b[0])) {
    covered += Math.max(0, until - Math.max(from, untilMs))
    untilMs = Math.max(untilMs, until)
  }
  return covered / 1000
}

function sorted(list: readonly (readonly unknown[])[]): (readonly unknown[])[] {
  return list.toSorted(
    (a, b) => String(a[0]).localeCompare(String(b[0])) || Number(a[2]) - Number(b[2]),
  )
}
