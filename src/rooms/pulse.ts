import { lateReasons } from './edge-time.ts'
import type { MediaServer, Pulse, RoomParticipant, RoomSignal } from '../lib/media.ts'

export type PulseOptions = {
  server: () => MediaServer | null
  /** names of the rooms to check now */
  openRooms: () => Promise<string[]>
  /** called with the people of a room each time it is checked */
  onListed?: (media: MediaServer, room: string, listed: RoomParticipant[]) => Promise<void>
  now: () => number
  onTrouble: (error: unknown) => void
  intervalMs?: number
}

type Listener = {
  room: string
  identity: string
  participantKind: RoomSignal['participantKind']
  joinedAtMs: number
  /** when the last answered question was sent */
  hereMs: number | null
  /** when the first unanswered question was sent; null while answers come */
  silentMs: number | null
  asking: Promise<void> | null
}

/**
 * Lists every open room once a second, for the check of admissions, and asks everybody there
 * whether they still answer, because the media server needs some 21 s to notice that a connection
 * died without a goodbye. The answers stay in memory until they are needed. Missing answers alone
 * end nothing, because the person may come back under the same connection.
 */
export function startPulse(options: PulseOptions): Pulse {
  const { server, now, onTrouble, intervalMs = 1_000 } = options
  const listeners = new Map<string, Listener>()
  const slow = new Set<string>()
  let isStopped = false
  let timer: NodeJS.Timeout | undefined

  async function round(): Promise<void> {
    const rooms = await options.openRooms()
    for (const room of rooms) {
      // room by room, so that a slow answer about one delays no other
      if (slow.has(room)) continue
      slow.add(room)
      void meet(room)
        .catch(onTrouble)
        .finally(() => slow.delete(room))
    }
    for (const [sid, { room }] of listeners) if (!rooms.includes(room)) listeners.delete(sid)
  }

  async function listed(media: MediaServer, room: string): Promise<RoomParticipant[]> {
    const everybody = await media.listParticipants(room)
    // not awaited, because a removal can hang; the next round tries again
    void options.onListed?.(media, room, everybody).catch(onTrouble)
    return everybody
  }

  async function meet(room: string): Promise<void> {
    const media = server()
    if (!media) return
    const present = (await listed(media, room)).filter(participant => participant.isActive)
    for (const { sid, identity, participantKind, joinedAtMs } of present) {
      const known = listeners.get(sid)
      const listener = known ?? {
        room,
        identity,
        participantKind,
        joinedAtMs,
        hereMs: null,
        silentMs: null,
        asking: null,
      }
      listeners.set(sid, listener)
      listener.asking ??= ask(media, listener)
        .catch(onTrouble)
        .finally(() => (listener.asking = null))
    }
  }

  async function ask(media: MediaServer, listener: Listener): Promise<void> {
    const askedMs = now()
    if (await media.answers(listener.room, listener.identity)) {
      listener.hereMs = askedMs
      listener.silentMs = null
    } else if (listener.hereMs !== null) {
      listener.silentMs ??= askedMs
    }
  }

  function beat(): void {
    void round()
      .catch(onTrouble)
      .finally(() => {
        // asks a large room less often, to spare the processor
        if (!isStopped) timer = setTimeout(beat, Math.max(intervalMs, listeners.size * 25)).unref()
      })
  }
  beat()

  return {
    async endings(room) {
      const known = [...listeners].filter(([, listener]) => listener.room === room)
      await Promise.all(known.map(([, { asking }]) => asking))
      await meet(room)
      await Promise.all(known.map(([, { asking }]) => asking))
      return known.flatMap(([sid, listener]) => {
        const time = silenceOf(listener)
        return time ? [ending(sid, listener, time)] : []
      })
    },
    refine(signal) {
      if (signal.kind !== 'left') return signal
      const listener = listeners.get(signal.sid)
      listeners.delete(signal.sid)
      if (!listener || listener.hereMs === null || !lateReasons.has(signal.reason)) return signal
      const silence = silenceOf(listener)
      if (silence) return { ...signal, ...silence }
      // answers came until the end, so the reported time stands
      return {
        ...signal,
        uncertaintyMs: Math.max(100, Math.min(signal.uncertaintyMs, signal.atMs - listener.hereMs)),
      }
    },
    async look(room) {
      const media = server()
      if (media) await listed(media, room).catch(onTrouble)
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

/** For an installation without video, where nobody can be asked. */
export const noPulse: Pulse = {
  endings: async () => [],
  refine: signal => signal,
  look: async () => {},
  stop() {},
}

/** Asks nobody by itself, and lists a room only when it is told to look. */
export function stillPulse(
  server: MediaServer,
  onListed: NonNullable<PulseOptions['onListed']>,
): Pulse {
  return {
    ...noPulse,
    look: async room => onListed(server, room, await server.listParticipants(room)),
  }
}

type EdgeTime = { atMs: number; uncertaintyMs: number }

/** The middle between the last answered question and the first unanswered one. */
function silenceOf({ hereMs, silentMs }: Listener): EdgeTime | null {
  if (hereMs === null || silentMs === null) return null
  return {
    atMs: Math.round((hereMs + silentMs) / 2),
    uncertaintyMs: Math.ceil((silentMs - hereMs) / 2) + 50,
  }
}

function ending(
  sid: string,
  { room, identity, participantKind, joinedAtMs }: Listener,
  time: EdgeTime,
): RoomSignal {
  return {
    id: `silent:${sid}`,
    room,
    sid,
    identity,
    kind: 'left',
    participantKind,
    ...time,
    joinedAtMs,
    reason: 'SILENT',
  }
}
