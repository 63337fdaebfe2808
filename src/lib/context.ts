import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Reach } from './address.ts'
import type { Clock } from './clock.ts'
import type { Actor } from './actor.ts'
import type { Database, Db } from './db.ts'
import type { MemberId, PersonId, StaffId } from './ids.ts'
import type { Jobs } from './jobs.ts'
import type { Live, Topic } from './live.ts'
import type { MediaServer, Pulse } from './media.ts'

/** The media server at this moment; `url` is the address browsers connect to. */
export type Video =
  | { state: 'ready'; url: string; server: MediaServer }
  | {
      state: 'preparing' | 'unavailable'
      reason: 'preparing' | 'off' | 'noServer' | 'buildFailed' | 'startFailed'
    }

/**
 * What every action gets. Built once in server.ts; tests and stories build their own with another
 * clock.
 */
export type Deps = {
  config: Config
  /** without trailing slash */
  publicUrl: string
  reach: Reach
  database: Database
  clock: Clock
  log: Logger
  live: Live
  jobs: Jobs
  /** signs personal links, encrypts app-code secrets; from the database */
  secret: Uint8Array
  video(): Video
  pulse: Pulse
  hasMailServer: boolean
  rosterFollowers: readonly RosterFollower[]
}

/** A feature after the roster that follows its changes, within the transaction of the change. */
export type RosterFollower = {
  /**
   * Locks what the other functions may write, in the order of ADR 0016, before the roster is
   * changed. `leaving`: the member who is about to leave.
   */
  lock?(
    ctx: Context,
    tx: Db,
    change: { staffId: StaffId; leaving: MemberId | undefined },
  ): Promise<void>
  /**
   * Called when somebody leaves a staff. Gives counts for the trail, and topics to publish after
   * the commit.
   */
  onLeaving(
    ctx: Context,
    tx: Db,
    leaving: { staffId: StaffId; memberId: MemberId; personId: PersonId },
  ): Promise<{ counts: Record<string, number>; topics: Topic[] }>
  /** Called after members, roles, functions or holders have changed, or somebody has left. */
  onChange?(
    ctx: Context,
    tx: Db,
    staffId: StaffId,
  ): Promise<{ counts: Record<string, number>; topics: Topic[] }>
  /**
   * Called instead of `onChange` after a change of many members, and follows soon after the commit.
   */
  onManyChanges?(ctx: Context, tx: Db, staffId: StaffId): Promise<void>
  /**
   * What `onChange` would do to invitations with the roster of this transaction. Writes nothing.
   */
  foresee?(ctx: Context, tx: Db, staffId: StaffId): Promise<InvitationChanges>
  /**
   * Called after a person's mail address was corrected; the owner of the old mailbox may be a
   * stranger.
   */
  onNewAddress?(ctx: Context, tx: Db, personId: PersonId): Promise<void>
}

/**
 * The number of future meetings whose invitations change, and the people whose invitations begin or
 * end, with their number of meetings.
 */
export type InvitationChanges = {
  meetings: number
  more: { name: string; meetings: number }[]
  fewer: { name: string; meetings: number }[]
}

/** Deps with the signed-in person. Personal links and webhooks have no actor. */
export type Context = Deps & { actor: Actor; requestId: string }
