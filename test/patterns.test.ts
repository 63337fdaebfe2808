import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { analyse } from 'scslre'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('no pattern of the server takes quadratic time over text from outside', () => {
  const slow = patternsOfServer().flatMap(({ file, source, flags }) => {
    const reports = analyse(
      { source, flags },
      { reportTypes: { Move: true, Self: true, Trade: true } },
    )
    return reports.reports.length > 0 ? [`${file} /${source}/${flags}`] : []
  })
  expect(slow).toEqual([])
})

test('no pattern of the server is made of text, but those of ids and of known words', () => {
  const made = filesOfServer().filter(file =>
    /new RegExp\(|[^.]RegExp\(/.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(made).toEqual(['src/access/rules.ts', 'src/lib/ids.ts'])
})

test('no statement names many values one by one', () => {
  const named = filesOfServer().flatMap(file => {
    const found: string[] = []
    const text = readFileSync(join(root, file), 'utf8')
    new Visitor({
      CallExpression({ callee, arguments: [, values] }) {
        if (callee.type !== 'Identifier' || !/^(not)?inArray$/i.test(callee.name) || !values) return
        const parts = values.type === 'ArrayExpression' ? values.elements : [values]
        for (const part of parts) {
          if (part?.type === 'Literal') continue
          const of = part?.type === 'SpreadElement' ? part.argument : part
          found.push(`${file} ${text.slice(of?.start, of?.end)}`)
        }
      },
    }).visit(parseSync(file, text).program)
    return found
  })
  // states and kinds, of which there are few, and questions within the statement
  expect(named).toEqual([
    'src/mail/letters.ts toldTogether',
    'src/mail/listing.ts statesOf(filter)',
    'src/mail/store/claim.ts asides',
    'src/mail/store/claim.ts asides',
    'src/meetings/store/attendees.ts together',
    'src/meetings/store/meetings.ts from',
    'src/minutes/store.ts states',
    'src/records/store.ts kinds',
    'src/rooms/store/rooms.ts unfinished',
    'src/rooms/store/rooms.ts unfinished',
  ])
})

type Pattern = { file: string; source: string; flags: string }

function patternsOfServer(): Pattern[] {
  return filesOfServer().flatMap(file => {
    const found: Pattern[] = []
    const { program } = parseSync(file, readFileSync(join(root, file), 'utf8'))
    new Visitor({
      Literal(node) {
        if ('regex' in node)
          found.push({ file, source: node.regex.pattern, flags: node.regex.flags })
      },
    }).visit(program)
    return found
  })
}

function filesOfServer(): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => relative(root, join(root, 'src', file)))
    .sort()
}
