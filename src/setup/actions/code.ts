import { codeProof, isStartCode } from '../../access/startCode.ts'
import type { Visit } from '../../access/visit.ts'
import { invalidField } from '../../lib/errors.ts'
import { limits, placeOf, takeAttempt } from '../../lib/limits.ts'

/**
 * Exchanges the start code for the value a browser keeps. Only wrong codes count against the limit,
 * so nobody can use up the tries of the right one.
 */
export async function showCode(visit: Visit, { code }: { code: string }): Promise<string> {
  if (await isStartCode(visit, code)) return codeProof(visit)
  await takeAttempt(visit, limits.startCode, placeOf(visit.address))
  throw invalidField('code', 'is not right', { expected: 'the code that the start printed' })
}
