import { parentPort, workerData } from 'node:worker_threads'
import { DomainError } from '../../lib/errors.ts'
import { fileIn } from './form.ts'
import { readTable, type Table } from './table.ts'

export type TableForm = { contentType: string; body: ArrayBuffer }
export type TableAnswer =
  | { table: Table }
  | { refused: Pick<DomainError, 'code' | 'message' | 'fields' | 'details'> }

parentPort?.postMessage(await answer(workerData as TableForm)) // what the reader gives it

async function answer({ contentType, body }: TableForm): Promise<TableAnswer> {
  try {
    return { table: readTable(await fileIn(contentType, body)) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const { code, message, fields, details } = error
    return { refused: { code, message, fields, details } }
  }
}
