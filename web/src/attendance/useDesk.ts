import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { MeetingId, PersonId } from '../../../src/lib/ids.ts'
import { ApiError, api, send, withKey } from '../api.ts'
import { useConnection } from '../live.ts'
import { useSession } from '../session.tsx'
import { sessionQuery } from '../visitor.ts'
import type { DeskRequest, Entry } from './entries.ts'
import { attendanceQuery } from '../meetings/queries.ts'
import { DeskQueue } from './queue.ts'

// kept outside the page, so that leaving it loses no entry; closing the tab does
const queues = new Map<string, DeskQueue>()

/** The entries of this device at one door, and the queue that sends them. */
export function useDesk(meetingId: MeetingId): { queue: DeskQueue; entries: readonly Entry[] } {
  const queries = useQueryClient()
  const { me } = useSession()
  const { connection } = useConnection()
  const queue = queueOf(queries, meetingId, me.personId)
  const entries = useSyncExternalStore(queue.subscribe, queue.entries)
  useEffect(() => {
    if (connection !== 'lost') void queue.run()
  }, [queue, connection])
  const isWaiting = entries.some(entry => entry.state === 'waiting' || entry.state === 'undoing')
  useEffect(() => {
    if (!isWaiting) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isWaiting])
  return { queue, entries }
}

function queueOf(queries: QueryClient, meetingId: MeetingId, personId: PersonId): DeskQueue {
  const name = `${personId} ${meetingId}`
  const known = queues.get(name)
  if (known) return known
  const { queryKey } = attendanceQuery(meetingId)
  const queue = new DeskQueue({
    ask: (request, key) => {
      // entries wait while somebody else is signed in, because they would count as theirs
      const now = queries.getQueryData(sessionQuery.queryKey)?.me?.personId
      if (now !== personId) throw new ApiError({ status: 401, code: 'unauthenticated' })
      return ask(meetingId, request, key)
    },
    refresh: async () => {
      await queries.invalidateQueries({ queryKey })
      return queries.getQueryState(queryKey)?.status === 'success'
    },
  })
  queues.set(name, queue)
  return queue
}

async function ask(meetingId: MeetingId, request: DeskRequest, key: string): Promise<string[]> {
  const meeting = api.api.meetings[':meetingId']
  const param = { meetingId }
  const once = withKey(key)
  switch (request.kind) {
    case 'in':
    case 'out': {
      const json = { ...request.who, mode: request.mode, ...atOf(request) }
      const { signalId } = await send(
        meeting[request.kind === 'in' ? 'check-in' : 'check-out'].$post({ param, json }, once),
      )
      return [signalId]
    }
    case 'visitor': {
      const { name, organisation, mode } = request
      const { signalId } = await send(
        meeting.visitors.$post(
          { param, json: { name, organisation, mode, ...atOf(request) } },
          once,
        ),
      )
      return [signalId]
    }
    case 'allOnSite': {
      const { entries } = await send(meeting['check-in']['all-on-site'].$post({ param }, once))
      return entries.map(entry => entry.signalId)
    }
    case 'undo':
      await send(
        meeting['check-in'].undo.$post({ param, json: { signalId: request.signalId } }, once),
      )
      return []
  }
}

const atOf = ({ at }: { at?: string }) => (at === undefined ? {} : { at })
