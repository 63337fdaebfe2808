import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { DomainError } from '../../lib/errors.ts'
import { Turns } from '../../lib/turns.ts'
import type { Upload } from '../../lib/upload.ts'
import type { Table } from './table.ts'
import type { PackedTable, TableAnswer, TableForm } from './table-worker.ts'
import type { ImportChoice } from '../contract/import.ts'

/**
 * the slowest files of the allowed size take three seconds on a slow machine, normal ones a third
 * of a second
 */
const timeoutMs = 30_000
/** a normal list of 5,000 rows takes about 60 */
const memoryMb = 256
/** each waiting file takes up to 10 MB of memory */
const turns = new Turns({ atOnce: 2, mostWaiting: 40, mostEach: 2 })

/**
 * Reads the list in a form in a child process, so that a bad file slows nobody else down. The
 * process ends with its work, which frees the memory; a worker thread would not give it back.
 * `personId` may have one list being read and two waiting; further ones are refused as
 * tooManyAttempts.
 */
export async function readList(
  personId: string,
  upload: Upload,
  choice: ImportChoice,
): Promise<Table> {
  // reads the upload before waiting for a turn, so that a slow sender takes up no turn
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
  child.once('message', answer => resolve(answer as TableAnswer)) // the worker sends nothing else
  child.once('error', reject)
  // V8 aborts when its memory limit is reached
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

/**
 * Parses each piece only when its rows are needed, so that the event loop is never blocked for
 * long.
 */
function unpacked({ pieces, ...table }: PackedTable): Table {
  const decoder = new TextDecoder()
  const rows = {
    *[Symbol.iterator]() {
      for (const piece of pieces) yield* JSON.parse(decoder.decode(piece)) as (string[] | null)[] // the worker packed it from rows
    },
  }
  return { ...table, rows }
}

function tooMuch(): DomainError {
  return new DomainError('tooLarge', `The list needs more than ${memoryMb} MB to be read`, {
    details: { limitMemoryMb: memoryMb },
  })
}
