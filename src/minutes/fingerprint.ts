import { createHash } from 'node:crypto'
import type { Minutes } from './contract.ts'
import { minutesJson } from './rules/release.ts'

/**
 * Lower-case hex SHA-256 of the record, as printed in the footer; the attached JSON has the same.
 */
export function minutesFingerprint(minutes: Minutes): string {
  return createHash('sha256').update(minutesJson(minutes)).digest('hex')
}
