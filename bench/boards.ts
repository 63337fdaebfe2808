import { randomUUID } from 'node:crypto'
import type { CountyStaff } from './county.ts'
import type { BoardJob, ChangeReading } from './processes/boards.ts'
import type { Program } from './stage.ts'

export type Boards = {
  /** loads the content of every board, as a page does when it opens */
  loadAll(): Promise<{ milliseconds: number[] }>
  /**
   * Checks somebody in or out in the meeting of this staff and waits until all its boards have
   * heard of it; with `andLoad` until each has loaded its new content.
   */
  change(staff: CountyStaff, more: { turn: number; andLoad: boolean }): Promise<ChangeReading>
}

/**
 * Opens boards as browsers do, spread evenly over the meetings of the staffs, each with the session
 * of a member of that staff.
 */
export async function openBoards(
  program: Program,
  { address, staffs, count }: { address: string; staffs: CountyStaff[]; count: number },
): Promise<Boards> {
  const boards: BoardJob[] = Array.from({ length: count }, (_, i) => {
    const staff = staffs[i % staffs.length]!
    const turn = Math.floor(i / staffs.length)
    const { cookies } = staff.members[turn % staff.members.length]!
    // a session may have at most ten streams
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
