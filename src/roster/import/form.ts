import { DomainError, invalidField } from '../../lib/errors.ts'
import { importLimitBytes } from '../rules/roster.ts'

/** Gives the one file of a multipart form (RFC 7578); throws when form or file is faulty. */
export async function fileIn(contentType: string, body: ArrayBuffer): Promise<Uint8Array> {
  const expected = 'a form (multipart/form-data) with one file named "file"'
  const form = await new Response(body, { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => null)
  const file = form?.get('file')
  if (!(file instanceof File)) throw invalidField('file', 'is missing', { expected })
  const others = [...form!.keys()].filter(
    (name, i, names) => name !== 'file' || names.indexOf(name) !== i,
  ) // the line above checks that it is a file
  if (others[0] !== undefined)
    throw invalidField(others[0].slice(0, 200), 'is not known here', { expected })
  if (file.size > importLimitBytes) {
    throw new DomainError('tooLarge', 'A list may have at most 10 MB', {
      details: { limitBytes: importLimitBytes },
    })
  }
  return new Uint8Array(await file.arrayBuffer())
}
