import type { Role } from '../../lib/actor.ts'
import type { FunctionId, MemberId } from '../../lib/ids.ts'

export type Details = {
  title: string
  name: string
  organisation: string
  mobile: string
  language: 'de' | 'en'
}

/** A person known by the address. `memberId` null: not in this staff now; then `roles` is empty. */
export type KnownPerson = {
  memberId: MemberId | null
  roles: readonly Role[]
  details: Details
  /** false: the person belongs to other staffs too, so an import writes nothing about them */
  isWritable: boolean
}

export type KnownFunction = {
  functionId: FunctionId
  label: string
  block: string
  holders: readonly { email: string; name: string; rank: number }[]
}

export type ImportGround = {
  people: ReadonlyMap<string, KnownPerson>
  functions: readonly KnownFunction[]
  /** everybody who is in the staff */
  staff: readonly { name: string; email: string }[]
  grantable: readonly Role[]
  defaultLanguage: 'de' | 'en'
}
