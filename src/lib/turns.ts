import { DomainError } from './errors.ts'

export type Turn = {
  /** known ones are served before strangers */
  isKnown: boolean
  /** people and requests that share one place in the round, e.g. a network */
  group: string
  /** work that runs one at a time, e.g. for one account */
  lane: string
}

type Waiting = Turn & { start: () => void; refuse: (error: DomainError) => void }
type Group = { lanes: Map<string, Waiting[]>; size: number; isKnown: boolean }

/**
 * 0 known people, 1 strangers, 2 lanes and 3 groups whose work has mostly been in vain. Lanes are
 * blamed, too, because a stranger with ever new networks is recognised only by the account whose
 * password they guess. Every eighth turn begins with the last rank.
 */
const ranks = [0, 1, 2, 3]
const otherEndEvery = 8
/** Work in vain adds one, other work subtracts two; from `from` on a group is served last. */
const blame = { from: 10, most: 20 }
const mostBlamed = 10_000

/**
 * Queue for work that takes a whole core: `atOnce` run, others wait. Groups of one rank take turns,
 * then the lanes of a group, and a lane keeps the order of arrival; so no group waits for the many
 * requests of another. A full queue refuses with `busy` and the seconds the waiting work will take.
 * It refuses the newcomer, or the last of the longest group of the last rank, if that group is
 * longer than the newcomer's would be; so nobody is sent away for somebody who came later and has
 * as many.
 */
export class Turns {
  readonly #atOnce: number
  readonly #mostWaiting: number
  readonly #mostEach: number
  #groups = new Map<string, Group>()
  #waiting = 0
  #busyLanes = new Set<string>()
  #atWork = 0
  #served = 0
  #blamed = new Map<string, number>()
  /** average of recent work */
  #usualMs = 50

  /** `mostEach`: how many of one group may wait; more are refused with `tooManyAttempts`. */
  constructor({
    atOnce,
    mostWaiting,
    mostEach = Infinity,
  }: {
    atOnce: number
    mostWaiting: number
    mostEach?: number
  }) {
    this.#atOnce = atOnce
    this.#mostWaiting = mostWaiting
    this.#mostEach = mostEach
  }

  async take<T>(turn: Turn, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start, refuse) => this.#enqueue({ ...turn, start, refuse }))
    const startedMs = performance.now()
    try {
      return await work()
    } finally {
      this.#usualMs += (performance.now() - startedMs - this.#usualMs) / 16
      this.#atWork -= 1
      this.#busyLanes.delete(turn.lane)
      this.#next()
    }
  }

  /** Notes whether this work was in vain, e.g. a wrong guess. */
  note({ group, lane }: Turn, wasForNothing: boolean): void {
    for (const key of [groupKey(group), laneKey(lane)]) {
      const count = (this.#blamed.get(key) ?? 0) + (wasForNothing ? 1 : -2)
      this.#blamed.delete(key)
      if (count > 0) this.#blamed.set(key, Math.min(count, blame.most))
    }
    for (const oldest of this.#blamed.keys()) {
      if (this.#blamed.size <= mostBlamed) break
      this.#blamed.delete(oldest)
    }
  }

  #enqueue(waiting: Waiting): void {
    if ((this.#groups.get(waiting.group)?.size ?? 0) >= this.#mostEach) {
      waiting.refuse(
        new DomainError('tooManyAttempts', 'Your earlier requests are still at work', {
          details: { retryAfterS: this.#waitS() },
        }),
      )
      return
    }
    if (this.#waiting >= this.#mostWaiting && !this.#makeRoom(waiting)) {
      waiting.refuse(this.#full())
      return
    }
    const group = this.#groups.get(waiting.group) ?? {
      lanes: new Map(),
      size: 0,
      isKnown: waiting.isKnown,
    }
    this.#groups.set(waiting.group, group)
    const lane = group.lanes.get(waiting.lane) ?? []
    group.lanes.set(waiting.lane, lane)
    lane.push(waiting)
    group.size += 1
    this.#waiting += 1
    this.#next()
  }

  #next(): void {
    while (this.#atWork < this.#atOnce) {
      const next = this.#dequeue()
      if (!next) return
      this.#atWork += 1
      this.#busyLanes.add(next.lane)
      next.start()
    }
  }

  #dequeue(): Waiting | undefined {
    const isOtherEnd = (this.#served + 1) % otherEndEvery === 0
    for (const rank of isOtherEnd ? ranks.toReversed() : ranks) {
      const found = this.#firstOf(rank)
      if (!found) continue
      this.#served += 1
      return found
    }
    return undefined
  }

  /** Maps keep the order of insertion, so a served group is inserted again behind the others. */
  #firstOf(rank: number): Waiting | undefined {
    for (const [name, group] of this.#groups) {
      for (const [laneName, lane] of group.lanes) {
        if (this.#busyLanes.has(laneName)) continue
        if (this.#rankOf(name, laneName, group) !== rank) continue
        group.lanes.delete(laneName)
        this.#groups.delete(name)
        const first = lane.shift()
        if (lane.length > 0) group.lanes.set(laneName, lane)
        if (group.lanes.size > 0) this.#groups.set(name, group)
        group.size -= 1
        this.#waiting -= 1
        return first
      }
    }
    return undefined
  }

  #rankOf(name: string, laneName: string, { isKnown }: Pick<Group, 'isKnown'>): number {
    const isBlamed = (key: string) => (this.#blamed.get(key) ?? 0) >= blame.from
    if (isBlamed(groupKey(name))) return 3
    if (isBlamed(laneKey(laneName))) return 2
    return isKnown ? 0 : 1
  }

  /**
   * Refuses the last of the longest group of the last rank; false when the newcomer has no better
   * claim.
   */
  #makeRoom({ group, lane: ownLane, isKnown }: Waiting): boolean {
    const own = this.#groups.get(group) ?? { isKnown, size: 0 }
    const places = [...this.#groups].map(([name, each]) => ({
      name,
      group: each,
      rank: this.#rankOf(name, [...each.lanes.keys()].at(-1)!, each), // a group without lanes is removed
    }))
    const last = places.reduce((a, b) =>
      b.rank > a.rank || (b.rank === a.rank && b.group.size >= a.group.size) ? b : a,
    )
    const rank = this.#rankOf(group, ownLane, own)
    if (rank > last.rank || (rank === last.rank && own.size + 1 >= last.group.size)) return false
    const { name, group: longest } = last
    const [laneName, lane] = [...longest.lanes].at(-1)! // a group without lanes is removed
    lane.pop()?.refuse(this.#full())
    if (lane.length === 0) longest.lanes.delete(laneName)
    if (longest.lanes.size === 0) this.#groups.delete(name)
    longest.size -= 1
    this.#waiting -= 1
    return true
  }

  #full(): DomainError {
    return new DomainError('busy', 'Too many wait already', {
      details: { retryAfterS: this.#waitS() },
    })
  }

  /** how long the waiting work will take, in seconds */
  #waitS(): number {
    return Math.max(1, Math.ceil((this.#waiting * this.#usualMs) / this.#atOnce / 1000))
  }
}

const groupKey = (group: string) => `group ${group}`
const laneKey = (lane: string) => `lane ${lane}`
