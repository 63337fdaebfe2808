import type postgres from 'postgres'

/**
 * The thing that changed, never its content: `meeting:<id>:<part>`, `staff:<id>:<part>`,
 * `person:<id>`, `gathering:<meeting id>`, `video`.
 */
export type Topic = string

export type LiveEvent = { id: number; topic: Topic }
type Listener = (event: LiveEvent | 'resync') => void

/**
 * Sends topics to all processes on one database, through LISTEN/NOTIFY. Topics are collected for a
 * moment, so that a burst is one statement. Numbers come from a database sequence, so a stream can
 * be resumed at any process; a process that no longer has the missed topics answers with `resync`.
 * All processes hear one order, but numbers can arrive out of order.
 */
export type Live = {
  publish(...topics: Topic[]): void
  /**
   * Calls the listener for every topic that begins with `prefix`, e.g. `person:`, with the rest of
   * the topic.
   */
  watch(prefix: string, listener: (rest: string) => void): () => void
  subscribe(topics: ReadonlySet<Topic>, lastId: number | null, listener: Listener): () => void
  listenerCount(): number
  close(): Promise<void>
}

const channel = 'lagerunde_live'
const remembered = 2_000
const gatherMs = 15

export async function startLive(
  sql: postgres.Sql,
  onError: (error: unknown) => void,
): Promise<Live> {
  const byTopic = new Map<Topic, Set<Listener>>()
  const watchers = new Set<{ prefix: string; listener: (rest: string) => void }>()
  const recent: LiveEvent[] = []
  let waiting = new Set<Topic>()
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<unknown> = Promise.resolve()
  let listeners = 0

  const receive = (payload: string) => {
    const [id, ...topics] = payload.split(' ')
    for (const topic of topics) {
      const event = { id: Number(id), topic }
      recent.push(event)
      for (const listener of byTopic.get(topic) ?? []) listener(event)
      for (const { prefix, listener } of watchers)
        if (topic.startsWith(prefix)) listener(topic.slice(prefix.length))
    }
    if (recent.length > remembered) recent.splice(0, recent.length - remembered)
  }
  const everybody = () => new Set([...byTopic.values()].flatMap(set => [...set]))
  // onlisten runs again after a lost connection, when it is unknown which topics were missed
  let isFirst = true
  const subscription = await sql.listen(channel, receive, () => {
    if (!isFirst) for (const listener of everybody()) listener('resync')
    isFirst = false
  })

  const flush = () => {
    timer = undefined
    const topics = [...waiting]
    waiting = new Set()
    // NOTIFY carries at most 8000 bytes
    for (let i = 0; i < topics.length; i += 80) {
      const payload = topics.slice(i, i + 80).join(' ')
      sending = sql`select pg_notify(${channel}, nextval('live_seq') || ' ' || ${payload})`.catch(
        onError,
      )
    }
  }

  return {
    publish(...topics) {
      for (const topic of topics) waiting.add(topic)
      timer ??= setTimeout(flush, gatherMs)
    },
    watch(prefix, listener) {
      const watcher = { prefix, listener }
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    subscribe(topics, lastId, listener) {
      if (lastId !== null) {
        // of topics published together only the first is known to have arrived
        const at = recent.findIndex(event => event.id === lastId)
        if (at === -1) listener('resync')
        else for (const event of recent.slice(at + 1)) if (topics.has(event.topic)) listener(event)
      }
      for (const topic of topics) {
        const set = byTopic.get(topic) ?? new Set()
        byTopic.set(topic, set.add(listener))
      }
      listeners++
      return () => {
        listeners--
        for (const topic of topics) {
          const set = byTopic.get(topic)
          set?.delete(listener)
          if (set?.size === 0) byTopic.delete(topic)
        }
      }
    },
    listenerCount: () => listeners,
    async close() {
      if (timer) {
        clearTimeout(timer)
        flush()
      }
      await sending
      await subscription.unlisten().catch(() => {})
    },
  }
}
