import { ApiError } from '../api.ts'
import type { DeskRequest, Entry } from './entries.ts'

const retryMs = 2_000
/** Errors that may go away with another try; all others are final. */
const passing = new Set([
  'offline',
  'inProgress',
  'tooManyAttempts',
  'unauthenticated',
  'secondFactorRequired',
])

type Server = {
  /** sends a request; the key stays the same for every try; returns the signals it made */
  ask: (request: DeskRequest, key: string) => Promise<string[]>
  /** loads the list again; false when that failed */
  refresh: () => Promise<boolean>
}

/**
 * Sends the entries of one desk one after the other, in the order they were made. Without a
 * connection they wait in memory and are tried every two seconds. Each keeps its key, so a retry
 * after a lost answer gets the first answer.
 */
export class DeskQueue {
  #entries: readonly Entry[] = []
  #listeners = new Set<() => void>()
  #server: Server
  #running: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(server: Server) {
    this.#server = server
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  entries = () => this.#entries

  add(entry: Pick<Entry, 'deed' | 'name' | 'lineKeys' | 'requests' | 'madeAtMs'>): void {
    const made: Entry = {
      ...entry,
      id: crypto.randomUUID(),
      state: 'waiting',
      wasTried: false,
      signalIds: [],
      isShown: false,
      error: null,
    }
    this.#put([...this.#entries, made])
    void this.run()
  }

  /** Takes an entry back; an entry that was never sent is dropped. */
  undo(id: string): void {
    const entry = this.#entries.find(each => each.id === id)
    if (entry?.state === 'waiting' && !entry.wasTried) this.#change(id, { state: 'undone' })
    else if (entry?.state === 'waiting' || entry?.state === 'stored')
      this.#change(id, { state: 'undoing' })
    void this.run()
  }

  /**
   * Sends what is waiting; call it also when the connection is back. Runs once at a time; calls in
   * between get the same promise.
   */
  run(): Promise<void> {
    this.#running ??= this.#drain().finally(() => (this.#running = null))
    return this.#running
  }

  async #drain(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#entries.some(entry => entry.state === 'stored' && !entry.isShown))
      void this.#refresh()
    try {
      for (let next = this.#next(); next; next = this.#next()) await this.#work(next)
    } catch (error) {
      // a 401 needs a new sign-in; the next visit to the page sends the rest
      if (!(error instanceof ApiError && error.status === 401))
        this.#timer = setTimeout(() => void this.run(), retryMs)
    }
  }

  #next(): Entry | undefined {
    return this.#entries.find(entry => entry.state === 'waiting' || entry.state === 'undoing')
  }

  async #work({ id, requests, signalIds: known }: Entry): Promise<void> {
    this.#change(id, { wasTried: true })
    const signalIds = [...known]
    try {
      // requests that were answered before get the same answer by their key
      if (known.length === 0)
        for (const [i, request] of requests.entries())
          signalIds.push(...(await this.#server.ask(request, `${id}-${i}`)))
      if (this.#entries.find(entry => entry.id === id)?.state === 'undoing') {
        for (const signalId of signalIds)
          await this.#server.ask({ kind: 'undo', signalId }, `${id}-undo-${signalId}`)
        this.#change(id, { state: 'undone', signalIds })
      } else this.#change(id, { state: 'stored', signalIds })
    } catch (error) {
      if (isPassing(error)) throw error
      // when the undo is refused, the entry stays stored
      this.#change(id, { state: known.length > 0 ? 'stored' : 'refused', error })
    }
    void this.#refresh()
  }

  async #refresh(): Promise<void> {
    const told = new Set(
      this.#entries.filter(entry => entry.state === 'stored').map(entry => entry.id),
    )
    // a list that could not be loaded is loaded with the next entry, or when the connection is back
    if (await this.#server.refresh())
      this.#put(
        this.#entries.map(entry => (told.has(entry.id) ? { ...entry, isShown: true } : entry)),
      )
  }

  #change(id: string, change: Partial<Entry>): void {
    this.#put(this.#entries.map(entry => (entry.id === id ? { ...entry, ...change } : entry)))
  }

  #put(entries: readonly Entry[]): void {
    this.#entries = entries
    for (const listener of this.#listeners) listener()
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (passing.has(error.code) || error.status >= 500)
}
