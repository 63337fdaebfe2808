import type { Context as HonoContext } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Live, LiveEvent } from './live.ts'

const heartbeatMs = 15_000

/**
 * One page's stream: topics only, with ids to resume from. It checks whether its reader may still
 * listen before the first event, before any event after `guard` was published, at every heartbeat,
 * and when the permission is known to end. `stopping` ends all streams at shutdown, so that
 * browsers connect to the next process; `displaced` ends this one for a newer one and tells the
 * browser not to reconnect by itself.
 */
export function streamTopics(
  c: HonoContext,
  live: Live,
  {
    topics,
    guard,
    allowedForMs,
    stopping,
    displaced,
    onEnd,
  }: {
    topics: ReadonlySet<string>
    guard: string
    /** milliseconds the reader may listen if no right changes; 0 ends the stream */
    allowedForMs: () => Promise<number>
    stopping: AbortSignal
    displaced: AbortSignal
    onEnd: () => void
  },
) {
  const header = c.req.header('last-event-id')
  const lastId = header && /^\d{1,15}$/.test(header) ? Number(header) : null
  c.header('cache-control', 'no-store')
  c.header('x-accel-buffering', 'no')
  const answer = streamSSE(c, async stream => {
    let wake = () => {}
    let isDone = false
    let askAtMs = 0
    const queue: (LiveEvent | 'resync')[] = []
    const end = () => {
      isDone = true
      wake()
    }
    const unsubscribe = live.subscribe(new Set([...topics, guard]), lastId, event => {
      // after a gap it is unknown whether the guard was missed
      if (event === 'resync' || event.topic === guard) askAtMs = 0
      // a reader that does not read gets one resync instead of a growing queue
      if (queue.length >= 200) queue.splice(0, queue.length, 'resync')
      else queue.push(event)
      wake()
    })
    const giveWay = () => {
      end()
      // the stream of a reader that does not read must end, too
      setTimeout(() => stream.abort(), 1_000).unref()
    }
    stream.onAbort(end)
    stopping.addEventListener('abort', end)
    displaced.addEventListener('abort', giveWay)
    try {
      await stream.writeSSE({ event: 'hello', data: '{}', retry: 1_000 })
      while (!isDone) {
        if (performance.now() >= askAtMs) {
          // set before the check, because the guard may be published while it runs
          askAtMs = performance.now() + heartbeatMs
          const allowedMs = await allowedForMs()
          if (allowedMs <= 0) return
          askAtMs = Math.min(askAtMs, performance.now() + allowedMs)
          await stream.writeSSE({ event: 'beat', data: '{}' })
          continue
        }
        const event = queue.shift()
        if (event === 'resync') await stream.writeSSE({ event: 'resync', data: '{}' })
        else if (event)
          await stream.writeSSE({
            id: String(event.id),
            event: 'topic',
            data: JSON.stringify({ topic: event.topic }),
          })
        else
          await new Promise<void>(resolve => {
            const timer = setTimeout(resolve, askAtMs - performance.now())
            wake = () => {
              clearTimeout(timer)
              resolve()
            }
            if (queue.length > 0 || isDone) wake()
          })
      }
      if (displaced.aborted) await stream.writeSSE({ event: 'displaced', data: '{}' })
    } finally {
      unsubscribe()
      stopping.removeEventListener('abort', end)
      displaced.removeEventListener('abort', giveWay)
      onEnd()
    }
  })
  // Hono's helper sets no-cache, which still allows storing
  answer.headers.set('cache-control', 'no-store')
  return answer
}
