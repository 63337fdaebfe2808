import type { Member, StaffFunction } from '../../../src/roster/contract/roster.ts'

/** What is being edited. */
export type Editing =
  | { what: 'addMember' | 'addFunction' | 'order' | 'check' | 'settings' | 'newStaff' }
  | { what: 'member' | 'access'; member: Member }
  | { what: 'function' | 'holders'; fn: StaffFunction }
