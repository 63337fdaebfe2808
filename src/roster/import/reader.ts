import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { DomainError } from '../../lib/errors.ts'
import { Turns } from '../../lib/turns.ts'
import type { Upload } from '../../lib/upload.ts'
import type { ImportChoice } from '../contract.ts'
import type { Table } from './table.ts'
import type { PackedTable, TableAnswer, TableForm } from './table-worker.ts'

/** the worst files of the allowed size take three seconds on a slow machine, and honest ones a third of one */
const timeoutMs = 30_000
/** an honest list of 5,000 rows takes about 60 */
const memoryMb = 256
/** each file that waits is held in memory, at most 10 MB */
const turns = new Turns({ atOnce: 2, mostWaiting: 40, mostEach: 2 })

/**
 * Reads the list in a form, in a process of its own that ends with its work, so that a bad file takes no time from anybody else, and
 * its memory goes back to the machine: what a thread has taken stays with the process. `personId` has one list at work and two that wait; further ones are refused as tooManyAttempts.
 */
export async function readList(
  personId: string,
  upload: Upload,
  choice: ImportChoice,
): Promise<Table> {
  // whoever sends slowly does so before it is their turn
  const form = { contentType: upload.contentType, body: await upload.read(), choice }
  return turns.take({ isKnown: true, group: personId, lane: personId }, () => inProcess(form))
}

async function inProcess(form: TableForm): Promise<Table> {
  const child = fork(fileURLToPath(new URL('./table-worker.ts', import.meta.url)), [], {
    execArgv: [`--max-old-space-size=${memoryMb}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<TableAnswer>()
  const deadline = setTimeout(
    () =>
      reject(
        new DomainError('unsupportedFile', `The list was not read within ${timeoutMs / 1000} s`, {
          details: { reason: 'tooSlow' },
        }),
      ),
    timeoutMs,
  )
  child.once('message', answer => resolve(answer as TableAnswer)) // what the process says
  child.once('error', reject)
  // V8 aborts where there is no more memory
  child.once('exit', (code, signal) =>
    reject(
      signal === 'SIGABRT' || code === 134
        ? tooMuch()
        : new Error(`The reader of lists ended with ${code ?? signal}`),
    ),
  )
  try {
    child.send(form)
    const answer = await promise
    if ('table' in answer) return unpacked(answer.table)
    const { code, message, ...more } = answer.refused
    throw new DomainError(code, message, { ...more, fields: [...more.fields] })
  } finally {
    clearTimeout(deadline)
    child.kill('SIGKILL')
  }
}

/** Each piece of rows is read when it is their turn. */
function unpacked({ pieces, ...table }: PackedTable): Table {
  const decoder = new TextDecoder()
  const rows = {
    *[Symbol.iterator]() {
      for (const piece of pieces) yield* JSON.parse(decoder.decode(piece)) as (string[] | null)[] // as it was packed
    },
  }
  return { ...table, rows }
}

function tooMuch(): DomainError {
  return new DomainError('tooLarge', `The list needs more than ${memoryMb} MB to be read`, {
    details: { limitMemoryMb: memoryMb },
  })
}
