import type { AttendanceRow } from '../../../src/attendance/contract.ts'
import type { Member } from '../../../src/roster/contract/roster.ts'
import { takesPart } from '../../../src/roster/rules/roster.ts'
import { isOpen, placeOf, type Entry, type Place, type Who } from './entries.ts'

/** Somebody in the list at the door. `who` is null for a visitor the server does not have yet. */
export type DeskLine = Place & {
  key: string
  who: Who | null
  name: string
  functions: string[]
  organisation: string
  planned: AttendanceRow['planned']
  isVisitor: boolean
  isInvited: boolean
}

/**
 * Everybody who may come to the door: people of the meeting, expected ones first and then by name;
 * visitors just entered; and uninvited members of the staff, whom only the search shows.
 */
export function linesOf(
  rows: readonly AttendanceRow[],
  members: readonly Member[],
  entries: readonly Entry[],
): DeskLine[] {
  const known = new Set(rows.map(row => row.memberId))
  const attending = rows
    .map(row => {
      const key = row.memberId ?? row.attendeeId
      const {
        name: _name,
        sortName: name,
        functions,
        organisation,
        planned,
        isVisitor,
        attendeeId,
      } = row
      return {
        key,
        who: { attendeeId },
        name,
        functions,
        organisation,
        planned,
        isVisitor,
        isInvited: true,
        ...placeOf(key, row, entries),
      }
    })
    .sort(
      (a, b) => Number(isExpected(b)) - Number(isExpected(a)) || collator.compare(a.name, b.name),
    )
  const visitors = entries
    .filter(entry => entry.deed === 'visitorCame' && isOpen(entry))
    .map(entry => {
      const visitor = entry.requests.find(request => request.kind === 'visitor')
      const organisation = visitor?.organisation ?? ''
      const place = placeOf(entry.id, null, [{ ...entry, lineKeys: [entry.id] }])
      return {
        ...nobody,
        ...place,
        key: entry.id,
        who: null,
        name: entry.name,
        organisation,
        isVisitor: true,
        isInvited: true,
      }
    })
  const others = members
    .filter(
      ({ memberId, leftAt, roles }) => !known.has(memberId) && leftAt === null && takesPart(roles),
    )
    .map(({ memberId, sortName, functions, organisation }) => {
      const place = placeOf(memberId, null, entries)
      return {
        ...nobody,
        ...place,
        key: memberId,
        who: { memberId },
        name: sortName,
        functions,
        organisation,
        isInvited: place.isPending,
      }
    })
    .sort((a, b) => collator.compare(a.name, b.name))
  return [...attending, ...visitors, ...others]
}

/** Whether somebody is expected and has not come yet. */
export function isExpected(line: Pick<DeskLine, 'planned' | 'now'>): boolean {
  return line.planned === 'onSite' && line.now !== 'onSite'
}

const collator = new Intl.Collator('de', { sensitivity: 'base' })
const nobody = { functions: [], organisation: '', planned: 'none' as const, isVisitor: false }
