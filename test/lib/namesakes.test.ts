import fc from 'fast-check'
import { expect, test } from 'vitest'
import { additionsFor, nameWith } from '../../src/lib/namesakes.ts'

const one = (id: string, name: string, organisation = '', ...functions: string[]) => ({
  id,
  name,
  organisation,
  functions,
})
const told = (...people: ReturnType<typeof one>[]) => {
  const additions = additionsFor(people)
  return people.map(({ id, name }) => nameWith(name, additions.get(id)))
}

test('who looks like nobody else has no addition', () => {
  expect(told(one('a', 'Anna Müller', 'Kreis'), one('b', 'Anna Mühler', 'Kreis'))).toEqual([
    'Anna Müller',
    'Anna Mühler',
  ])
})

test('the organisation tells namesakes apart, else the function, else both, else their order', () => {
  expect(told(one('a', 'Anna Müller', 'Kreis'), one('b', 'anna  müller', 'THW', 'S1'))).toEqual([
    'Anna Müller (Kreis)',
    'anna  müller (THW)',
  ])
  expect(told(one('a', 'A', 'Kreis', 'S1'), one('b', 'A', 'Kreis', 'S2'))).toEqual([
    'A (S1)',
    'A (S2)',
  ])
  expect(
    told(one('a', 'A', 'Kreis', 'S1'), one('b', 'A', 'THW', 'S1'), one('c', 'A', 'THW', 'S2')),
  ).toEqual(['A (Kreis, S1)', 'A (THW, S1)', 'A (THW, S2)'])
  expect(told(one('b', 'A'), one('a', 'A'))).toEqual(['A (2)', 'A (1)'])
})

test('no two of a list look alike', () => {
  const short = fc.constantFrom('', 'A', 'B', 'a')
  const person = fc.record({
    id: fc.uuid(),
    name: fc.constantFrom('Anna', 'anna', 'Bo'),
    organisation: short,
    functions: fc.array(short, { maxLength: 2 }),
  })
  const people = fc.uniqueArray(person, { selector: each => each.id, maxLength: 8 })
  fc.assert(
    fc.property(people, list => {
      const shown = list.map(({ id, name }) => nameWith(name, additionsFor(list).get(id)))
      expect(new Set(shown.map(each => each.toLowerCase())).size).toBe(list.length)
    }),
  )
})
