import type { InvitationChanges } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { MemberId } from '../../lib/ids.ts'
import { memberOfAttendees } from '../store/attendees.ts'
import { namesInStaff } from '../../roster/store/names.ts'
import type { MeetingChange } from './invitees.ts'
import { bySortName } from '../../roster/rules/names.ts'

/**
 * The number of meetings whose invitations change, and by name the people whose invitations begin
 * or end, with the number of meetings.
 */
export async function foreseen(
  db: Db,
  of: Parameters<typeof namesInStaff>[1],
  changes: readonly MeetingChange[],
): Promise<InvitationChanges> {
  const known = await memberOfAttendees(
    db,
    changes.flatMap(({ change }) => [...change.back.map(each => each.attendeeId), ...change.out]),
  )
  const member = (attendeeId: MeetingChange['change']['out'][number]) => known.get(attendeeId)!
  const more = changes.flatMap(({ change }) => [
    ...change.bring.map(each => each.memberId),
    ...change.back.map(each => member(each.attendeeId)),
  ])
  const fewer = changes.flatMap(({ change }) => change.out.map(member))
  const names = await namesInStaff(db, of)
  const counted = (ids: MemberId[]) =>
    [...Map.groupBy(ids, id => id)]
      .map(([memberId, all]) => ({
        sortName: names.sortNameOf(memberId),
        shown: { name: names.ofMember(memberId, null)!, meetings: all.length },
      }))
      .sort(bySortName)
      .map(({ shown }) => shown)
  return { meetings: changes.length, more: counted(more), fewer: counted(fewer) }
}
