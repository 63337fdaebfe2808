import { expect, test } from 'vitest'
import type { Minutes } from '../../../src/minutes/contract.ts'
import { composeMinutes } from '../../../src/minutes/rules/compose.ts'
import { applyEdit } from '../../../src/minutes/rules/release.ts'
import {
  decide,
  editOf,
  fieldOfAgenda,
  fieldsOf,
  markSent,
  settle,
  sortOut,
  storedText,
  typeInto,
  without,
  type Typed,
} from '../../../web/src/minutes/editing.ts'
import { idOf, sampleInput } from '../../minutes/sample.ts'

const itemId = idOf('agendaItem', 1)
const composed = composeMinutes(sampleInput())
const agenda = fieldOfAgenda(itemId)
const empty = recordWith({})

function recordWith(texts: { lage?: string; press?: string; item?: string }): Minutes {
  return {
    ...composed,
    lage: texts.lage ?? '',
    press: texts.press ?? '',
    agenda: [{ id: itemId, title: 'Lagevortrag', responsible: '', text: texts.item ?? '' }],
  }
}
const saved = (record: Minutes, typed: Typed) => applyEdit(record, editOf(typed, fieldsOf(typed)))

test('what was typed is sent as an edit of its field and reads back the same', () => {
  let typed = typeInto({}, empty, { field: 'lage', text: 'Pegel steigt.' })
  typed = typeInto(typed, empty, { field: agenda, text: 'Vortrag gehört.' })
  expect(sortOut(typed, empty).toSend).toEqual(['lage', agenda])
  const record = saved(empty, typed)
  expect(storedText(record, 'lage')).toBe('Pegel steigt.')
  expect(storedText(record, agenda)).toBe('Vortrag gehört.')
  expect(settle(typed, record)).toEqual({})
})

test('a change of another field by somebody else is no conflict', () => {
  const typed = typeInto({}, empty, { field: 'lage', text: 'Pegel steigt.' })
  expect(sortOut(typed, recordWith({ press: 'Pressemitteilung um 12 Uhr' }))).toEqual({
    toSend: ['lage'],
    stored: [],
    conflicts: [],
  })
})

test('the same field changed by somebody else is a conflict until it is decided', () => {
  const typed = typeInto({}, empty, { field: 'lage', text: 'Pegel steigt.' })
  const theirs = recordWith({ lage: 'Pegel fällt.' })
  expect(sortOut(typed, theirs).conflicts).toEqual(['lage'])
  const both = decide(typed, theirs, { field: 'lage', text: 'Pegel fällt.\n\nPegel steigt.' })
  expect(sortOut(both, theirs).toSend).toEqual(['lage'])
  expect(
    sortOut(decide(typed, theirs, { field: 'lage', text: 'Pegel fällt.' }), theirs).stored,
  ).toEqual(['lage'])
})

test('typing on while it is saved is no conflict with oneself', () => {
  const first = markSent(typeInto({}, empty, { field: 'lage', text: 'Pegel' }), empty, ['lage'])
  const typed = typeInto(first, empty, { field: 'lage', text: 'Pegel steigt' })
  const record = recordWith({ lage: 'Pegel' })
  const left = settle(typed, record)
  expect(left).toMatchObject({ lage: { text: 'Pegel steigt', base: 'Pegel' } })
  expect(sortOut(left, record).toSend).toEqual(['lage'])
  // sent again, with the answer still on its way
  expect(sortOut(markSent(left, record, ['lage']), record).toSend).toEqual(['lage'])
})

test('a save whose answer was lost is recognised as one’s own', () => {
  const sent = markSent(typeInto({}, empty, { field: 'lage', text: 'Pegel steigt.' }), empty, [
    'lage',
  ])
  const record = recordWith({ lage: 'Pegel steigt.' })
  expect(sortOut(sent, record)).toEqual({ toSend: [], stored: ['lage'], conflicts: [] })
  expect(without(sent, ['lage'])).toEqual({})
  const more = typeInto(sent, empty, { field: 'lage', text: 'Pegel steigt. Scheitel um 11 Uhr.' })
  expect(sortOut(more, record).toSend).toEqual(['lage'])
})

test('emptied words are an edit, too', () => {
  const record = recordWith({ lage: 'Pegel steigt.' })
  const typed = typeInto({}, record, { field: 'lage', text: '' })
  expect(sortOut(typed, record).toSend).toEqual(['lage'])
  expect(editOf(typed, ['lage'])).toEqual({ lage: '' })
})
