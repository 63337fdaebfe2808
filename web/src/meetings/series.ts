import { queryOptions } from '@tanstack/react-query'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { staffMeetingsQuery, spanAround } from './queries.ts'

/** All meetings of this meeting's series in order of time; empty when it belongs to none. */
export const seriesQuery = ({
  staffId,
  seriesId,
  startsAt,
}: Pick<Meeting, 'staffId' | 'seriesId' | 'startsAt'>) =>
  queryOptions({
    ...staffMeetingsQuery(staffId, spanAround(startsAt, { before: 200, after: 200 })),
    enabled: seriesId !== null,
    select: list => list.filter(each => each.seriesId === seriesId && seriesId !== null),
  })
