import { type Obtained, obtainLiveKit } from './server/obtain.ts'
import { type ApiKeys, keptKeys } from './server/keys.ts'
import { type Supervised, superviseLiveKit } from './server/supervise.ts'
import type { Log } from '../lib/log.ts'

export type VideoOptions = {
  dataDir: string
  /** the county's own media server; then none is started here */
  external?: { url: string; apiKey: string; apiSecret: string } | undefined
  isOff?: boolean
  /** where the media server reports joining and leaving: our own address on this machine */
  webhookUrl: string
  log: Log
  /** the media server was restarted and has no rooms: create the open ones again at once */
  onRestart?: () => void
  /** called with each change of the state */
  onChange?: () => void
}

/**
 * `url` is the address browsers connect to (ws or wss). `unavailable` gives the reason as a code
 * for which the page has a text.
 */
export type VideoState =
  | { kind: 'ready'; url: string; apiKey: string; apiSecret: string }
  | { kind: 'preparing' }
  | {
      kind: 'unavailable'
      reason: 'off' | 'noServer' | 'buildFailed' | 'startFailed'
      detail: string
    }

export type Video = {
  state: () => VideoState
  /** resolves with the first state that is not `preparing` */
  settled: Promise<VideoState>
  stop: () => Promise<void>
}

/**
 * Provides the media server: the configured one, or one of our own that is found or built, started
 * and kept running. Returns at once; building takes a minute or two, and everything but video works
 * in that time.
 */
export function startVideo(options: VideoOptions): Video {
  const ending = new AbortController()
  let server: Supervised | undefined
  let state: VideoState = initialState(options)
  const change = (next: VideoState): VideoState => {
    state = next
    options.onChange?.()
    return state
  }
  const settled = state.kind === 'preparing' ? prepare() : Promise.resolve(state)

  async function prepare(): Promise<VideoState> {
    const { dataDir, webhookUrl, log } = options
    const obtained = await obtainLiveKit({ dataDir, log, signal: ending.signal }).catch(brokenBuild)
    if (ending.signal.aborted)
      return change({ kind: 'unavailable', reason: 'off', detail: 'stopped' })
    if (obtained.kind === 'none') {
      log.warn(`Video is unavailable: ${obtained.detail}`)
      return change({ kind: 'unavailable', reason: obtained.reason, detail: obtained.detail })
    }
    try {
      const keys: ApiKeys = keptKeys(dataDir)
      server = await superviseLiveKit({
        program: obtained.program,
        keys,
        webhookUrl,
        log,
        onRestart() {
          change({ kind: 'ready', url: server!.url, ...keys }) // it was ready before it died
          options.onRestart?.()
        },
        onLost: error => change(notStarted(error)),
      })
      change({ kind: 'ready', url: server.url, ...keys })
      if (ending.signal.aborted) await server.stop()
    } catch (error) {
      const failed = notStarted(error)
      log.warn(`Video is unavailable: ${failed.detail}`)
      change(failed)
    }
    return state
  }

  return {
    state: () => state,
    settled,
    async stop() {
      ending.abort()
      await settled
      await server?.stop()
    },
  }
}

function initialState({ external, isOff }: VideoOptions): VideoState {
  if (isOff)
    return { kind: 'unavailable', reason: 'off', detail: 'Video is switched off (VIDEO=off).' }
  return external ? { kind: 'ready', ...external } : { kind: 'preparing' }
}

function notStarted(error: unknown) {
  const detail = error instanceof Error ? error.message : String(error)
  return { kind: 'unavailable', reason: 'startFailed', detail } as const
}

function brokenBuild(error: unknown): Obtained {
  return {
    kind: 'none',
    reason: 'buildFailed',
    detail: error instanceof Error ? error.message : String(error),
  }
}
