/** A report of the media server about a person or a room; an append-only fact. */
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
  /**
   * why a connection ended, in the media server's words (`CLIENT_INITIATED`, `CONNECTION_TIMEOUT`,
   * …)
   */
  reason?: string
}

export type RoomParticipant = {
  sid: string
  identity: string
  participantKind: 'standard' | 'sip'
  isActive: boolean
  joinedAtMs: number
}

/**
 * `isAbsurd`: signed, but with a time or text that cannot be stored; sending it again would not
 * help.
 */
export type ReadWebhook =
  | { ok: true; event: RoomSignal | null; isAbsurd?: true }
  | { ok: false; reason: string }

export type MediaServer = {
  /** creates the room unless it exists; an empty room closes by itself after a time-out */
  createRoom(
    name: string,
    limits: { emptyTimeoutS: number; departureTimeoutS: number },
  ): Promise<void>
  /** ends the room and all its connections; does nothing when it does not exist */
  deleteRoom(name: string): Promise<void>
  /** people only; empty when there is no such room */
  listParticipants(room: string): Promise<RoomParticipant[]>
  /** ends one connection; false when there was none */
  removeParticipant(room: string, identity: string): Promise<boolean>
  /**
   * Whether the other end of a connection still answers. A connection that was cut without a
   * goodbye stays listed for some 21 s; this tells within 1.5 s.
   */
  answers(room: string, identity: string): Promise<boolean>
  /**
   * a ticket to connect once under this random identity; valid for 30 s, without a name and without
   * power over others
   */
  mintToken(ticket: {
    room: string
    identity: string
    ttlS: number
    canPublish?: boolean
  }): Promise<string>
  /** verifies and translates a report; `event` is null for reports that are not needed */
  readWebhook(
    rawBody: string | Uint8Array,
    authorization: string | undefined,
    nowMs: number,
  ): Promise<ReadWebhook>
}

export type Pulse = {
  /**
   * Called before a room is deleted. Gives one `left` for each person who is listed but does not
   * answer, with the moment their answers stopped, to be stored like a report of the media server.
   * Takes 1.5 s when somebody does not answer, else some milliseconds.
   */
  endings: (room: string) => Promise<RoomSignal[]>
  /**
   * Corrects the time of a `left` that the media server noticed late; other signals are returned
   * unchanged.
   */
  refine: (signal: RoomSignal) => RoomSignal
  /** Lists a room now instead of in the next round, up to a second later. */
  look: (room: string) => Promise<void>
  stop: () => void
}
