import { DomainError, invalidField } from '../../lib/errors.ts'
import { ImportEdits, noEdits } from '../contract/import.ts'
import { importLimitBytes } from '../rules/roster.ts'

export type ListForm = { bytes: Uint8Array; edits: ImportEdits }

/**
 * Gives the one file of a multipart form (RFC 7578), and what was changed in its preview; throws
 * when form or file is faulty.
 */
export async function listIn(contentType: string, body: ArrayBuffer): Promise<ListForm> {
  const expected = 'a form (multipart/form-data) with one file named "file"'
  const form = await new Response(body, { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => null)
  const file = form?.get('file')
  if (!(file instanceof File)) throw invalidField('file', 'is missing', { expected })
  const others = [...form!.keys()].filter(
    (name, i, names) => (name !== 'file' && name !== 'edits') || names.indexOf(name) !== i,
  ) // the line above checks that it is a file
  if (others[0] !== undefined)
    throw invalidField(others[0].slice(0, 200), 'is not known here', { expected })
  if (file.size > importLimitBytes) {
    throw new DomainError('tooLarge', 'A list may have at most 10 MB', {
      details: { limitBytes: importLimitBytes },
    })
  }
  return { bytes: new Uint8Array(await file.arrayBuffer()), edits: editsIn(form!) } // the line above checks that it is a file
}

function editsIn(form: FormData): ImportEdits {
  const text = form.get('edits')
  if (text === null) return noEdits
  try {
    return ImportEdits.parse(JSON.parse(String(text)))
  } catch {
    throw invalidField('edits', 'is not understood', {
      expected: 'headings, columns and cells as JSON',
    })
  }
}
