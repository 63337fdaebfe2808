import { expect, test } from 'vitest'
import type { Incident } from '../../../src/incidents/contract.ts'
import { certainOf, runningOf } from '../../../web/src/meetings/incidents.ts'

const incident = (title: string, more: Partial<Incident> = {}) =>
  ({
    title,
    kind: 'operation',
    startedAt: '2026-11-01T00:00:00Z',
    endedAt: null,
    ...more,
  }) as Incident
const over = incident('over', { endedAt: '2026-11-21T00:00:00Z' })
const flood = incident('flood')
const storm = incident('storm', { startedAt: '2026-11-02T00:00:00Z' })
const drill = incident('drill', { kind: 'exercise', startedAt: '2026-11-03T00:00:00Z' })

test('only the single operation that goes on is meant without asking, never an exercise', () => {
  expect(certainOf([drill, over, flood])?.title).toBe('flood')
  expect(certainOf([drill, over])).toBe(null)
  expect(certainOf([flood, storm])).toBe(null)
  expect(certainOf([])).toBe(null)
})

test('incidents that are not over stand by kind, the latest first', () => {
  const all = [over, flood, storm, drill]
  expect(runningOf(all, 'operation').map(each => each.title)).toEqual(['storm', 'flood'])
  expect(runningOf(all, 'exercise').map(each => each.title)).toEqual(['drill'])
})
