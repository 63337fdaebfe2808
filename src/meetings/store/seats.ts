import { sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId } from '../../lib/ids.ts'
import { modes, takesSeat } from '../../lib/modes.ts'
import { isRunning } from '../rules/states.ts'
import { signals } from '../tables.ts'
import { stands } from './facts.ts'
import type { MeetingRow } from './meetings.ts'
import type { Participant } from './participants.ts'

const seated = sql.join(
  modes.filter(takesSeat).map(mode => sql`${mode}`),
  sql`, `,
)

/**
 * Who has a seat in the room: while the meeting runs those who are there, before it those who
 * promised to come.
 */
export async function seatedIn(
  db: Db,
  { id, state, gathering }: MeetingRow,
  participants: readonly Participant[],
): Promise<Set<AttendeeId>> {
  if (!isRunning(state))
    return new Set(
      participants.filter(p => takesSeat(p.reply?.mode)).map(({ attendeeId }) => attendeeId),
    )
  const rows = await db.execute<{ attendee_id: AttendeeId }>(sql`
    select attendee_id from (
      select distinct on (s.attendee_id, s.mode) s.attendee_id, s.edge
      from ${signals} s
      where s.meeting_id = ${id} and s.gathering = ${gathering} and s.mode in (${seated})
        and s.edge in ('in', 'out') and ${stands(sql`s`)}
      order by s.attendee_id, s.mode, s.at desc, s.seq desc
    ) latest where edge = 'in'`)
  return new Set(rows.map(row => row.attendee_id))
}
