import { useParticipants } from '@livekit/components-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { AttendeeId, MeetingId } from '../../../src/lib/ids.ts'
import { useT } from '../i18n/i18n.ts'
import { roomQuery } from './queries.ts'

export type Named = { name: string; functionLabel: string; attendeeId: AttendeeId | null }

/**
 * Gives the person of a random identity. The media server knows no names, so nobody can forge one
 * there.
 */
export function useNames(meetingId: MeetingId): (identity: string) => Named {
  const t = useT('rooms')
  const queries = useQueryClient()
  const people = useQuery(roomQuery(meetingId)).data?.people ?? []
  const known = new Map(people.map(person => [person.identity, person]))
  const unknown = useParticipants()
    .map(participant => participant.identity)
    .filter(identity => identity !== '' && !known.has(identity))
    .join(' ')
  useEffect(() => {
    // the media server may announce a participant before our server knows them
    if (unknown) void queries.invalidateQueries(roomQuery(meetingId))
  }, [queries, meetingId, unknown])
  return identity => {
    const person = known.get(identity)
    if (!person) return { name: t('tile.unknown'), functionLabel: '', attendeeId: null }
    return {
      name: person.name,
      functionLabel: person.functions.join(', ') || t('tile.noFunction'),
      attendeeId: person.attendeeId,
    }
  }
}
