import { DomainError } from '../../lib/errors.ts'
import { listIn } from './form.ts'
import { type Table, readTable } from './table.ts'
import type { ImportChoice } from '../contract/import.ts'

const rowsInPiece = 100

export type TableForm = { contentType: string; body: ArrayBuffer; choice: ImportChoice }
/** The rows as JSON in pieces, because parsing all of them at once would block the event loop. */
export type PackedTable = Omit<Table, 'rows'> & { pieces: Uint8Array<ArrayBuffer>[] }
export type TableAnswer =
  | { table: PackedTable }
  | { refused: Pick<DomainError, 'code' | 'message' | 'fields' | 'details'> }

// ends when the reader disconnects, and with the main process
process.once('disconnect', () => process.exit())
process.once('message', form => {
  void answer(form as TableForm).then(said => process.send!(said)) // fork gives it an IPC channel
})

async function answer({ contentType, body, choice }: TableForm): Promise<TableAnswer> {
  try {
    return { table: packed(readTable(await listIn(contentType, body), choice)) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const { code, message, fields, details } = error
    return { refused: { code, message, fields, details } }
  }
}

function packed({ rows, ...table }: ReturnType<typeof readTable>): PackedTable {
  const encoder = new TextEncoder()
  const pieces: PackedTable['pieces'] = []
  for (let i = 0; i < rows.length; i += rowsInPiece)
    pieces.push(encoder.encode(JSON.stringify(rows.slice(i, i + rowsInPiece))))
  return { ...table, pieces }
}
