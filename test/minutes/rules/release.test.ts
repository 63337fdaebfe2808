import { expect, test } from 'vitest'
import { Minutes, MinutesEdit } from '../../../src/minutes/contract.ts'
import { composeMinutes } from '../../../src/minutes/rules/compose.ts'
import {
  applyEdit,
  mergeEdits,
  minutesJson,
  releasedMinutes,
} from '../../../src/minutes/rules/release.ts'
import { at, idOf, sampleInput } from '../sample.ts'

test('an edit changes the words it names and no recorded fact', () => {
  const minutes = composeMinutes(sampleInput())
  const edited = applyEdit(minutes, {
    lage: 'Pegel fällt.',
    agendaTexts: [
      { id: idOf('agendaItem', 2), text: 'Beraten.' },
      { id: idOf('agendaItem', 9), text: 'fremd' },
    ],
  })
  expect(edited).toEqual({
    ...minutes,
    lage: 'Pegel fällt.',
    agenda: [minutes.agenda[0], { ...minutes.agenda[1], text: 'Beraten.' }],
  })
})

test('later edits go over earlier ones, field by field and item by item', () => {
  const merged = mergeEdits(
    {
      lage: 'a',
      press: 'p',
      agendaTexts: [
        { id: idOf('agendaItem', 1), text: '1' },
        { id: idOf('agendaItem', 2), text: '2' },
      ],
    },
    { lage: 'b', agendaTexts: [{ id: idOf('agendaItem', 2), text: 'zwei' }] },
  )
  expect(MinutesEdit.parse(merged)).toEqual({
    lage: 'b',
    press: 'p',
    agendaTexts: [
      { id: idOf('agendaItem', 1), text: '1' },
      { id: idOf('agendaItem', 2), text: 'zwei' },
    ],
  })
})

test('an edit cannot name a field that is not free text', () => {
  expect(MinutesEdit.safeParse({ decisions: [] }).success).toBe(false)
})

test('a released record names both signatures with their times and passes its schema', () => {
  const released = releasedMinutes(composeMinutes(sampleInput()), {
    atMs: at('11:40'),
    minuteTaker: { name: 'Aylin Demir', signedAtMs: at('11:30') },
    leadName: 'Dr. Sabine Köhler-Özdemir',
  })
  expect(
    Minutes.parse(released).signatures.map(s => [s.role, s.name, Date.parse(s.signedAt!)]),
  ).toEqual([
    ['minuteTaker', 'Aylin Demir', at('11:30')],
    ['lead', 'Dr. Sabine Köhler-Özdemir', at('11:40')],
  ])
  expect(Date.parse(released.releasedAt!)).toBe(at('11:40'))
})

test('the record has the same text whatever order a database keeps its keys in', () => {
  const minutes = composeMinutes(sampleInput())
  const turned = Object.fromEntries(Object.entries(minutes).reverse()) as Minutes // the same fields, last first
  expect(minutesJson(turned)).toBe(minutesJson(minutes))
})
