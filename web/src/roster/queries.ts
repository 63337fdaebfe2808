import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { StaffId } from '../../../src/lib/ids.ts'
import type { Roster } from '../../../src/roster/contract/roster.ts'
import { api, send } from '../api.ts'

export const rosterQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'roster'],
    queryFn: () => send(api.api.staffs[':staffId'].roster.$get({ param: { staffId } })),
  })

export const openAccessQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'access'],
    queryFn: () => send(api.api.staffs[':staffId'].access.$get({ param: { staffId } })),
  })

export const staffQuery = (staffId: StaffId) =>
  queryOptions({
    queryKey: ['staff', staffId, 'settings'],
    queryFn: () => send(api.api.staffs[':staffId'].$get({ param: { staffId } })),
  })

/**
 * `keep` stores the roster a change answers with; `reload` loads it again after an answer without
 * one.
 */
export function useRosterCache(staffId: StaffId) {
  const queries = useQueryClient()
  const { queryKey } = rosterQuery(staffId)
  return {
    keep: (roster: Roster) => queries.setQueryData(queryKey, roster),
    reload: () => queries.invalidateQueries({ queryKey }),
  }
}

/** Meetings whose invitations follow a change of the roster. */
export const meetingsAheadQuery = (staffId: StaffId, span: { from: string; until: string }) =>
  queryOptions({
    queryKey: ['staff', staffId, 'meetings', 'ahead', span],
    queryFn: () =>
      send(api.api.staffs[':staffId'].meetings.$get({ param: { staffId }, query: span })),
  })
