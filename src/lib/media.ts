/** A person's or a room's coming and going, as the media server reported it; an append-only fact. */
export type RoomSignal = {
  id: string
  room: string
  /** one connection's id; empty for signals about the room itself */
  sid: string
  identity: string
  kind: 'joined' | 'left' | 'aborted' | 'roomStarted' | 'roomFinished'
  participantKind: 'standard' | 'sip'
  /** when it happened, not when it was noticed; see `edge-time.ts` */
  atMs: number
  uncertaintyMs: number
  joinedAtMs: number | null
  /** why a connection ended, in the media server's words (`CLIENT_INITIATED`, `CONNECTION_TIMEOUT`, …) */
  reason?: string
}

export type RoomParticipant = {
  sid: string
  identity: string
  participantKind: 'standard' | 'sip'
  isActive: boolean
  joinedAtMs: number
}

/** `isAbsurd`: signed, but with a time or text that cannot be stored; sent again it would be the same. */
export type ReadWebhook =
  | { ok: true; event: RoomSignal | null; isAbsurd?: true }
  | { ok: false; reason: string }

export type MediaServer = {
  /** creates the room or finds it there; empty for longer than the time-outs it closes by itself */
  createRoom(
    name: string,
    limits: { emptyTimeoutS: number; departureTimeoutS: number },
  ): Promise<void>
  /** ends the room and everyone's connection; a room that is not there is fine */
  deleteRoom(name: string): Promise<void>
  /** people only; empty when there is no such room */
  listParticipants(room: string): Promise<RoomParticipant[]>
  /** ends one connection; false when there was none */
  removeParticipant(room: string, identity: string): Promise<boolean>
  /**
   * Whether the other end of a connection still answers. A connection cut without a goodbye stays listed for some 21 s;
   * this tells within 1.5 s.
   */
  answers(room: string, identity: string): Promise<boolean>
  /** a ticket to connect once with this random identity; lives 30 s at most and carries no name and no power over others */
  mintToken(ticket: {
    room: string
    identity: string
    ttlS: number
    canPublish?: boolean
  }): Promise<string>
  /** verifies and translates a report; `event` is null for what does not concern us */
  readWebhook(
    rawBody: string | Uint8Array,
    authorization: string | undefined,
    nowMs: number,
  ): Promise<ReadWebhook>
}

export type Pulse = {
  /**
   * Called before a room is deleted: dates the end of people who are still listed but answer no more. One `left` each, to be
   * stored like a report of the media server. Takes 1.5 s when somebody is silent, else some milliseconds.
   */
  endings: (room: string) => Promise<RoomSignal[]>
  /** Corrects the time of a `left` that the media server noticed late; any other signal comes back as it is. */
  refine: (signal: RoomSignal) => RoomSignal
  /** Lists a room at once instead of in the next round, a second later. */
  look: (room: string) => Promise<void>
  stop: () => void
}
