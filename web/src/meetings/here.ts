import { serverNow } from '../ui/clock.ts'
import { useQuery } from '@tanstack/react-query'
import { deskRefusal } from '../../../src/attendance/rules/desk.ts'
import type { BoardView, PersonThere } from '../../../src/board/contract.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isOver } from '../../../src/meetings/rules/states.ts'
import { boardQuery } from './queries.ts'

/** The reader as the board shows them present; null: they are not. */
export function hereIn(
  board: BoardView | undefined,
  { me }: Pick<Meeting, 'me'>,
): PersonThere | null {
  const there = board ? [...board.rows.flatMap(row => row.filledBy), ...board.others] : []
  return there.find(person => person.attendeeId === me?.attendeeId) ?? null
}

export function useHere(meeting: Meeting): PersonThere | null {
  const { me, state, meetingId } = meeting
  const hasDoor = deskRefusal(meeting, new Date(serverNow())) === null
  const isAsked = me !== null && !isOver(state) && hasDoor
  const board = useQuery({ ...boardQuery(meetingId), enabled: isAsked }).data
  return isAsked ? hereIn(board, meeting) : null
}
