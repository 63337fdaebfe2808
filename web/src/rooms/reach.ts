import { queryOptions } from '@tanstack/react-query'

/**
 * `stale`: the page was loaded before the video server ran, so its content policy forbids the
 * connection until it is loaded again.
 */
export type Reach =
  | { kind: 'good' | 'slow'; ms: number }
  | { kind: 'noServer' | 'noVideo' | 'stale' }

const withinMs = 5_000
const slowFromMs = 300

/**
 * Whether the server and the media server answer from here, and how fast. Joins no room, so nobody
 * counts as present.
 */
export const reachQuery = (mediaUrl: string | undefined) =>
  queryOptions({
    queryKey: ['reach', mediaUrl ?? ''],
    queryFn: () => measure(mediaUrl),
    refetchInterval: query => (query.state.data?.kind === 'good' ? 30_000 : 5_000),
    staleTime: 0,
    gcTime: 0,
  })

async function measure(mediaUrl: string | undefined): Promise<Reach> {
  const serverMs = await fastest('/livez', 'same-origin')
  if (serverMs === null) return { kind: 'noServer' }
  if (!mediaUrl) return { kind: 'noVideo' }
  const refusals = new AbortController()
  let isForbidden = false
  document.addEventListener('securitypolicyviolation', () => (isForbidden = true), {
    signal: refusals.signal,
  })
  const mediaMs = await fastest(mediaUrl.replace(/^ws/, 'http'), 'no-cors')
  refusals.abort()
  if (mediaMs === null) return { kind: isForbidden ? 'stale' : 'noVideo' }
  const ms = Math.round(Math.max(serverMs, mediaMs))
  return { kind: ms < slowFromMs ? 'good' : 'slow', ms }
}

/**
 * The fastest of three requests in milliseconds, because the first one also looks up names and
 * opens the connection; null without an answer.
 */
async function fastest(url: string, mode: RequestMode): Promise<number | null> {
  let best: number | null = null
  for (let i = 0; i < 3; i++) {
    const startedMs = performance.now()
    try {
      await fetch(url, {
        mode,
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(withinMs),
      })
    } catch {
      return null
    }
    best = Math.min(best ?? Infinity, performance.now() - startedMs)
  }
  return best
}
