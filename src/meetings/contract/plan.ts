import type { AttendeeId, FunctionId } from '../../lib/ids.ts'
import type { Mode } from '../../lib/shapes.ts'

/**
 * One person of a meeting as the rules see them: invited member, deputy, guest or visitor.
 * `deputyFor`: the attendee whose invitation was taken over (a chain when passed on), else null.
 * `functionIds`: the functions the person acts for, own ones first, then those taken over as a
 * deputy.
 */
export type AttendeePlan = {
  attendeeId: AttendeeId
  functionIds: FunctionId[]
  plan: Plan
  /** the deputy this person named when declining, else null */
  deputyId: AttendeeId | null
  deputyFor: AttendeeId | null
  isVisitor: boolean
}

/** What was promised. `none` is keine Rückmeldung; `declined` is verhindert. */
export type Plan = { kind: 'none' } | { kind: 'accepted'; mode: Mode } | { kind: 'declined' }
