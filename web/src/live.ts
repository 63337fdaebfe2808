import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { serverNow } from './ui/clock.ts'

/**
 * One stream per page. The server sends topics, never data: `meeting:<id>:attendance` makes the
 * queries under ['meeting', id, 'attendance'] load again. The connection is `connecting` until the
 * first hello, then `live`. It is `lost` when nothing was heard for longer than two heartbeats or a
 * request found no server, and reconnects by itself.
 */
export type Connection = 'connecting' | 'live' | 'lost'
export type LiveState = {
  connection: Connection
  /** when the server was last heard, epoch milliseconds; null before the first time */
  heardAtMs: number | null
}

const silenceMs = 35_000
const retryMs = 2_000
const slowestRetryMs = 8_000

const wanted = new Map<string, Map<symbol, QueryKey[]>>()
const listeners = new Set<() => void>()
let state: LiveState = { connection: 'connecting', heardAtMs: null }
let client: QueryClient | undefined
let source: EventSource | undefined
let openTopics = ''
let refusals = 0
let isDisplaced = false
let reopenTimer: ReturnType<typeof setTimeout> | undefined
let probeTimer: ReturnType<typeof setTimeout> | undefined
let silenceTimer: ReturnType<typeof setTimeout> | undefined

export function startLive(queries: QueryClient): void {
  client = queries
  window.addEventListener('focus', takePlaceAgain)
  document.addEventListener('visibilitychange', takePlaceAgain)
}

/**
 * Opens the stream again after another page of this person has displaced it, once somebody looks at
 * this page. Reopening at once would let two pages displace each other without end.
 */
function takePlaceAgain(): void {
  if (isDisplaced && document.visibilityState === 'visible') scheduleOpen(0, true)
}

/**
 * Follows topics while the component is shown; `also` names further queries these topics make
 * stale.
 */
export function useLive(topics: readonly string[], also: readonly QueryKey[] = []): void {
  const topicKey = topics.join(',')
  const alsoKey = JSON.stringify(also)
  useEffect(() => {
    if (topicKey === '') return
    const token = Symbol()
    const keys = JSON.parse(alsoKey) as QueryKey[]
    for (const topic of topicKey.split(',')) {
      const followers = wanted.get(topic) ?? new Map<symbol, QueryKey[]>()
      wanted.set(topic, followers.set(token, keys))
    }
    scheduleOpen(0)
    return () => {
      for (const topic of topicKey.split(',')) {
        const followers = wanted.get(topic)
        followers?.delete(token)
        if (followers?.size === 0) wanted.delete(topic)
      }
      scheduleOpen(0)
    }
  }, [topicKey, alsoKey])
}

export function useConnection(): LiveState {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state,
  )
}

/** Called when a request was answered. */
export function noteReachable(): void {
  // keeps the back-off after a refused stream: an answered request proves only that the server
  // runs, not that it accepts this stream
  if (state.connection === 'lost' && !source && refusals === 0 && !isDisplaced) comeBack()
  else if (wanted.size === 0) update({ connection: 'live', heardAtMs: serverNow() })
}

/** Called when a request found no server. */
export function noteUnreachable(): void {
  if (state.connection === 'lost') return
  update({ ...state, connection: 'lost' })
  if (wanted.size > 0) scheduleOpen(retryMs, true)
  else probe()
}

function scheduleOpen(afterMs: number, isFresh = false): void {
  clearTimeout(reopenTimer)
  reopenTimer = setTimeout(() => open(isFresh), afterMs)
}

