import type { Context as HonoContext } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Live, LiveEvent } from './live.ts'

const heartbeatMs = 15_000

/**
 * One page's stream: topics only, with ids to resume from. `isStillAllowed` is asked at every heartbeat; when it says no the
 * stream ends. `stopping` ends all streams at shutdown, so browsers come back to the next process.
 */
export function streamTopics(
  c: HonoContext,
  live: Live,
  {
    topics,
    guard,
    isStillAllowed,
    stopping,
  }: {
    topics: ReadonlySet<string>
    /** when this topic is published, `isStillAllowed` is asked at once */
    guard: string
    isStillAllowed: () => Promise<boolean>
    stopping: AbortSignal
  },
) {
  const header = c.req.header('last-event-id')
  const lastId = header && /^\d{1,15}$/.test(header) ? Number(header) : null
  c.header('cache-control', 'no-store')
  c.header('x-accel-buffering', 'no')
  const answer = streamSSE(c, async stream => {
    let wake = () => {}
    let isDone = false
    const queue: (LiveEvent | 'resync')[] = []
    const end = () => {
      isDone = true
      wake()
    }
    const unsubscribe = live.subscribe(new Set([...topics, guard]), lastId, event => {
      // a reader that does not read gets one resync instead of a growing queue
      if (queue.length >= 200) queue.splice(0, queue.length, 'resync')
      else queue.push(event)
      wake()
    })
    stream.onAbort(end)
    stopping.addEventListener('abort', end)
    try {
      await stream.writeSSE({ event: 'hello', data: '{}', retry: 1_000 })
      while (!isDone) {
        for (const event of queue.splice(0)) {
          if (event !== 'resync' && event.topic === guard && !(await isStillAllowed())) return
          if (event === 'resync') await stream.writeSSE({ event: 'resync', data: '{}' })
          else
            await stream.writeSSE({
              id: String(event.id),
              event: 'topic',
              data: JSON.stringify({ topic: event.topic }),
            })
        }
        if (queue.length > 0 || isDone) continue
        const isQuiet = await new Promise<boolean>(resolve => {
          const timer = setTimeout(() => resolve(true), heartbeatMs)
          wake = () => {
            clearTimeout(timer)
            resolve(false)
          }
          if (queue.length > 0 || isDone) wake()
        })
        if (isQuiet) {
          if (!(await isStillAllowed())) break
          await stream.writeSSE({ event: 'beat', data: '{}' })
        }
      }
    } finally {
      unsubscribe()
      stopping.removeEventListener('abort', end)
    }
  })
  // the helper says no-cache, which may be kept
  answer.headers.set('cache-control', 'no-store')
  return answer
}
