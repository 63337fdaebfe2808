import { Worker } from 'node:worker_threads'
import { DomainError } from '../../lib/errors.ts'
import { Turns } from '../../lib/turns.ts'
import type { Upload } from '../../lib/upload.ts'
import type { Table } from './table.ts'
import type { PackedTable, TableAnswer, TableForm } from './table-worker.ts'

/** the worst files of the allowed size take three seconds on a slow machine, and honest ones a third of one */
const timeoutMs = 30_000
/** an honest list of 5,000 rows takes about 60 */
const memoryMb = 256
/** each file that waits is held in memory, at most 10 MB */
const turns = new Turns({ atOnce: 2, mostWaiting: 40, mostEach: 2 })

/**
 * Reads the list in a form, in a thread of its own that ends with its work, so that a bad file takes neither time nor memory from
 * anybody else. `personId` has one list at work and two that wait; further ones are refused as tooManyAttempts.
 */
export async function readList(personId: string, upload: Upload): Promise<Table> {
  // whoever sends slowly does so before it is their turn
  const form = { contentType: upload.contentType, body: await upload.read() }
  return turns.take({ isKnown: true, group: personId, lane: personId }, () => inThread(form))
}

async function inThread(form: TableForm): Promise<Table> {
  const thread = new Worker(new URL('./table-worker.ts', import.meta.url), {
    workerData: form,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32 },
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
  thread.once('message', resolve)
  thread.once('error', error => reject(isOutOfMemory(error) ? tooMuch() : error))
  thread.once('exit', code => reject(new Error(`The reader of lists ended with ${code}`)))
  try {
    const answer = await promise
    if ('table' in answer) return unpacked(answer.table)
    const { code, message, ...more } = answer.refused
    throw new DomainError(code, message, { ...more, fields: [...more.fields] })
  } finally {
    clearTimeout(deadline)
    await thread.terminate()
  }
}

/** Each piece of rows is read when it is their turn. */
function unpacked({ pieces, ...table }: PackedTable): Table {
  const decoder = new TextDecoder()
  const rows = {
    *[Symbol.iterator]() {
      for (const piece of pieces) yield* JSON.parse(decoder.decode(piece)) as (string[] | null)[] // as the thread packed them
    },
  }
  return { ...table, rows }
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
}

function tooMuch(): DomainError {
  return new DomainError('tooLarge', `The list needs more than ${memoryMb} MB to be read`, {
    details: { limitMemoryMb: memoryMb },
  })
}
