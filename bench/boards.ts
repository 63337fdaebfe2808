import { randomUUID } from 'node:crypto'
import type { CountyStaff } from './county.ts'
import type { BoardJob, ChangeReading } from './processes/boards.ts'
import type { Program } from './stage.ts'

export type Boards = {
  /** every board asks for its content, as its page does when it opens */
  loadAll(): Promise<{ milliseconds: number[] }>
  /** Somebody is checked in or out in the meeting of this staff; waits for all boards of it. `andLoad`: until each has its new content too. */
  change(staff: CountyStaff, more: { turn: number; andLoad: boolean }): Promise<ChangeReading>
}

/** Boards as browsers hold them, spread evenly over the meetings of the staffs, each with the session of a member of the staff. */
export async function openBoards(
  program: Program,
  { address, staffs, count }: { address: string; staffs: CountyStaff[]; count: number },
): Promise<Boards> {
  const boards: BoardJob[] = Array.from({ length: count }, (_, i) => {
    const staff = staffs[i % staffs.length]!
    const turn = Math.floor(i / staffs.length)
    const { cookies } = staff.members[turn % staff.members.length]!
    // a session follows on ten pages at most
    const device = Math.floor(turn / staff.members.length) % cookies.length
    return { meetingId: staff.meetingId, cookie: cookies[device]! }
  })
  await program.ask('open', { port: Number(new URL(address).port), boards })
  return {
    loadAll: () => program.ask('loadAll'),
    change(staff, { turn, andLoad }) {
      const lead = staff.members[0]!
      const member = staff.members[1 + (Math.floor(turn / 2) % (staff.members.length - 1))]!
      const way = turn % 2 === 0 ? 'check-in' : 'check-out'
      return program.ask('change', {
        path: `/api/meetings/${staff.meetingId}/${way}`,
        body: JSON.stringify({ attendeeId: member.attendeeId, mode: 'onSite' }),
        cookie: lead.cookie,
        key: randomUUID(),
        meetingId: staff.meetingId,
        andLoad,
      })
    },
  }
}
