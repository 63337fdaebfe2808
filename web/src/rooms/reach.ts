import { queryOptions } from '@tanstack/react-query'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { api, send } from '../api.ts'
import { alivePath } from './gate.ts'

/**
 * `noWebRtc`: the browser cannot hold video calls. `noMedia`: the video server answers, but picture
 * and sound do not come through.
 */
export type Reach =
  | { kind: 'good' | 'slow'; ms: number }
  | { kind: 'noServer' | 'noVideo' | 'noWebRtc' | 'noMedia' }

const withinMs = 5_000
const slowFromMs = 300
const isWell = (reach: Reach | undefined) => reach?.kind === 'good' || reach?.kind === 'slow'

export const hasWebRtc = () => typeof RTCPeerConnection === 'function'

/**
 * Whether the server and the media server answer from here, how fast, and once whether picture and
 * sound can come through. That is tried in a room of its own, so nobody counts as present.
 */
export const reachQuery = (meetingId: MeetingId) =>
  queryOptions({
    queryKey: ['reach', meetingId],
    queryFn: async ({ client, queryKey }): Promise<Reach> => {
      const reach = await measure()
      if (!isWell(reach) || isWell(client.getQueryData<Reach>(queryKey))) return reach
      if (!hasWebRtc()) return { kind: 'noWebRtc' }
      return (await comesThrough(meetingId)) ? reach : { kind: 'noMedia' }
    },
    refetchInterval: query => (isWell(query.state.data) ? 30_000 : 5_000),
    staleTime: 0,
    gcTime: 0,
  })

async function measure(): Promise<Reach> {
  const serverMs = await fastest('/livez')
  if (serverMs === null) return { kind: 'noServer' }
  const mediaMs = await fastest(alivePath)
  if (mediaMs === null) return { kind: 'noVideo' }
  const ms = Math.round(Math.max(serverMs, mediaMs))
  return { kind: ms < slowFromMs ? 'good' : 'slow', ms }
}

/** True as well when it cannot be tried, because then nothing is known to be wrong. */
async function comesThrough(meetingId: MeetingId): Promise<boolean> {
  const ticket = await send(
    api.api.meetings[':meetingId'].trial.$post({ param: { meetingId } }),
  ).catch(() => null)
  return ticket === null || (await import('./trial.ts')).tryMedia(ticket)
}

/**
 * The fastest of three requests in milliseconds, because the first one also looks up names and
 * opens the connection; null without a good answer.
 */
async function fastest(path: string): Promise<number | null> {
  let best: number | null = null
  for (let i = 0; i < 3; i++) {
    const startedMs = performance.now()
    try {
      const answer = await fetch(path, {
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(withinMs),
      })
      if (!answer.ok) return null
    } catch {
      return null
    }
    best = Math.min(best ?? Infinity, performance.now() - startedMs)
  }
  return best
}