function open(isFresh: boolean): void {
  // the server adds the person's own topic to every stream
  const topics = [...wanted.keys()]
    .filter(topic => !topic.startsWith('person:'))
    .sort()
    .join(',')
  if (wanted.size > 0 && topics === openTopics && source && !isFresh) return
  const previous = source
  const followed = new Set(previous ? openTopics.split(',') : [])
  if (wanted.size === 0) {
    previous?.close()
    source = undefined
    openTopics = ''
    refusals = 0
    clearTimeout(silenceTimer)
    // without a stream, only a request tells whether the server is there
    if (state.connection === 'lost') probe()
    return
  }
  const next = new EventSource(`/api/live?topics=${encodeURIComponent(topics)}`)
  source = next
  openTopics = topics
  isDisplaced = false
  let wasHeard = false
  next.addEventListener('hello', () => {
    previous?.close()
    refusals = 0
    const wasLost = state.connection === 'lost' || wasHeard
    wasHeard = true
    heard()
    // data loaded before its topic was followed may be old, and after a break the server does not
    // know which messages were missed
    for (const topic of wanted.keys()) if (wasLost || !followed.has(topic)) invalidate(topic)
  })
  next.addEventListener('beat', heard)
  next.addEventListener('resync', () => {
    heard()
    for (const topic of wanted.keys()) invalidate(topic)
  })
  next.addEventListener('topic', event => {
    heard()
    invalidate((JSON.parse(event.data) as { topic: string }).topic)
  })
  next.addEventListener('displaced', () => {
    next.close()
    if (next !== source) return
    source = undefined
    isDisplaced = true
    clearTimeout(silenceTimer)
    update({ ...state, connection: 'lost' })
  })
  next.addEventListener('error', () => {
    if (next !== source) return
    previous?.close()
    update({ ...state, connection: 'lost' })
    // CLOSED: the browser does not retry, e.g. after a 502 from the proxy
    if (next.readyState === EventSource.CLOSED) {
      source = undefined
      // the session may have ended, or the person may have left the staff; the session query tells
      void client?.invalidateQueries({ queryKey: ['session'] })
      void isRefusedForGood(next.url).then(isForGood => {
        if (isForGood) forget(topics)
        else scheduleOpen(Math.min(retryMs * 2 ** refusals++, slowestRetryMs), true)
      })
    }
  })
}

/** Asks for the same address, because an EventSource does not give the status of a refusal. */
async function isRefusedForGood(url: string): Promise<boolean> {
  const stop = new AbortController()
  try {
    const { status } = await fetch(url, { cache: 'no-store', signal: stop.signal })
    return status === 403 || status === 404
  } catch {
    return false
  } finally {
    stop.abort()
  }
}

/** The server refuses these topics for good: their loaded data is dropped, and pages load again. */
function forget(topics: string): void {
  refusals = 0
  update({ connection: 'live', heardAtMs: serverNow() })
  const things = new Set(topics.split(',').map(topic => topic.split(':').slice(0, 2).join(':')))
  for (const thing of things) void client?.resetQueries({ queryKey: thing.split(':') })
}

function heard(): void {
  update({ connection: 'live', heardAtMs: serverNow() })
  clearTimeout(silenceTimer)
  silenceTimer = setTimeout(() => {
    source?.close()
    source = undefined
    update({ ...state, connection: 'lost' })
    scheduleOpen(0, true)
  }, silenceMs)
}

function invalidate(topic: string): void {
  void client?.invalidateQueries({ queryKey: topic.split(':') })
  for (const keys of wanted.get(topic)?.values() ?? [])
    for (const queryKey of keys) void client?.invalidateQueries({ queryKey })
}

/** Without a stream, sends requests until the server answers. */
function probe(): void {
  clearTimeout(probeTimer)
  probeTimer = setTimeout(() => {
    fetch('/livez', { cache: 'no-store' }).then(answer => (answer.ok ? comeBack() : probe()), probe)
  }, retryMs)
}

function comeBack(): void {
  clearTimeout(probeTimer)
  update({ connection: 'live', heardAtMs: serverNow() })
  void client?.invalidateQueries()
  if (wanted.size > 0) scheduleOpen(0, true)
}

function update(next: LiveState): void {
  if (next.connection === state.connection && next.heardAtMs === state.heardAtMs) return
  state = next
  for (const listener of listeners) listener()
}
