import { mayDoFirstStart, mayShowCode, mayUseSample } from '../../access/rules.ts'
import { opensByCode } from '../../access/startCode.ts'
import { setupOf } from '../../access/store/installation.ts'
import type { Visit } from '../../access/visit.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'

/**
 * Throws unless the request may go on. Runs before the body is read, so that a stranger costs one
 * query, and again in the transaction, because somebody else may have finished in between.
 */
export type Permit = (visit: Visit, db?: Db) => Promise<void>

export const permitCode: Permit = async (visit, db = visit.database.db) => {
  if (!opensByCode(await setupOf(db), visit.reach)) throw isSetUp()
  refuseElsewhere(visit)
}

export const permitFirstStart: Permit = async (visit, db = visit.database.db) => {
  if ((await setupOf(db)) !== 'untouched') throw isSetUp()
  refuseElsewhere(visit)
  if (!mayDoFirstStart(visit))
    throw new DomainError(
      'forbidden',
      'The first start needs the code: open the address that the start printed',
    )
}

export const permitSample: Permit = async (visit, db) => {
  await permitFirstStart(visit, db)
  if (!mayUseSample(visit))
    throw new DomainError(
      'forbidden',
      'There is no sample where HOST, PUBLIC_URL or TRUSTED_PROXY let other machines reach Lagerunde',
    )
}

const isSetUp = () => new DomainError('conflict', 'Lagerunde is set up already')

function refuseElsewhere(visit: Visit): void {
  if (!mayShowCode(visit))
    throw new DomainError(
      'forbidden',
      'The first start works only in a browser on the machine that runs Lagerunde',
    )
}
